// Under which Idempotency-Key a command is sent. The same content keeps its key until its answer is there, however
// often it is sent: so it is done once. What is asked for anew, after the person saw the outcome or began again, has
// another key, were its content the same.

/** Milliseconds in which a tap whose answer was lost is the same when it comes again. */
const SAME_TAP = 120_000;

const newKey = () => crypto.randomUUID();

/**
 * The keys of what is done by a tap; `lasts` milliseconds after the last try the same tap is meant anew. The page has
 * one set of them, and every dialog its own: what is tapped in a dialog that was closed and opened again is new.
 *
 * @param {{lasts?: number, clock?: () => number, make?: () => string}} [how]
 * @returns {Keys & {forgetBelow: (path: string) => void}}
 */
export function tapKeys({ lasts = SAME_TAP, clock = Date.now, make = newKey } = {}) {
  /** @type {Map<string, {path: string, key: string, at: number}>} */
  const unanswered = new Map(); // by content
  return {
    begin(path, content) {
      const had = unanswered.get(content);
      const sentBefore = !!had && clock() - had.at < lasts;
      const key = sentBefore ? had.key : make();
      unanswered.set(content, { path, key, at: clock() });
      return { key, sentBefore };
    },
    lose(content, key) {
      const had = unanswered.get(content);
      if (had?.key === key) unanswered.set(content, { ...had, at: clock() }); // else it was forgotten by now
    },
    settle(content) {
      unanswered.delete(content);
    },
    forgetBelow(path) {
      for (const [content, one] of unanswered) if (one.path.startsWith(path)) unanswered.delete(content);
    },
  };
}

/**
 * The keys of a form; they lie in its draft, so that a reload keeps them too.
 *
 * `state` is the state of what the form is about: content sent in another state is meant anew. `doubtful` tells,
 * after `begin`, whether other content was sent before of which it is not known whether it arrived. `seen` is the
 * edition over which it is sent.
 *
 * @param {object} of
 * @param {() => Draft} of.read
 * @param {(draft: Draft) => void} of.write
 * @param {unknown} [of.state]
 * @param {any} [of.seen]
 * @param {() => string} [of.make]
 * @returns {Keys & {doubtful: boolean, seen?: any}}
 */
export function formKeys({ read, write, state, seen, make = newKey }) {
  return {
    doubtful: false,
    seen,
    begin(_path, content) {
      const { sent } = read();
      const current = sent && sent.state === state ? sent : undefined; // else what became of it has been seen
      const same = current?.key !== undefined && current.content === content ? current : undefined;
      const doubtful = same ? !!same.doubtful : !!current;
      const key = same?.key ?? make();
      this.doubtful = doubtful;
      write({ ...read(), sent: { content, state, key, doubtful } });
      return { key, sentBefore: !!same };
    },
    lose() {}, // it is in the draft since it was begun
    settle() {
      write({
        ...read(),
        sent: this.doubtful ? { state, doubtful: true } : undefined,
      });
    },
  };
}

/**
 * Whether a draft was sent, has no answer yet, and what it is about is still in the same state.
 *
 * @param {Draft} draft
 * @param {unknown} [state]
 */
export const isUnanswered = ({ sent }, state) => sent?.key !== undefined && sent.state === state;

/**
 * The draft that is left when the person begins again: nothing typed, no key, and the memory that what was sent
 * before may have arrived.
 *
 * @param {Draft} draft
 * @returns {Draft}
 */
export function abandoned({ sent }) {
  return { fields: {}, sent: sent && { state: sent.state, doubtful: true } };
}
