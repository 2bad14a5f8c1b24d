// Two tabs of one person and one form: what both typed, from what both knew. Nothing that was typed is lost.

/**
 * What a draft is when this tab made `ours`, and another tab `theirs`, of what both knew as `base`. A field that only
 * one of them changed is as they left it; of texts that both changed both stay, one behind the other, unless one holds
 * the other.
 *
 * @param {Draft} base
 * @param {Draft} ours
 * @param {Draft} theirs
 * @returns {Draft}
 */
export function merged(base, ours, theirs) {
  /** @type {Record<string, any>} */
  const fields = {};
  for (const name of new Set([...Object.keys(ours.fields), ...Object.keys(theirs.fields)])) {
    const value = either(base.fields[name], ours.fields[name], theirs.fields[name], joined);
    if (value !== undefined) fields[name] = value;
  }
  const ofBoth = (/** @type {"sent" | "seen"} */ what) => either(base[what], ours[what], theirs[what], (one) => one);
  const [sent, seen] = [ofBoth("sent"), ofBoth("seen")];
  return { fields, ...(sent && { sent }), ...(seen !== undefined && { seen }) };
}

/** Whether nothing lies between two drafts but their age. */
export const isSame = (/** @type {Draft} */ one, /** @type {Draft} */ other) =>
  equal(one.fields, other.fields) && equal(one.sent, other.sent) && equal(one.seen, other.seen);

/**
 * @param {any} base
 * @param {any} ours
 * @param {any} theirs
 * @param {(ours: any, theirs: any) => any} both
 */
function either(base, ours, theirs, both) {
  if (equal(theirs, base) || equal(ours, theirs)) return ours;
  return equal(ours, base) ? theirs : both(ours, theirs);
}

/**
 * @param {any} ours
 * @param {any} theirs
 */
function joined(ours, theirs) {
  if (ours === undefined || theirs === undefined) return ours ?? theirs; // sent there, and typed on here
  if (typeof ours !== "string" || typeof theirs !== "string") return ours; // a choice: the one that is seen here
  if (ours.includes(theirs)) return ours;
  return theirs.includes(ours) ? theirs : `${ours} / ${theirs}`;
}

/**
 * @param {any} one
 * @param {any} other
 */
const equal = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/**
 * @param {any} value
 * @returns {any}
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
