// What this device remembers for everybody who uses it: the language, the branch. A browser may forbid it.

export function recall(name) {
  try {
    return localStorage.getItem(`foyer.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`foyer.${name}`, value);
  } catch {
    // it is forgotten with the page
  }
}
