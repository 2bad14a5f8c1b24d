// The format of server-sent events (HTML Living Standard, "Server-sent events"): blocks apart by an empty line.

/**
 * Cut the text of a stream into blocks, whatever pieces it comes in. `take(piece)` gives the blocks that are whole.
 */
export function blockCutter() {
  let rest = "";
  return (/** @type {string} */ piece) => {
    const blocks = (rest + piece).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    return blocks;
  };
}

/**
 * Read one block; null for a ping, and for what is no JSON.
 *
 * @param {string} block
 * @returns {{type: string, data: any} | null}
 */
export function parseBlock(block) {
  let type = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) type = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (!data.length) return null;
  try {
    return { type, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}
