// Asking the services. A refusal is a `Problem`; a network that does not answer is `Unreachable`.

import { tapKeys } from "./keys.js";
import { recall, remember } from "./storage.js";

const ANSWER_WITHIN = 13_000; // the services answer a command within 10 s
const PAUSES = [400, 1_500, 3_000]; // before a command is sent again, with the same key
const GATEWAY = [502, 503, 504];
const NOTED_EVERY = 10_000; // milliseconds between two notes that somebody is there
export const CONFLICT = 409; // what was read is another by now, or not in that state
const NOT_LET_IN = [401, 403];

/** Why something was not done. `passing`: trying again may help; `unsure`: it may have been done. */
export class Failure extends Error {
  /** @type {number | undefined} */
  status;
  code = "";
  detail = "";
  /** @type {Record<string, string | undefined> | undefined} */
  titles;
  passing = false;
  unsure = false;
  /** What the refusal says beside that, such as what to set up.
   * @type {any} */
  more;
  /** @type {string | undefined} */
  word;
}

/** The service refused: `titles` says why in both languages. */
export class Problem extends Failure {
  /**
   * @param {number} status
   * @param {{title?: string, title_zh?: string, code?: string, detail?: string}} body
   */
  constructor(status, body) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.detail = body.detail ?? "";
    this.more = body;
    this.titles = { zh: body.title_zh, en: body.title };
    this.passing = GATEWAY.includes(status);
  }
}

/** No answer came: it is not known whether it was done, and the same key makes a repeat harmless. */
export class Unreachable extends Failure {
  passing = true;
}

/** The page itself says no: `word` is the key of the text that says why. */
export class Refused extends Failure {
  /** @param {string} word */
  constructor(word) {
    super(word);
    this.word = word;
  }
}

/** @type {Promise<boolean> | null} */
let refreshing = null;
let onSignedOut = () => {};
let onRenewed = () => {};

/**
 * Set what is called when the session has ended for good.
 *
 * @param {() => void} callback
 */
export function whenSignedOut(callback) {
  onSignedOut = callback;
}

/**
 * Set what is called when this tab has a new token: its roles and branches may be new too.
 *
 * @param {() => void} callback
 */
export function whenRenewed(callback) {
  onRenewed = callback;
}

/** Note when somebody touches the page, in whichever tab: a session in which nobody does anything ends. */
export function watchActivity() {
  let noted = 0;
  const note = () => {
    if (Date.now() - noted < NOTED_EVERY) return;
    noted = Date.now();
    remember("active", String(noted));
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, note, { capture: true, passive: true });
}

export const get = (/** @type {string} */ path) => ask("GET", path);
export const put = (/** @type {string} */ path, /** @type {unknown} */ body) => ask("PUT", path, body);
export const erase = (/** @type {string} */ path) => ask("DELETE", path);

/**
 * The path of a request that ends or settles what was read.
 *
 * @param {string} path
 * @param {string} seen the mark of what was read
 */
export const ending = (path, seen) => `${path}?${new URLSearchParams({ seen })}`;

/** The keys of what is tapped on the page outside of dialogs. */
export const pageKeys = tapKeys();

/**
 * POST something to be done. It is sent again with the same Idempotency-Key when the network fails, and the same
 * content keeps its key until its answer is there. `keys` holds it: those of the page, of a dialog, or of a form.
 *
 * @param {string} path
 * @param {unknown} body
 * @param {Keys} keys
 */
export async function command(path, body = {}, keys = pageKeys) {
  const content = JSON.stringify([path, body]);
  const { key, sentBefore } = keys.begin(path, content);
  let unknown = sentBefore;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await ask("POST", path, body, { "idempotency-key": key });
      keys.settle(content);
      return answer;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unknown ||= error.passing;
      if (!error.passing) {
        const saysNothing = unknown && NOT_LET_IN.includes(error.status ?? 0); // what was sent before may be done
        if (!saysNothing) keys.settle(content);
        throw error;
      }
      keys.lose(content, key);
      error.unsure = true;
      if (attempt >= PAUSES.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
  }
}

/**
 * What is at `path` is seen to have changed: a tap sent to there or below is not the same when it comes again.
 *
 * @param {string} path
 */
export const forgetKeys = (path) => pageKeys.forgetBelow(path);

/**
 * One request; if the token is old, it is renewed once and the request repeated.
 *
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 */
async function ask(method, path, body, headers) {
  const began = Date.now();
  try {
    return await send(method, path, body, headers);
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 401) throw error;
    if (!(await renewed(began))) throw error;
    return send(method, path, body, headers);
  }
}

/**
 * One request, as it is.
 *
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} the answer's JSON; null where there is none
 */
export async function send(method, path, body, headers = {}) {
  /** @type {RequestInit} */
  const options = { method, cache: "no-store" };
  const accepted = { accept: "application/json", ...headers };
  if (method === "GET") options.headers = accepted;
  else {
    options.headers = { ...accepted, "content-type": "application/json" };
    options.body = JSON.stringify(body ?? {});
  }
  let response;
  try {
    response = await fetch(path, {
      ...options,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Unreachable(path);
  }
  throw await problemOf(response);
}

/** @param {Response} response */
export async function problemOf(response) {
  return new Problem(response.status, await response.json().catch(() => ({})));
}

/**
 * Renew the token; true if it is good again. One tab does it for all, so that no renewal is used twice.
 *
 * @param {number} since in milliseconds: a token renewed after it is good
 */
export function renewed(since = Date.now()) {
  refreshing ??= alone(async () => {
    if (Number(recall("renewed") ?? 0) >= since) return true;
    try {
      const last = Number(recall("renewed") ?? 0);
      await send("POST", "/api/notify/session/refresh", { active: Number(recall("active") ?? 0) >= last });
      remember("renewed", String(Date.now()));
      onRenewed();
      return true;
    } catch (error) {
      if (error instanceof Failure && error.passing) throw error;
      onSignedOut();
      return false;
    }
  }).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/**
 * Do `work` while no other tab does.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
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
