// Who is at this screen: signing in, staying signed in, signing out.

import { get, Refused, renewed, send, whenRenewed, whenSignedOut } from "./api.js";
import { cell } from "./signal.js";
import { setZones } from "./clock.js";
import { recall, remember } from "./storage.js";
import { openDrafts, shutDrafts } from "./drafts.js";
import { hall } from "./floor.js";

/** `{state: "opening" | "out" | "in" | "away", me, ended}`; `me` is {staff, name, roles, branches, present, covers}. */
export const session = cell({ state: "opening" });

whenSignedOut(() => {
  const ended = session.value.state === "in"; // what they had typed waits for them
  session.set({ state: "out", ended });
});

// Cookies belong to the browser: when somebody else signs in at another tab, this tab is theirs too.
addEventListener("storage", ({ key, newValue }) => {
  if (key === "foyer.staff" && newValue !== (session.value.me?.staff ?? "")) resume();
  if (key === "foyer.renewed") seeRights();
});

// Tokens of before are refused once roles or branches have changed: a new one says that they may have.
whenRenewed(() => seeRights());

/** Who is signed in, as the service knows them, with what they had typed here. */
async function whoAmI() {
  const { draft_key, ...me } = await get("/api/notify/me");
  await openDrafts(me.staff, draft_key).catch(() => {}); // else what is typed is kept as long as the page
  setZones(me.timezones);
  return me;
}

/** See who I am by now. Without an answer it stays as it was until the next token. */
async function seeRights() {
  if (session.value.state !== "in") return;
  const me = await whoAmI().catch(() => null);
  if (me && session.value.state === "in") session.set({ state: "in", me });
}

/** Find out whether somebody is signed in already. */
export async function resume() {
  try {
    const me = await whoAmI();
    session.set({ state: "in", me });
  } catch (error) {
    if (error.status === 401) session.set({ state: "out", ended: session.value.ended });
    else session.set({ state: "away", error });
  }
}

/** Somebody covers the floor from now on, or no longer: get a token that says so, and see who I am. */
export async function renewRights() {
  try {
    await renewed();
    const me = await whoAmI();
    if (session.value.state === "in") session.set({ state: "in", me });
  } catch (error) {
    if (!error.passing) throw error; // the token is renewed within a quarter of an hour anyway
  }
}

/** Raises the refusal when staff id or password are wrong, or when the browser does not keep its cookie. */
export async function signIn(staff, password) {
  await send("POST", "/api/notify/session", { staff, password });
  remember("renewed", String(Date.now()));
  await resume();
  if (session.value.state === "out") throw new Refused("cookie_dropped");
  remember("staff", staff);
}

export async function signOut() {
  await send("DELETE", "/api/notify/session").catch((error) => {
    if (error.passing) throw error; // still signed in: say so, rather than look signed out
  });
  remember("staff", "");
  session.set({ state: "out" });
  shutDrafts();
}

/** Whom somebody covers at the branch that is shown, and who covers them there. */
export const covering = (me) => me.covers.filter((one) => one.branch === hall.value.branch && one.cover === me.staff);
export const coveredBy = (me) => me.covers.find((one) => one.branch === hall.value.branch && one.absent === me.staff)?.cover;

/** Whether somebody has one of these roles at the branch that is shown, of their own or for a colleague. */
export const has = (me, ...roles) => roles.some((role) => me.roles.includes(role) || covering(me).some((one) => one.role === role));

/** The branch that is shown: the one chosen last on this device, if the person may act for it. */
export function firstBranch(me) {
  const last = recall("branch");
  return me.branches.includes(last) ? last : me.branches[0];
}
