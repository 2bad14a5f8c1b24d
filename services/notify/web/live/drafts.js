// What is typed and not sent yet: kept per person and form, so that it outlives a redraw, a reload and a lost
// session (docs/decisions/0021). On the device it lies sealed under a key that only its author is given at sign-in.

const LASTS = 24 * 3_600_000; // milliseconds; words that nobody came back for go
const PLACE = "foyer.draft.";
const NOTHING = { fields: {} };

const drafts = new Map(); // of the person at the screen, by the name of the form
let author = null; // {staff, key}

/** The draft of a form: `{fields, at, sent}`. `sent` is {print, key, lost}: what was sent and not answered yet. */
export const draftOf = (name) => drafts.get(name) ?? NOTHING;

/** Whether something was typed into a form, and not sent. */
export const isTyped = (name) => Object.keys(draftOf(name).fields).length > 0;

/** Whether something was typed into a form whose name begins with these words. */
export const isTypedIn = (begins) => [...drafts.keys()].some((name) => `${name} `.startsWith(`${begins} `) && isTyped(name));

/** Keep a draft; one without anything in it goes. */
export function keepDraft(name, draft) {
  if (Object.keys(draft.fields).length > 0 || draft.sent) drafts.set(name, { ...draft, at: Date.now() });
  else drafts.delete(name);
  store(name).catch(() => {}); // a full or forbidden store: it is kept as long as the page
}

/** Nothing is typed any more; what was sent and not answered stays in mind. */
export const emptyDraft = (name) => keepDraft(name, { fields: {}, sent: draftOf(name).sent });

/** Open what this person left here; `key` is theirs, 32 bytes in base64. */
export async function openDrafts(staff, key) {
  if (author?.staff === staff) return;
  shutDrafts();
  sweep();
  author = { staff, key: await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]) };
  const own = `${PLACE}${staff}.`;
  await Promise.all(
    places()
      .filter((place) => place.startsWith(own))
      .map(async (place) => {
        try {
          drafts.set(place.slice(own.length), await unseal(place, author.key));
        } catch {
          localStorage.removeItem(place); // sealed under another key, or damaged: nobody can read it any more
        }
      }),
  );
}

/** Nobody is at the screen: what is sealed stays for its author. */
export function shutDrafts() {
  author = null;
  drafts.clear();
}

async function store(name) {
  if (!author) return;
  const { staff, key } = author;
  const place = `${PLACE}${staff}.${name}`;
  const draft = drafts.get(name);
  if (!draft) {
    localStorage.removeItem(place);
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(draft));
  const sealed = await crypto.subtle.encrypt(at(place, iv), key, words);
  const newest = drafts.get(name) === draft || author?.staff !== staff;
  if (newest) localStorage.setItem(place, JSON.stringify({ at: draft.at, iv: base64(iv), sealed: base64(sealed) }));
}

async function unseal(place, key) {
  const { iv, sealed } = JSON.parse(localStorage.getItem(place));
  const words = await crypto.subtle.decrypt(at(place, bytesOf(iv)), key, bytesOf(sealed));
  return JSON.parse(new TextDecoder().decode(words));
}

/** Sealed for its place: it opens for no other person and in no other form. */
const at = (place, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) });

const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));

function places() {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(PLACE));
  } catch {
    return []; // the browser keeps nothing
  }
}

/** Whoever wrote it: what is older than a day goes. */
function sweep() {
  for (const place of places()) if (!(Date.now() - keptAt(place) < LASTS)) localStorage.removeItem(place);
  for (const [name, draft] of drafts) if (Date.now() - draft.at >= LASTS) drafts.delete(name);
}

function keptAt(place) {
  try {
    return JSON.parse(localStorage.getItem(place)).at;
  } catch {
    return NaN;
  }
}

setInterval(sweep, 600_000);
