// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers.

import { Communication } from "./communication/communication.js";

/** @type {{name: string, show: Function}[]} */
export const TABS = [];

/** @type {{name: string, show: Function}[]} */
export const SECTIONS = [{ name: "communication", show: Communication }];
