// The terms of devices, incidents and those who stay without business (D7, D12).

import { named } from "./terms.js";
import {
  DeviceCheck,
  DeviceKind,
  IncidentKind,
  IncidentState,
  LoitererOutcome,
  Place,
  Trouble,
} from "./enums.js";

const STATES = {
  works: ["正常", "Working"],
  shut: ["涉嫌欺诈，停用", "Shut: attempt at fraud"],
  ...Trouble,
};

export const deviceName = named(DeviceKind);
export const stateName = named(STATES);
export const checkName = named(DeviceCheck);
export const incidentName = named(IncidentKind);
export const whereName = named(Place);
export const incidentStateName = named(IncidentState);
export const loitererOutcomeName = named(LoitererOutcome);

export const INCIDENT_KINDS = Object.keys(IncidentKind);
export const INCIDENT_PLACES = Object.keys(Place);
export const LOITERER_OUTCOMES = Object.keys(LoitererOutcome);
