// Signing in by the bank's account: to the identity provider, and back from it.

import { get, send } from "./api.js";
import { entered, resume, session } from "./session.js";
import { recall } from "./storage.js";

const PATH = "/api/notify/identity";

/**
 * What the provider gave this browser, taken out of the address of the page; null where it did not come from there.
 *
 * @returns {Record<string, string> | null}
 */
export function takeReturn() {
  const given = new URLSearchParams(location.search);
  if (!given.has("state")) return null;
  history.replaceState(null, "", location.pathname); // a code stays in no history
  const names = ["code", "state", "iss", "error"].filter((name) => given.has(name));
  return Object.fromEntries(names.map((name) => [name, given.get(name) ?? ""]));
}

/**
 * Go on with what the provider gave. Who is signed in already stays so if it is good for nothing.
 *
 * @param {Record<string, string>} given
 */
export async function returnFrom(given) {
  try {
    await comeBack(given);
  } catch (failure) {
    await resume();
    if (session.value.state === "out") session.set({ state: "out", failure });
  }
}

/**
 * Sign in with what the provider gave, or with what was asked for beside that. Raises the refusal.
 *
 * @param {Record<string, string>} given
 * @param {(codes: string[]) => Promise<void>} [show] shows recovery codes, until they are written down
 */
export async function comeBack(given, show = async () => {}) {
  await entered(await send("POST", `${PATH}/session`, given), show);
}

/** Whether there is a provider, and what its button says. */
export const readProvider = () => get(PATH);

/** Leave for the provider. Who has signed out here is asked for the password there, whoever is signed in. */
export async function leaveForProvider() {
  const { address } = await send("POST", `${PATH}/begin`, { fresh: recall("left") === "1" });
  location.assign(address);
}
