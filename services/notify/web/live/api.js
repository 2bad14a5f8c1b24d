// Asking the services. A refusal is a `Problem`; a network that does not answer is `Unreachable`.

import { recall, remember } from "./storage.js";

const ANSWER_WITHIN = 13_000; // the services answer a command within 10 s
const PAUSES = [400, 1_500, 3_000]; // before a command is sent again, with the same key
const GATEWAY = [502, 503, 504];
const NOT_LET_IN = [401, 403];
const SAME_TAP = 120_000; // milliseconds in which a tap whose answer was lost is the same when it comes again

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

/** The page itself says no: `word` is the key of the words that say why. */
export class Refused extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}

let refreshing = null;
let onSignedOut = () => {};
let onRenewed = () => {};

/** Who is told when the session has ended for good. */
export function whenSignedOut(callback) {
  onSignedOut = callback;
}

/** Who is told when this tab has a new token: what it says of roles and branches may be new too. */
export function whenRenewed(callback) {
  onRenewed = callback;
}

export const get = (path) => ask("GET", path);
export const put = (path, body) => ask("PUT", path, body);
export const erase = (path) => ask("DELETE", path);

/**
 * POST something to be done. It is sent again with the same Idempotency-Key when the network fails, and the same
 * content keeps its key until its answer is there, however often the person sends it: so it is done once. Another
 * content is another command. `once` keeps the keys: a form has its own.
 */
export async function command(path, body = {}, once = taps) {
  const print = JSON.stringify([path, body]);
  const { key, sentBefore } = once.begin(print);
  let unknown = sentBefore;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await ask("POST", path, body, { "idempotency-key": key });
      once.settle(print);
      return answer;
    } catch (error) {
      unknown ||= error.passing;
      if (!error.passing) {
        const saysNothing = unknown && NOT_LET_IN.includes(error.status); // what was sent before may have been done
        if (!saysNothing) once.settle(print);
        throw error;
      }
      once.lose(print, key);
      error.unsure = true; // it may have been done
      if (attempt >= PAUSES.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
  }
}

const unanswered = new Map(); // by content: the key of a tap that has no answer yet, and since when

/** The keys of what is done by a tap. The same tap much later is meant anew. */
const taps = {
  begin(print) {
    const { key, at } = unanswered.get(print) ?? {};
    const again = Date.now() - at < SAME_TAP;
    const now = again ? key : crypto.randomUUID();
    unanswered.set(print, { key: now, at: Date.now() });
    return { key: now, sentBefore: again };
  },
  lose(print, key) {
    if (unanswered.get(print)?.key === key) unanswered.set(print, { key, at: Date.now() }); // else `seen` by now
  },
  settle: (print) => unanswered.delete(print),
};

/** What is at `path` is seen to have changed: a tap sent to there or below is not the same when it comes again. */
export function seen(path) {
  for (const print of unanswered.keys()) if (JSON.parse(print)[0].startsWith(path)) unanswered.delete(print);
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
    if (Number(recall("renewed") ?? 0) >= since) return true;
    try {
      await send("POST", "/api/notify/session/refresh");
      remember("renewed", String(Date.now()));
      onRenewed();
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

async function alone(work) {
  let begun = false;
  const once = () => {
    begun = true;
    return work();
  };
  try {
    return await (navigator.locks?.request("foyer.renew", once) ?? once());
  } catch (error) {
    if (begun) throw error;
    return work(); // a browser that keeps nothing gives no locks either
  }
}
