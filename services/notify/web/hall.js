// The branch's hall as the server last told it.

import { get } from "./api.js";
import { cell } from "./cell.js";
import { setClock } from "./clock.js";

const GATHER = 150; // milliseconds in which changes are gathered into one request
const AGAIN = 3_000; // milliseconds until a failed look is repeated

/** `{branch, floor, error}`; `floor` is what ``GET …/floor`` answers. */
export const hall = cell({ branch: null, floor: null, error: null });

/** The last thing that happened at the branch, as the stream hinted: `{event, visit}`. */
export const happened = cell(null);

let timer = null;
let latest = 0;

/** Show another branch. */
export function enter(branch) {
  hall.set({ branch, floor: null, error: null });
  return look();
}

export function leave() {
  clearTimeout(timer);
  timer = null;
  latest += 1;
  hall.set({ branch: null, floor: null, error: null });
}

/** Something has happened: look again soon. */
export function hear({ event, visit }) {
  happened.set({ event, visit });
  lookIn(GATHER);
}

function lookIn(milliseconds) {
  timer ??= setTimeout(() => {
    timer = null;
    look();
  }, milliseconds);
}

/** Look now. An answer that was overtaken by a later one is not shown. */
export async function look() {
  const { branch } = hall.value;
  if (!branch) return;
  const mine = (latest += 1);
  try {
    const floor = await get(`/api/lobby/branches/${encodeURIComponent(branch)}/floor`);
    if (mine !== latest) return;
    setClock(floor.now, floor.timezone);
    hall.set({ branch, floor, error: null });
  } catch (error) {
    if (mine !== latest) return;
    hall.set({ ...hall.value, error });
    if (error.passing) lookIn(AGAIN);
  }
}
