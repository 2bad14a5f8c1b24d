// Asking the services. A refusal is a `Problem`; a network that does not answer is `Unreachable`.

const ANSWER_WITHIN = 13_000; // the services answer a command within 10 s
const PAUSES = [400, 1_500, 3_000]; // before a command is sent again, with the same key
const GATEWAY = [502, 503, 504];

/** The service refused: `titles` says why in both languages. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.titles = { zh: body.title_zh, en: body.title };
    this.passing = GATEWAY.includes(status);
  }
}

/** No answer came: whether it was done is not known, and the same key makes a repeat harmless. */
export class Unreachable extends Error {
  passing = true;
}

let refreshing = null;
let onSignedOut = () => {};

/** Who is told when the session has ended for good. */
export function whenSignedOut(callback) {
  onSignedOut = callback;
}

export const get = (path) => ask("GET", path);
export const put = (path, body) => ask("PUT", path, body);
export const erase = (path) => ask("DELETE", path);

/** POST something to be done. It is sent again with the same Idempotency-Key when the network fails. */
export async function command(path, body = {}, key = crypto.randomUUID()) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask("POST", path, body, { "idempotency-key": key });
    } catch (error) {
      if (!error.passing || attempt >= PAUSES.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
  }
}

/** One request; if the token is old, it is renewed once and the request repeated. */
async function ask(method, path, body, headers) {
  const began = Date.now();
  try {
    return await send(method, path, body, headers);
  } catch (error) {
    if (error.status !== 401) throw error;
    if (!(await renewed(began))) throw error;
    return send(method, path, body, headers);
  }
}

/** One request, as it is. */
export async function send(method, path, body, headers = {}) {
  const options = { method, headers: { accept: "application/json", ...headers }, cache: "no-store" };
  if (method !== "GET") {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body ?? {});
  }
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(ANSWER_WITHIN) });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Unreachable(path);
  }
  throw await problemOf(response);
}

export async function problemOf(response) {
  return new Problem(response.status, await response.json().catch(() => ({})));
}

/** Renew the token; true if it is good again. One tab does it for all, so that no renewal is used twice. */
export function renewed(since = Date.now()) {
  refreshing ??= alone(async () => {
    if (Number(localStorage.getItem("foyer.renewed") ?? 0) >= since) return true;
    try {
      await send("POST", "/api/notify/session/refresh");
      localStorage.setItem("foyer.renewed", String(Date.now()));
      return true;
    } catch (error) {
      if (error.passing) throw error;
      onSignedOut();
      return false;
    }
  }).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

function alone(work) {
  return navigator.locks ? navigator.locks.request("foyer.renew", work) : work();
}
