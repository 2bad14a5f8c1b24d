// The person at this screen: signing in, staying signed in, signing out.

import { Failure, get, Refused, renewed, send, whenRenewed, whenSignedOut } from "./api.js";
import { setZones } from "./clock.js";
import { closeDrafts, openDrafts } from "./drafts.js";
import { shownFloor } from "./floor.js";
import { forgetRights, readRights } from "./rights.js";
import { signal } from "./signal.js";
import { recall, remember } from "./storage.js";

/**
 * `ended`: the session has ended by itself; `error`: why it is not known who is signed in; `failure`: why somebody
 * who came back from the identity provider is not let in yet.
 */
export const session = signal(/** @type {Session} */ ({ state: "opening" }));

/** Follow what becomes of the session: it ends, its token is renewed, another tab signs in or out. */
export function watchSession() {
  whenSignedOut(() => {
    const ended = session.value.state === "in"; // what they had typed waits for them
    session.set({ state: "out", ended });
  });
  // Tokens of before are refused once roles or branches have changed: a new one says that they may have.
  whenRenewed(() => refreshMe());
  // Cookies belong to the browser: when somebody else signs in at another tab, this tab is theirs too.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === "foyer.staff" && newValue !== (session.value.me?.staff ?? "")) resume();
    if (key === "foyer.renewed") refreshMe();
  });
}

/**
 * Ask who is signed in and what they may ask, and open what they had typed here.
 *
 * @returns {Promise<() => void>} shows it, person and rights in one go
 */
async function whoAmI() {
  const { draft_key, ...me } = await get("/api/notify/me");
  const [takeRights] = await Promise.all([
    readRights(me.staff),
    openDrafts(me.staff, draft_key).catch(() => {}), // else what is typed is kept as long as the page
  ]);
  return () => {
    setZones(me.timezones);
    takeRights();
    session.set({ state: "in", me });
  };
}

/** Bring `me` up to date. Without an answer it stays as it was until the next token. */
async function refreshMe() {
  if (session.value.state !== "in") return;
  const show = await whoAmI().catch(() => null);
  if (session.value.state === "in") show?.();
}

/** Find out whether somebody is signed in already. */
export async function resume() {
  try {
    const show = await whoAmI();
    show();
  } catch (error) {
    if (error instanceof Failure && error.status === 401) {
      session.set({ state: "out", ended: session.value.ended });
    } else session.set({ state: "away", error });
  }
}

/** Get a token with the rights of now: somebody covers the floor from now on, or no longer. */
export async function renewRights() {
  try {
    await renewed();
    const show = await whoAmI();
    if (session.value.state === "in") show();
  } catch (error) {
    if (!(error instanceof Failure && error.passing)) throw error; // it is renewed within a quarter of an hour anyway
  }
}

/**
 * Raises the refusal when staff id or password are wrong, or when the browser does not keep its cookie.
 *
 * @param {string} staff
 * @param {string} password
 * @param {{new_password?: string, code?: string}} [more] in place of a first secret; of a second factor
 * @param {(codes: string[]) => Promise<void>} [show] shows recovery codes, until they are written down
 */
export async function signIn(staff, password, more = {}, show = async () => {}) {
  await entered(await send("POST", "/api/notify/session", { staff, password, ...more }), show);
}

/**
 * Open the page for somebody who was let in. Raises `Refused` when the browser does not keep its cookie.
 *
 * @param {{staff: string, recovery_codes?: string[]}} answer
 * @param {(codes: string[]) => Promise<void>} show
 */
export async function entered(answer, show) {
  if (answer.recovery_codes) await show(answer.recovery_codes);
  remember("renewed", String(Date.now()));
  await resume();
  if (session.value.state === "out") throw new Refused("cookie_dropped");
  remember("staff", answer.staff);
  remember("left", "");
}

/** Sign out here; who has no password here does so at the identity provider, too. */
export async function signOut() {
  const byAccount = session.value.me?.has_password === false;
  const provider = byAccount ? await get("/api/notify/identity").catch(() => null) : null;
  await send("DELETE", "/api/notify/session").catch((error) => {
    if (error.passing) throw error; // still signed in: say so, rather than look signed out
  });
  remember("staff", "");
  remember("left", "1");
  session.set({ state: "out" });
  forgetRights();
  closeDrafts();
  if (provider?.sign_out) location.assign(provider.sign_out);
}

/** The covers at the branch that is shown in which `me` covers somebody. */
export const covering = (/** @type {Me} */ me) =>
  me.covers.filter((one) => one.branch === shownFloor.value.branch && one.cover === me.staff);

/** The staff id of the colleague who covers `me` at the branch that is shown, if any. */
export const coveredBy = (/** @type {Me} */ me) =>
  me.covers.find((one) => one.branch === shownFloor.value.branch && one.absent === me.staff)?.cover;

/**
 * The branch to show first: the one chosen last in this browser, if the person may act for it.
 *
 * @param {Me} me
 */
export function firstBranch(me) {
  const last = recall("branch");
  return last !== null && me.branches.includes(last) ? last : me.branches[0];
}
