// What this browser remembers for all who use it: the language, the branch, who is signed in. It may forbid it.

/**
 * @param {string} name
 * @returns {string | null}
 */
export function recall(name) {
  try {
    return localStorage.getItem(`foyer.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(`foyer.${name}`, value);
  } catch {
    // it is forgotten with the page
  }
}
