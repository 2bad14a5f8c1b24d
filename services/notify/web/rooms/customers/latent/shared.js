// What the parts of latent needs share (A2).

import { pick } from "../../../words/language.js";

/** Whether an event changes which hints there are. */
export const minds = (/** @type {string} */ event) => event.includes("latent");

export const said = (told) => pick([told.zh, told.en]);

export const ofBranch = (branch) => `/api/customer/branches/${encodeURIComponent(branch)}/latent`;
