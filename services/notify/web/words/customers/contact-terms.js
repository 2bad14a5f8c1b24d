// The terms of contacts and needs, as the staff use them.

import {
  ContactOutcome,
  ContactState,
  ContactWay,
  DeclinedWhy,
  ExcuseReason,
  Initiative,
  NeedState,
  StepKind,
  UnservableWhy,
} from "../enums.js";
import { named } from "../terms.js";

export const contactWayName = named(ContactWay);
export const contactStateName = named(ContactState);
export const outcomeName = named(ContactOutcome);
export const initiativeName = named(Initiative);
export const excuseName = named(ExcuseReason);
export const stepName = named(StepKind);
export const needStateName = named(NeedState);
export const declinedName = named(DeclinedWhy);
export const unservableName = named(UnservableWhy);

/**
 * The reason of a need that ended, in words.
 *
 * @param {string} state
 * @param {string} reason
 */
export const needReasonName = (state, reason) => (state === "declined" ? declinedName : unservableName)(reason);

export const CONTACT_WAYS = Object.keys(ContactWay);
export const INITIATIVES = Object.keys(Initiative);
export const OUTCOMES = Object.keys(ContactOutcome);
export const EXCUSES = Object.keys(ExcuseReason);
export const DECLINED = Object.keys(DeclinedWhy);
export const UNSERVABLE = Object.keys(UnservableWhy);
