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
  /** Called when the server no longer knows the token. */
  expired: () => void;
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

/** Send one call. Raises Problem or Unreachable; a returned value is the server's promise. */
export async function call<T>(
  transport: Transport,
  method: "GET" | "POST" | "DELETE",
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
  if (response.status === 401 && token !== null) transport.expired();
  throw problemOf(response.status, problem);
}
