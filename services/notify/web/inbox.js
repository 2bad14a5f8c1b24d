// The feed as it is known here: entries by id, newest first, and what has become of their matters.

import { get } from "./api.js";
import { cell } from "./cell.js";

const KEPT = 200;
const OUTCOMES = {
  referral_accepted: "done_accepted",
  referral_declined: "done_declined",
  referral_expired: "done_expired",
  referral_escalated: "done_expired",
  case_taken_over: "done_taken",
  case_settled: "done_settled",
};
const URGENCY = { alarm: 0, urgent: 1, notice: 2, info: 3 };

/** `{entries, last, loaded}`; `last` is the number of the last entry heard. */
export const inbox = cell({ entries: [], last: 0, loaded: false });

/** What was done from this screen: the id of a referral or case, and the word for its outcome. */
export const outcomes = cell({});

export function empty() {
  inbox.set({ entries: [], last: 0, loaded: false });
  outcomes.set({});
}

/** Read the newest entries; what is known already is brought up to date. */
export async function readFeed() {
  const feed = await get("/api/notify/feed?limit=50");
  keep(feed.entries, feed.last);
}

/** Take entries in, new or changed. */
export function keep(entries, last = 0) {
  const byId = new Map(inbox.value.entries.map((entry) => [entry.id, entry]));
  for (const entry of entries) byId.set(entry.id, entry);
  const sorted = [...byId.values()].sort((a, b) => b.n - a.n).slice(0, KEPT);
  inbox.set({ entries: sorted, last: Math.max(inbox.value.last, last, sorted[0]?.n ?? 0), loaded: true });
}

export function settle(matter, outcome) {
  outcomes.set({ ...outcomes.value, [matter]: outcome });
}

/** The referral or case that an entry asks to act on; null if it asks nothing. */
export function matterOf(entry) {
  if (entry.kind === "referral_offered") return entry.facts?.referral ?? null;
  if (entry.kind === "case_opened" || entry.kind === "case_escalated") return entry.facts?.case ?? null;
  return null;
}

/** When an answer is due, if at all. */
export const dueOf = (entry) => entry.facts?.answer_by ?? entry.facts?.take_over_by ?? entry.ack_by ?? null;

/** What became of every matter that the feed tells of. */
export function outcomesOf(entries, own) {
  const known = {};
  for (const entry of entries) {
    const outcome = OUTCOMES[entry.kind];
    const matter = entry.facts?.referral ?? entry.facts?.case;
    if (outcome && matter) known[matter] ??= { outcome, n: entry.n };
  }
  for (const [matter, outcome] of Object.entries(own)) known[matter] = { outcome, n: Infinity };
  return known;
}

/** Split the feed: what waits for this person, most urgent first, and the rest, newest first. */
export function sorted(entries, known) {
  const isOpen = (entry) => {
    const matter = matterOf(entry);
    if (matter) return outcomeOf(entry, known) === null;
    return entry.needs_ack && !entry.acknowledged_at;
  };
  const open = entries.filter(isOpen).sort((a, b) => URGENCY[a.urgency] - URGENCY[b.urgency] || b.n - a.n);
  return { open, rest: entries.filter((entry) => !isOpen(entry)) };
}

/** The outcome of an entry's matter, if one was told after it. */
export function outcomeOf(entry, known) {
  const found = known[matterOf(entry)];
  return found && found.n > entry.n ? found.outcome : null;
}
