// One JSON call to the desk's own origin: a value, a problem the server named, or no answer at all.

/** The server answered, and it said no. `body` keeps the problem's extra members. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly body: Record<string, unknown>,
  ) {
    super(`${status} ${slug}`);
  }
}

/** No answer arrived: the line is down. What was being sent is kept and may be sent again. */
export class Unreachable extends Error {}

export interface Transport {
  fetch: typeof fetch;
  token: () => string | null;
  /** Called when the server no longer knows this token. */
  expired: (token: string) => void;
}

const slugOf = (type: unknown): string =>
  typeof type === "string" ? (type.split(":").at(-1) ?? "") : "";

/** The problem that an answer's body names. */
export const problemOf = (status: number, body: Record<string, unknown>): Problem =>
  new Problem(status, slugOf(body.type), body);

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    throw new Unreachable("the answer was cut short");
  }
}

let writing = 0;

const QUIET_FOR_MS = 250;
const LOOK_MS = 50;

/** Resolves when nothing that changes something has been on its way for a moment, or after `most` ms. */
export async function whenQuiet(most: number): Promise<void> {
  let quiet = 0;
  for (let past = 0; past < most && quiet < QUIET_FOR_MS; past += LOOK_MS) {
    await new Promise((later) => setTimeout(later, LOOK_MS));
    quiet = writing === 0 ? quiet + LOOK_MS : 0;
  }
}

/** While `work` runs, something that changes something is on its way. */
export async function asWriting<T>(work: () => Promise<T>): Promise<T> {
  writing += 1;
  try {
    return await work();
  } finally {
    writing -= 1;
  }
}

/** Send one call. Raises Problem or Unreachable; a returned value is the server's promise. */
export function call<T>(
  transport: Transport,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  const work = () => send<T>(transport, method, path, body);
  return method === "GET" ? work() : asWriting(work);
}

async function send<T>(
  transport: Transport,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const token = transport.token();
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token !== null) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await transport.fetch(`/api/v1${path}`, {
      method,
      headers,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Unreachable("no answer");
  }
  const answer = await readJson(response);
  if (response.ok) return answer as T;
  const problem = (answer ?? {}) as Record<string, unknown>;
  if (response.status === 401 && token !== null) transport.expired(token);
  throw problemOf(response.status, problem);
}
