// What the page says about the week of an account manager, as [Chinese, English].

import { NextStep } from "../enums.js";

/** @type {Record<string, string[]>} */
export const EntryNames = {
  prospect: ["潜客跟进", "Prospect"],
  deal_task: ["业务环节", "Task of a deal"],
  plan_item: ["计划事项", "Plan"],
  promise: ["对客户的承诺", "Promised to a customer"],
};

/** @type {Record<string, string[]>} */
export const StepNames = NextStep;

/** @type {Record<string, string[]>} */
export const ItemNames = { promise: ["兑现承诺", "Keep it"] };

/** @type {Record<string, string[]>} */
export const TEXTS = {
  schedule: ["日程", "Schedule"],
  schedule_week: ["{first} 至 {last}", "{first} to {last}"],
  schedule_before: ["上一周", "Week before"],
  schedule_now: ["本周", "This week"],
  schedule_after: ["下一周", "Week after"],
  schedule_unplaced: ["本周排不下的事项：{n}", "Does not fit into this week: {n}"],
  schedule_more: ["（还有更多到期联系未列出）", "(more contacts are due than are listed)"],
  schedule_off: ["非工作日", "Not a working day"],
  schedule_free: ["空闲时段 {n}", "{n} {n|slot is|slots are} free"],
  schedule_provisional: ["（日历待公布）", "(calendar not announced yet)"],
  schedule_for: ["{day}：{why}", "{day}: {why}"],
  schedule_no_off: ["非工作日", "not a working day"],
  schedule_no_past: ["日期已过", "the day has passed"],
  schedule_no_full: ["当天没有空闲时段", "no free slot on that day"],
  schedule_no_week: ["本周没有空闲时段", "no free slot in this week"],
  schedule_visit: ["拜访", "Visit"],
  schedule_contact: ["联系", "Contact"],
  schedule_late: ["已逾期（{day}）", "Late ({day})"],
  weekday_0: ["周一", "Mon"],
  weekday_1: ["周二", "Tue"],
  weekday_2: ["周三", "Wed"],
  weekday_3: ["周四", "Thu"],
  weekday_4: ["周五", "Fri"],
  weekday_5: ["周六", "Sat"],
  weekday_6: ["周日", "Sun"],
};
