// The chat's part of the engine, in a file that only a chat loads: the live line and what goes over it.
import { io } from "socket.io-client";
import type { Tools } from "./engine/tools.ts";
import { Chat, type Host } from "./line/chat.ts";
import type { Line, OnEvent, OpenLine } from "./line/transport.ts";

const PATIENCE = 8_000; // five round trips of 0.8 s, and then some

const NAMES = ["envelope", "live", "writing", "seen", "resync"];

/** Connects over WebSocket and nothing else; when the line breaks, it is for the caller to try again. */
const openLine: OpenLine = (receipt, onEvent) =>
  new Promise((resolve, reject) => {
    const socket = io(`${location.origin}/line`, {
      auth: { receipt },
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      timeout: PATIENCE,
    });
    const timer = setTimeout(() => giveUp(), PATIENCE);
    const giveUp = () => {
      clearTimeout(timer);
      socket.disconnect();
      reject(new Error("no line"));
    };
    socket.on("connect_error", giveUp);
    socket.on("connect", () => {
      clearTimeout(timer);
      resolve(lineOf(socket, onEvent));
    });
  });

function lineOf(socket: ReturnType<typeof io>, onEvent: OnEvent): Line {
  for (const name of NAMES) {
    socket.on(name, (payload: unknown) => onEvent(name, Object(payload)));
  }
  return {
    emit: (event, payload) => socket.timeout(PATIENCE).emitWithAck(event, payload),
    close: () => socket.disconnect(),
    gone: new Promise((resolve) => {
      socket.on("disconnect", () => {
        socket.disconnect();
        resolve();
      });
    }),
  };
}

export type MakeChat = (tools: Tools, host: Omit<Host, "openLine">) => Chat;

const makeChat: MakeChat = (tools, host) => new Chat(tools, { ...host, openLine });

(globalThis as { makeChat?: MakeChat }).makeChat = makeChat;
