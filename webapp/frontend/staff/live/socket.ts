// The desk's live line as one small object: WebSocket only, its own namespace, the token shown anew
// at each connect. What is asked is acknowledged, or the promise fails.

import { io } from "socket.io-client";

export interface Wire {
  readonly connected: boolean;
  ask(event: string, body: unknown): Promise<unknown>;
  on(event: string, hear: (body: unknown) => void): void;
  open(): void;
  close(): void;
}

/** How long an answer may take before the same bytes go another way. */
const PATIENCE_MS = 8_000;
const AGAIN_MS = 2_000;

export interface WireOptions {
  token: () => string | null;
  /** The server refuses this token: no use in trying again before the next sign-in. */
  refused: (slug: string) => void;
}

/** A line that opens itself again whenever it breaks; `connect` and `disconnect` are heard. */
export function openWire({ token, refused }: WireOptions): Wire {
  const socket = io("/desk", {
    path: "/socket.io/",
    transports: ["websocket"],
    auth: (show) => show({ token: token() }),
    reconnectionDelayMax: 5_000,
    forceNew: true,
  });
  let wanted = true;
  const again = (): void => {
    setTimeout(() => wanted && socket.connect(), AGAIN_MS);
  };
  socket.on("connect_error", ({ message }) => {
    if (socket.active) return;
    if (message === "not-signed-in") refused(message);
    else again();
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") again();
  });
  return {
    get connected() {
      return socket.connected;
    },
    ask: (event, body) => socket.timeout(PATIENCE_MS).emitWithAck(event, body),
    on: (event, hear) => {
      // The server's own ping wakes a tab that is hidden, whose timers the browser slows down.
      if (event === "ping") socket.io.on("ping", () => hear({}));
      else socket.on(event, hear);
    },
    open: () => {
      wanted = true;
      socket.connect();
    },
    close: () => {
      wanted = false;
      socket.disconnect();
    },
  };
}
