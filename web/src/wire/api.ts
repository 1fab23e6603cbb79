/**
 * The one way to the server. Every call goes to `/console/api/…` of the same origin, with the session's cookie and, where it
 * writes, the CSRF token. Errors come out as `WireError`, which has what the API says: code, message, more_info, status.
 */

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A form as the API takes it: a list repeats its parameter; undefined leaves it out. */
export type Form = Record<string, string | number | boolean | readonly string[] | undefined>;

export interface Call {
  query?: Form;
  form?: Form;
  json?: unknown;
  signal?: AbortSignal;
  /** Further headers, e.g. If-Match. */
  headers?: Record<string, string>;
}

export class WireError extends Error {
  override name = "WireError";
  constructor(
    message: string,
    readonly status: number,
    readonly code: number,
    readonly moreInfo: string | undefined,
    /** What else the answer said, e.g. `needs`, `first`, `details`. */
    readonly body: Record<string, unknown>,
    /** The request in the log (Logs › Requests), where it was logged. */
    readonly requestSid: string | undefined,
  ) {
    super(message);
  }
}

/** Code of "confirm that it is you": the act wants a re-authentication within the last five minutes. */
export const WANTS_CONFIRMATION = 99403;
/** Our own code for "no answer from the server". */
export const UNREACHABLE = 0;

let csrf = "";
let askForConfirmation: (() => Promise<boolean>) | undefined;
let signedOut: (() => void) | undefined;

export function setCsrf(token: string): void {
  csrf = token;
}

/** The shell registers here what is done when an act wants re-authentication: true when the person has confirmed. */
export function onConfirmation(ask: () => Promise<boolean>): void {
  askForConfirmation = ask;
}

/** The shell registers here what is done when the session has ended. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

export interface Answer<T> {
  body: T;
  status: number;
  headers: Headers;
}

/** Calls `/console/api/<path>`. `path` may also be a whole address of this origin that begins with `/console/`. */
export async function answer<T>(method: Method, path: string, call: Call = {}): Promise<Answer<T>> {
  const response = await send(method, path, call);
  const body = await readBody(response);
  if (response.ok) return { body: body as T, status: response.status, headers: response.headers };
  const fault = toError(response, body);
  if (fault.code === WANTS_CONFIRMATION && askForConfirmation && (await askForConfirmation())) {
    return answer<T>(method, path, call);
  }
  if (fault.status === 401 && !path.startsWith("session") && !path.startsWith("rest/")) signedOut?.();
  throw fault;
}

export async function api<T>(method: Method, path: string, call: Call = {}): Promise<T> {
  return (await answer<T>(method, path, call)).body;
}

/** The address of a call to the REST API as the signed-in person: `2010-04-01/Accounts/AC…/Messages.json`, `compliance/v1/Decisions`. */
export function rest(path: string): string {
  return `rest/${path.replace(/^\//, "")}`;
}

/** The address below `/console/` for a path of this file, for links that the browser itself follows (downloads, pictures). */
export function address(path: string, query: Form = {}): string {
  const base = path.startsWith("/console/") ? path : `/console/api/${path.replace(/^\//, "")}`;
  const text = encode(query);
  return text ? `${base}${base.includes("?") ? "&" : "?"}${text}` : base;
}

async function send(method: Method, path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...call.headers };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  let body: string | undefined;
  if (call.json !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(call.json);
  } else if (call.form) {
    headers["Content-Type"] = "application/x-www-form-urlencoded";
    body = encode(call.form);
  }
  try {
    return await fetch(address(path, call.query), {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      ...(body === undefined ? {} : { body }),
      ...(call.signal ? { signal: call.signal } : {}),
    });
  } catch (fault) {
    if (call.signal?.aborted) throw fault;
    throw new WireError("The server does not answer.", 0, UNREACHABLE, undefined, {}, undefined);
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  if (!response.headers.get("content-type")?.includes("json")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toError(response: Response, body: unknown): WireError {
  const said = body !== null && typeof body === "object" ? (body as Record<string, unknown>) : {};
  const message = typeof said.message === "string" ? said.message : `The server answered ${response.status}.`;
  return new WireError(
    message,
    response.status,
    typeof said.code === "number" ? said.code : response.status,
    typeof said.more_info === "string" ? said.more_info : undefined,
    said,
    response.headers.get("x-request-sid") ?? undefined,
  );
}

export function encode(form: Form): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) out.append(name, String(one));
  }
  return out.toString();
}
