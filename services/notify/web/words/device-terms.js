// The terms of devices, incidents and those who stay without business (D7, D12).

import { named } from "./terms.js";

const SORTS = {
  queue_machine: ["叫号机", "Queue machine"],
  kiosk: ["智能柜台", "Kiosk"],
  self_service: ["自助设备", "Self-service"],
  display: ["电子显示屏", "Display"],
  phone: ["客服电话", "Service phone"],
  printer: ["打印机", "Printer"],
  camera: ["摄像头", "Camera"],
  water_dispenser: ["饮水机", "Water dispenser"],
  other_device: ["其他设备", "Other device"],
};

const STATES = {
  works: ["正常", "Working"],
  shut: ["涉嫌欺诈，停用", "Shut: attempt at fraud"],
  offline: ["离线", "Offline"],
  power_off: ["已关机", "Power off"],
  no_device: ["未连接", "Not connected"],
  hardware_error: ["硬件故障", "Hardware error"],
  user_error: ["使用受阻", "Blocked by a user"],
  check_failed: ["耗材或部件异常", "A part or supply fails"],
  silent: ["无响应", "Silent"],
  by_hand: ["已报修", "Reported by staff"],
};

const CHECKS = {
  paper: ["纸张", "Paper"],
  ink: ["色带", "Ink"],
  cash: ["现金", "Cash"],
  card_reader: ["读卡器", "Card reader"],
  printer: ["打印", "Printing"],
  screen: ["屏幕", "Screen"],
  network: ["网络", "Network"],
};

const INCIDENTS = {
  suspicious_person: ["可疑人员", "Suspicious person"],
  offender: ["不法分子", "Offender"],
  accident: ["意外事故", "Accident"],
  device_fraud: ["设备欺诈", "Fraud at a device"],
  other_incident: ["其他", "Something else"],
};

const PLACES = {
  hall: ["大厅", "Hall"],
  entrance: ["门口", "Entrance"],
  counters: ["柜台", "Counters"],
  self_service_area: ["自助区", "Self-service area"],
  vip_area: ["贵宾区", "VIP area"],
  outside: ["门外", "Outside"],
};

const INCIDENT_STATES = {
  open: ["待处理", "Open"],
  attended: ["处理中", "Attended"],
  police_called: ["已报警", "Police called"],
  closed: ["已结束", "Closed"],
};

const OUTCOMES = {
  spoke: ["已询问", "Spoke with them"],
  left: ["已离开", "They left"],
  incident: ["上报事件", "Raise an incident"],
};

export const sortName = named(SORTS);
export const stateName = named(STATES);
export const checkName = named(CHECKS);
export const incidentName = named(INCIDENTS);
export const whereName = named(PLACES);
export const incidentStateName = named(INCIDENT_STATES);
export const loitererOutcomeName = named(OUTCOMES);

export const INCIDENT_SORTS = Object.keys(INCIDENTS);
export const INCIDENT_PLACES = Object.keys(PLACES);
export const LOITERER_OUTCOMES = Object.keys(OUTCOMES);
