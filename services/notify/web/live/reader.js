// Reading the same thing again and again: soon after a change, at once when asked, later when it failed.

const RETRY = 3_000; // milliseconds until a failed read is repeated

/**
 * Make a reader. Of answers that overtake each other the latest counts: what an earlier request brings is not taken
 * once a later one has been.
 *
 * @template T
 * @param {object} of
 * @param {() => Promise<T>} of.read
 * @param {(data: T) => void} of.take
 * @param {(error: any) => void} of.fail
 * @param {number} of.gather milliseconds in which changes are gathered into one request
 */
export function createReader({ read, take, fail, gather }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let due = 0; // when it fires: of several, the soonest counts
  let latest = 0; // the number of the last request
  let taken = 0; // and of the one whose answer was taken
  let ended = false;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const soon = (milliseconds = gather) => {
    const at = Date.now() + milliseconds;
    if (timer !== undefined && due <= at) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(now, milliseconds);
  };
  async function now() {
    cancel();
    if (ended) return;
    const mine = (latest += 1);
    try {
      const data = await read();
      if (mine < taken) return;
      taken = mine;
      take(data);
    } catch (error) {
      if (mine < taken) return;
      fail(error);
      if (/** @type {{passing?: boolean}} */ (error).passing) soon(RETRY);
    }
  }
  /** Take no answer that is still under way. */
  const drop = () => {
    cancel();
    taken = latest += 1;
  };
  const end = () => {
    ended = true;
    drop();
  };
  return { now, soon, drop, end };
}
