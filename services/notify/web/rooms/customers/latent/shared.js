// What the parts of latent needs share (A2).

import { pick } from "../../../words/language.js";

const MINDS = new Set(["latent_need_found", "latent_need_taken_up", "latent_need_ended"]);

/** Whether an event changes which hints there are. */
export const minds = (event) => MINDS.has(event);

export const said = (told) => pick([told.zh, told.en]);

export const ofBranch = (branch) => `/api/customer/branches/${encodeURIComponent(branch)}/latent`;
