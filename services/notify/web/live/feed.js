// The feed as it is known here: entries by id, newest first, and what has become of what they ask for.

import { get } from "./api.js";
import { signal } from "./signal.js";

/** What is said of an entry once this event has answered it. @type {Record<string, string>} */
const ANSWERS = {
  referral_accepted: "done_accepted",
  referral_declined: "done_declined",
  referral_expired: "done_expired",
  case_taken_over: "done_taken",
  case_settled: "done_settled",
  stranding_ended: "done_over",
  cover_ended: "done_over",
};
/** @type {Record<string, number>} */
const URGENCY = { alarm: 0, urgent: 1, notice: 2, info: 3 };

/** @type {FeedState} */
const NOTHING = { entries: [], last: 0, loaded: false, more: false, at: null };

/** `{entries, last, loaded, more, at}`; `last` is the number of the last entry received, `more` whether older ones
 * exist, `at` when it was last read, by this tablet's clock. */
export const feed = signal(NOTHING);

/** What was done from this screen, by the ids of entries: the key of the text for its outcome. */
export const outcomes = signal(/** @type {Record<string, string>} */ ({}));

export function clearFeed() {
  feed.set(NOTHING);
  outcomes.set({});
}

/**
 * Read the newest entries, back to those that are known, which are brought up to date. Gives those that are new,
 * oldest first.
 *
 * @returns {Promise<Entry[]>}
 */
export async function readFeed() {
  const { loaded, last } = feed.value;
  const newest = await pageOf();
  const entries = [...newest.entries];
  for (let page = newest; loaded && page.more && oldestOf(entries) > last + 1; entries.push(...page.entries)) {
    page = await pageOf(oldestOf(entries));
  }
  const known = new Set(feed.value.entries.map((entry) => entry.id));
  addEntries(entries, newest.last);
  feed.set({
    ...feed.value,
    at: Date.now(),
    ...(!loaded && { more: newest.more }),
  });
  return loaded ? entries.filter((entry) => !known.has(entry.id)).reverse() : [];
}

/** Read the page before the oldest entry that is known. */
export async function readOlder() {
  const page = await pageOf(oldestOf(feed.value.entries) || 1);
  addEntries(page.entries);
  feed.set({ ...feed.value, more: page.more });
}

const oldestOf = (/** @type {Entry[]} */ entries) => entries.at(-1)?.n ?? 0;

/**
 * @param {number} [before]
 * @returns {Promise<{entries: Entry[], last: number, more: boolean}>}
 */
const pageOf = (before) => get(`/api/notify/feed?limit=50${before ? `&before=${before}` : ""}`);

/**
 * Take entries in, new or changed.
 *
 * @param {Entry[]} entries
 * @param {number} last
 */
export function addEntries(entries, last = 0) {
  const byId = new Map(feed.value.entries.map((entry) => [entry.id, entry]));
  for (const entry of entries) byId.set(entry.id, entry);
  const newest = [...byId.values()].sort((a, b) => b.n - a.n);
  const highest = Math.max(feed.value.last, last, newest[0]?.n ?? 0);
  feed.set({ ...feed.value, entries: newest, last: highest, loaded: true });
}

/**
 * Note what was done here about an entry.
 *
 * @param {Entry} entry
 * @param {string} outcome
 */
export function noteOutcome(entry, outcome) {
  outcomes.set({ ...outcomes.value, [entry.id]: outcome });
}

/**
 * The referral or case that an entry asks to act on; null if it asks nothing.
 *
 * @param {Entry} entry
 * @returns {string | null}
 */
export function targetOf(entry) {
  if (entry.kind === "referral_offered") return entry.facts?.referral ?? null;
  if (entry.kind === "case_opened" || entry.kind === "case_escalated") return entry.facts?.case ?? null;
  return null;
}

/** Whether an acknowledgement is still wanted. */
export const awaitsAck = (/** @type {Entry} */ entry) => entry.needs_ack && !entry.acknowledged_at;

/**
 * Whether its referral or case can be acted on. Who answers a referral acknowledges its entry, so an acknowledged
 * offer is answered.
 *
 * @param {Entry} entry
 * @param {Outcomes} own
 */
export function canAct(entry, own) {
  if (!targetOf(entry) || outcomeOf(entry, own)) return false;
  return entry.kind !== "referral_offered" || !entry.acknowledged_at;
}

/**
 * What is due next, and when: `{word, at}`, or null.
 *
 * @param {Entry} entry
 * @param {Outcomes} own
 */
export function dueOf(entry, own) {
  if (awaitsAck(entry) && entry.ack_by) return { word: "acknowledge_by", at: entry.ack_by };
  const open = canAct(entry, own) && !entry.acknowledged_at;
  const at = open && (entry.facts.answer_by ?? entry.facts.take_over_by);
  return at ? { word: "answer_by", at } : null;
}

/**
 * Split the feed: what waits for this person, most urgent first, and the rest, newest first.
 *
 * @param {Entry[]} entries
 * @param {Outcomes} own
 */
export function splitFeed(entries, own) {
  const isOpen = (/** @type {Entry} */ entry) => awaitsAck(entry) || (canAct(entry, own) && !entry.acknowledged_at);
  const open = entries.filter(isOpen).sort((a, b) => URGENCY[a.urgency] - URGENCY[b.urgency] || b.n - a.n);
  return { open, rest: entries.filter((entry) => !isOpen(entry)) };
}

/**
 * The outcome of what an entry asks: what was done from this screen, or what answered it; null while nothing has.
 *
 * @param {Entry} entry
 * @param {Outcomes} own
 */
export const outcomeOf = (entry, own) =>
  own[entry.id] ?? (entry.answer ? (ANSWERS[entry.answer] ?? "done_over") : null);

/**
 * Whether something that waits here may have been answered: that is told in no entry of its own.
 *
 * @param {Change[] | null} changes since the last hint, null where nobody knows all of them
 */
export function mayBeAnswered(changes) {
  const some = changes === null || changes.some((one) => one.answers);
  return some && splitFeed(feed.value.entries, outcomes.value).open.length > 0;
}
