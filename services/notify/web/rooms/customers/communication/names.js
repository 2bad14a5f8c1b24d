// The names of what is said about being contacted, and of messages, in the chosen language.

import {
  ConsentKind,
  ConsentSource,
  ConsentState,
  ContactChannel,
  ContactPurpose,
  MessageState,
} from "../../../words/enums.js";
import { named } from "../../../words/terms.js";

export const purposeName = named(ContactPurpose);
export const contactChannelName = named(ContactChannel);
export const consentSourceName = named(ConsentSource);
export const consentStateName = named(ConsentState);
export const consentKindName = named(ConsentKind);
export const messageStateName = named(MessageState);

export const PURPOSES = Object.keys(ContactPurpose);
export const CHANNELS = Object.keys(ContactChannel);
/** The sources that a member of staff may name; the others come from gateways. */
export const SOURCES = ["form", "in_person", "phone", "contract", "online", "import"];

export const pathOf = (/** @type {string} */ customer, what = "") =>
  `/api/customer/customers/${encodeURIComponent(customer)}${what}`;

/** Whether an event is one of those that this section shows. */
export const minds = (/** @type {string} */ event) =>
  /consent|contact_|message|customer_erased|settings_changed/.test(event);
