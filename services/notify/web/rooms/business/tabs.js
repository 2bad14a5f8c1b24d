// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business.

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [];
