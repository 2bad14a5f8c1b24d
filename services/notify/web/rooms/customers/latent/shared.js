// What the parts of latent needs share (A2).

/** Whether an event changes which hints there are. */
export const minds = (/** @type {string} */ event) => event.includes("latent");

export const ofBranch = (branch) => `/api/customer/branches/${encodeURIComponent(branch)}/latent`;
