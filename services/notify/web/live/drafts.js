// What is typed and not sent yet: kept per person and form, so that it outlives a redraw, a reload and a lost
// session (docs/decisions/0021). In the browser it lies sealed under a key that only its author is given at sign-in.
// It is one draft in all tabs of its author: what is typed in one is seen in the others, and sent from one it is gone
// from all.

import { abandoned } from "./keys.js";
import { isSame, merged } from "./merge.js";
import { signal } from "./signal.js";

const LASTS = 24 * 3_600_000; // milliseconds; words that nobody came back for go
const SWEEP_EVERY = 600_000;
const PLACE = "foyer.draft.";
/** @type {Draft} */
const NOTHING = { fields: {} };

/** @type {Map<string, Draft>} */
const drafts = new Map(); // of the person at the screen, by the name of the form
/** @type {{staff: string, key: CryptoKey} | null} */
let author = null;
/** @type {Map<string, {raw: string | null, draft: Draft}>} */
const agreed = new Map(); // by the name of the form: what this tab last read or wrote, which the others know

const agreedOn = (/** @type {string} */ name) => agreed.get(name) ?? { raw: null, draft: NOTHING };

/** Counts what other tabs typed: who shows a draft draws it again. */
export const typedElsewhere = signal(0);

/** The draft of a form; one without anything in it where none is kept. */
export const draftOf = (/** @type {string} */ name) => drafts.get(name) ?? NOTHING;

/** Whether something was typed into a form, and not sent. */
export const isTyped = (/** @type {string} */ name) => Object.keys(draftOf(name).fields).length > 0;

/** Whether something was typed into a form whose name begins with these words. */
export const isTypedIn = (/** @type {string} */ begins) =>
  [...drafts.keys()].some((name) => `${name} `.startsWith(`${begins} `) && isTyped(name));

/**
 * Keep a draft; one without anything in it goes.
 *
 * @param {string} name
 * @param {Draft} draft
 */
export function keepDraft(name, draft) {
  if (Object.keys(draft.fields).length > 0 || draft.sent) drafts.set(name, { ...draft, at: Date.now() });
  else drafts.delete(name);
  store(name).catch(() => {}); // a full or forbidden store: it is kept as long as the page
}

/** Begin anew: nothing is typed any more, and what is sent next is another command than what was sent before. */
export const abandonDraft = (/** @type {string} */ name) => keepDraft(name, abandoned(draftOf(name)));

/**
 * Open what this person left here.
 *
 * @param {string} staff
 * @param {string} key theirs: 32 bytes in base64
 */
export async function openDrafts(staff, key) {
  if (author?.staff === staff) return;
  closeDrafts();
  sweep();
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  author = { staff, key: imported };
  const own = `${PLACE}${staff}.`;
  const mine = places().filter((place) => place.startsWith(own));
  await Promise.all(
    mine.map(async (place) => {
      try {
        const raw = localStorage.getItem(place);
        const draft = await unseal(place, raw, imported);
        drafts.set(place.slice(own.length), draft);
        agreed.set(place.slice(own.length), { raw, draft });
      } catch {
        localStorage.removeItem(place); // sealed under another key, or damaged: nobody can read it any more
      }
    }),
  );
}

/** Forget who is at the screen: what is sealed stays for its author. */
export function closeDrafts() {
  author = null;
  drafts.clear();
  agreed.clear();
}

/** Take away what is older than a day, now and then. */
export function sweepDrafts() {
  setInterval(sweep, SWEEP_EVERY);
}

/** Follow what the other tabs of the person at the screen type and send. */
export function followTabs() {
  addEventListener("storage", ({ key: place }) => {
    const own = author && `${PLACE}${author.staff}.`;
    if (own && place?.startsWith(own)) follow(place.slice(own.length)).catch(() => {});
  });
}

/**
 * Take in what another tab made of a draft, if it did.
 *
 * @param {string} name
 * @returns {Promise<boolean>} whether it did
 */
async function follow(name) {
  if (!author) return false;
  const { staff, key } = author;
  const place = `${PLACE}${staff}.${name}`;
  const raw = localStorage.getItem(place);
  const known = agreedOn(name);
  if (raw === known.raw) return false;
  const theirs = raw === null ? NOTHING : await unseal(place, raw, key);
  if (author?.staff !== staff || agreedOn(name).raw !== known.raw) return true; // meanwhile, by another call
  const both = merged(known.draft, draftOf(name), theirs);
  agreed.set(name, { raw, draft: theirs });
  if (!isSame(both, draftOf(name))) {
    if (isSame(both, NOTHING)) drafts.delete(name);
    else drafts.set(name, { ...both, at: theirs.at ?? Date.now() });
    typedElsewhere.set(typedElsewhere.value + 1);
  }
  if (!isSame(both, theirs)) await store(name);
  return true;
}

/** @param {string} name */
async function store(name) {
  if (!author) return;
  const { staff, key } = author;
  const place = `${PLACE}${staff}.${name}`;
  if (await follow(name)) return store(name);
  const draft = drafts.get(name);
  if (!draft) {
    localStorage.removeItem(place);
    agreed.delete(name);
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = await crypto.subtle.encrypt(at(place, iv), key, words);
  const newest = drafts.get(name) === draft || author?.staff !== staff;
  if (!newest) return;
  if (author?.staff === staff && localStorage.getItem(place) !== agreedOn(name).raw) return store(name);
  const raw = JSON.stringify({ at: draft.at, iv: base64(iv), sealed: base64(sealed) });
  localStorage.setItem(place, raw);
  if (author?.staff === staff) agreed.set(name, { raw, draft });
}

/**
 * @param {string} place
 * @param {string | null} raw what lies there
 * @param {CryptoKey} key
 * @returns {Promise<Draft>}
 */
async function unseal(place, raw, key) {
  const { iv, sealed } = JSON.parse(raw ?? "");
  const words = await crypto.subtle.decrypt(at(place, bytesOf(iv)), key, bytesOf(sealed));
  return JSON.parse(new TextDecoder().decode(words));
}

/**
 * Sealed for its place: it opens for no other person and in no other form.
 *
 * @param {string} place
 * @param {BufferSource} iv
 */
const at = (place, iv) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(place),
});

const bytesOf = (/** @type {string} */ text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const base64 = (/** @type {ArrayBuffer | Uint8Array} */ bytes) =>
  btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));

function places() {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(PLACE));
  } catch {
    return []; // the browser keeps nothing
  }
}

/** Take away what is older than a day, of whichever author. */
function sweep() {
  for (const place of places()) if (!(Date.now() - keptAt(place) < LASTS)) localStorage.removeItem(place);
  for (const [name, draft] of drafts) if (Date.now() - (draft.at ?? 0) >= LASTS) drafts.delete(name);
}

/** @param {string} place */
function keptAt(place) {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "").at;
  } catch {
    return NaN;
  }
}
