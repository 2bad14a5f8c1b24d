// The feed as it is known here: entries by id, newest first, and what has become of their matters.

import { get } from "./api.js";
import { cell } from "./signal.js";

const OUTCOMES = {
  referral_accepted: "done_accepted",
  referral_declined: "done_declined",
  referral_expired: "done_expired",
  referral_escalated: "done_expired",
  case_taken_over: "done_taken",
  case_settled: "done_settled",
};
const URGENCY = { alarm: 0, urgent: 1, notice: 2, info: 3 };

const NOTHING = { entries: [], last: 0, loaded: false, more: false, at: null };

/** `{entries, last, loaded, more, at}`; `last` is the number of the last entry heard, `more` whether older ones
 * exist, `at` when it was last read, by this device's clock. */
export const inbox = cell(NOTHING);

/** What was done from this screen: the id of a referral or case, and the word for its outcome. */
export const outcomes = cell({});

export function empty() {
  inbox.set(NOTHING);
  outcomes.set({});
}

/** Read the newest entries, back to those that are known, which are brought up to date. Gives the news, oldest first. */
export async function readFeed() {
  const { loaded, last } = inbox.value;
  const feed = await pageOf();
  const entries = [...feed.entries];
  for (let page = feed; loaded && page.more && page.entries.at(-1).n > last + 1; entries.push(...page.entries)) {
    page = await pageOf(page.entries.at(-1).n);
  }
  const known = new Set(inbox.value.entries.map((entry) => entry.id));
  keep(entries, feed.last);
  inbox.set({ ...inbox.value, at: Date.now(), ...(!loaded && { more: feed.more }) });
  return loaded ? entries.filter((entry) => !known.has(entry.id)).reverse() : [];
}

/** Read the page before the oldest entry that is known. */
export async function readOlder() {
  const feed = await pageOf(inbox.value.entries.at(-1)?.n ?? 1);
  keep(feed.entries);
  inbox.set({ ...inbox.value, more: feed.more });
}

const pageOf = (before) => get(`/api/notify/feed?limit=50${before ? `&before=${before}` : ""}`);

/** Take entries in, new or changed. */
export function keep(entries, last = 0) {
  const byId = new Map(inbox.value.entries.map((entry) => [entry.id, entry]));
  for (const entry of entries) byId.set(entry.id, entry);
  const newest = [...byId.values()].sort((a, b) => b.n - a.n);
  inbox.set({ ...inbox.value, entries: newest, last: Math.max(inbox.value.last, last, newest[0]?.n ?? 0), loaded: true });
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

/** Whether somebody wants to know that this was noted. */
export const waits = (entry) => entry.needs_ack && !entry.acknowledged_at;

/** Whether its matter can be acted on. Who answers a referral notes its entry, so a noted offer is answered. */
export function canAct(entry, known) {
  if (!matterOf(entry) || outcomeOf(entry, known)) return false;
  return entry.kind !== "referral_offered" || !entry.acknowledged_at;
}

/** What is due next, and when: `{word, at}`, or null. */
export function dueOf(entry, known) {
  if (waits(entry) && entry.ack_by) return { word: "acknowledge_by", at: entry.ack_by };
  const at = canAct(entry, known) && !entry.acknowledged_at && (entry.facts.answer_by ?? entry.facts.take_over_by);
  return at ? { word: "answer_by", at } : null;
}

/** Split the feed: what waits for this person, most urgent first, and the rest, newest first. */
export function sorted(entries, known) {
  const isOpen = (entry) => waits(entry) || (canAct(entry, known) && !entry.acknowledged_at);
  const open = entries.filter(isOpen).sort((a, b) => URGENCY[a.urgency] - URGENCY[b.urgency] || b.n - a.n);
  return { open, rest: entries.filter((entry) => !isOpen(entry)) };
}

/** The outcome of an entry's matter, if one was told after it. */
export function outcomeOf(entry, known) {
  const found = known[matterOf(entry)];
  return found && found.n > entry.n ? found.outcome : null;
}
