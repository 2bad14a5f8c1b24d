// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers.

import { Contacts } from "./contacts.js";
import { Needs } from "./needs.js";
import { Today } from "./today.js";

/** @type {{name: string, show: Function}[]} */
export const TABS = [{ name: "today", show: Today }];

/** @type {{name: string, show: Function}[]} */
export const SECTIONS = [
  { name: "contacts", show: Contacts },
  { name: "customer_needs", show: Needs },
];
