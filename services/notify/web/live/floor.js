// The branch's hall as the server last told it.

import { get, seen } from "./api.js";
import { cell } from "./signal.js";
import { setClock } from "./clock.js";

const GATHER = 150; // milliseconds in which changes are gathered into one request
const AGAIN = 3_000; // milliseconds until a failed look is repeated

/** `{branch, floor, error, at}`; `floor` is what ``GET …/floor`` answered, `at` when, by this device's clock. */
export const hall = cell({ branch: null, floor: null, error: null, at: null });

/** The last thing that happened at the branch, as the stream hinted: `{event, visit}`. */
export const happened = cell(null);

let timer = null;
let latest = 0; // the number of the last request
let shown = 0; // and of the one whose answer is shown

/** Show another branch. */
export function enter(branch) {
  shown = latest += 1; // what is still asked about another branch is not shown
  hall.set({ branch, floor: null, error: null, at: null });
  return look();
}

export function leave() {
  clearTimeout(timer);
  timer = null;
  shown = latest += 1;
  hall.set({ branch: null, floor: null, error: null, at: null });
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

/** Look now. An answer that comes after that of a later request is not shown. */
export async function look() {
  const { branch } = hall.value;
  if (!branch) return;
  const mine = (latest += 1);
  try {
    const floor = await get(`/api/lobby/branches/${encodeURIComponent(branch)}/floor`);
    if (mine < shown) return;
    shown = mine;
    setClock(floor.now, floor.timezone);
    for (const path of changed(hall.value.floor, floor)) seen(path);
    hall.set({ branch, floor, error: null, at: Date.now() });
  } catch (error) {
    if (mine < shown) return;
    hall.set({ ...hall.value, error });
    if (error.passing) lookIn(AGAIN);
  }
}

/** Below which paths something was done between two looks: at a counter, or with a visit. */
function changed(before, after) {
  const [had, has] = [statesOf(before), statesOf(after)];
  return [...new Set([...had.keys(), ...has.keys()])].filter((path) => had.get(path) !== has.get(path));
}

/** By path, what a tap at a counter or about a visit changes. */
function statesOf(floor) {
  const states = new Map();
  for (const one of floor?.counters ?? []) {
    const path = `/api/lobby/branches/${encodeURIComponent(floor.branch)}/counters/${encodeURIComponent(one.counter)}/`;
    states.set(path, [one.staff, one.state, one.visit, one.paused].join());
  }
  for (const list of ["waiting", "parked", "diverted", "serving"]) {
    for (const one of floor?.[list] ?? []) states.set(`/api/lobby/visits/${encodeURIComponent(one.visit)}/`, [list, one.counter, one.recalls, one.need, one.channel].join());
  }
  return states;
}
