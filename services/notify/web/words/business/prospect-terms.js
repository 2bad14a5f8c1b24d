// The terms of prospects and referrals, as the staff use them.

import { LifeEvent, LostReason, NextStep, ProspectOrigin, ProspectStage, ReferralOutcome } from "../enums.js";
import { named } from "../terms.js";

export const stageName = named(ProspectStage);
export const originName = named(ProspectOrigin);
export const nextStepName = named(NextStep);
export const lostName = named(LostReason);
export const lifeEventName = named(LifeEvent);
export const referralOutcomeName = named(ReferralOutcome);

/** The stages in which something is done, in their order. */
export const ACTIVE = ["new", "contacted", "met", "proposed"];
export const STAGES = [...ACTIVE, "parked", "won", "lost"];
export const NEXT_STEPS = Object.keys(NextStep);
export const LOST_REASONS = Object.keys(LostReason).filter((one) => one !== "duplicate");
export const LIFE_EVENTS = Object.keys(LifeEvent);
