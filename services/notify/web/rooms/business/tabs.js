// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business. An entry is a name, what it `asks`, and
// its component by `lazy` of parts/lazy.js.

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [];
