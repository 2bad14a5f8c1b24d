// What the page says, in Chinese and English. The terms of the trade are in terms.js.

import { cell, useCell } from "./cell.js";

const TEXTS = {
  title: ["大堂", "Lobby"],
  brand: ["Foyer", "Foyer"],
  tagline: ["银行网点大堂 · 员工工作台", "The branch lobby, for its staff"],
  other_language: ["English", "中文"],
  skip: ["跳到主要内容", "Skip to the content"],

  sign_in: ["登录", "Sign in"],
  staff_id: ["工号", "Staff id"],
  password: ["密码", "Password"],
  sign_out: ["退出", "Sign out"],
  signed_out: ["登录已过期，请重新登录。", "Your session has ended. Please sign in again."],
  needs_both: ["请输入工号和密码。", "Enter your staff id and password."],
  opening: ["正在打开…", "Opening…"],
  branch: ["网点", "Branch"],

  live: ["实时", "Live"],
  connecting: ["连接中", "Connecting"],
  lost: ["已断开", "Disconnected"],
  lost_banner: [
    "网络已断开。以下是 {time} 的情况；恢复后会自动补齐。",
    "No connection. This is how things stood at {time}; what you miss will be caught up.",
  ],
  caught_up: ["网络已恢复，信息已补齐。", "Connected again, and caught up."],
  unreachable: ["没有收到答复。请检查网络后再试。", "No answer came. Check the network and try again."],
  failed: ["未能完成，请稍后再试。", "This did not work. Please try again shortly."],
  retry: ["重试", "Try again"],
  close: ["关闭", "Close"],
  cancel: ["取消", "Cancel"],

  floor: ["大堂", "Floor"],
  counters: ["柜台", "Counters"],
  waiting: ["等候", "Waiting"],
  feed: ["消息", "Messages"],
  all: ["全部", "All"],
  filter: ["按类别筛选", "Show by class"],
  nobody_waits: ["目前没有客户等候。", "Nobody is waiting."],
  nobody_of_class: ["这一类目前没有客户等候。", "Nobody of this class is waiting."],
  longest_wait: ["最长等候", "Longest wait"],
  counters_open: ["开放柜台", "Counters open"],
  being_served: ["办理中", "Being served"],
  waited: ["已等候", "Waiting for"],
  counter_n: ["{n} 号柜台", "Counter {n}"],
  closed: ["未开放", "Closed"],
  free: ["空闲", "Free"],
  since_call: ["呼叫后 {time}", "{time} since the call"],
  recalls: ["已重呼 {n} 次", "Recalled {n}×"],
  floor_missing: ["无法读取大堂情况。", "The floor cannot be read."],

  my_counter: ["我的柜台", "My counter"],
  choose_counter: ["请选择柜台", "Choose your counter"],
  choose_hint: ["选择后即开放该柜台，可以叫号。", "Choosing opens the counter; then you can call."],
  no_counter_free: ["所有柜台都已有人。", "Every counter is taken."],
  close_counter: ["关闭柜台", "Close counter"],
  call_next: ["呼叫下一位", "Call next"],
  call: ["呼叫", "Call"],
  call_this: ["呼叫 {ticket}", "Call {ticket}"],
  ready_for: ["{n} 人可由本柜台办理", "{n} waiting for this counter"],
  ready_for_nobody: ["暂无客户等候本柜台", "Nobody waits for this counter"],
  complete: ["办理完成", "Complete"],
  recall: ["重呼", "Recall"],
  no_show: ["未到", "No-show"],
  working: ["处理中…", "Working…"],

  prospect: ["潜客", "Prospect"],
  prospect_title: ["登记潜在优质客户", "Mark a prospect"],
  prospect_hint: ["选择客户可能的需求，客户经理会立即收到转介。", "Choose what the customer may need. An account manager is told at once."],
  prospect_done: ["已登记潜客 {ticket}：{need}", "{ticket} marked as a prospect: {need}"],
  complaint: ["投诉", "Complaint"],
  complaint_title: ["登记投诉", "Raise a complaint"],
  complaint_topic: ["投诉内容", "What it is about"],
  complaint_words: ["客户原话", "In the customer's words"],
  complaint_hint: ["请勿填写证件号、卡号或电话。", "Leave out identity, card and phone numbers."],
  complaint_send: ["登记投诉", "Raise complaint"],
  complaint_needs: ["请选择投诉内容，并记下客户的话。", "Choose a topic and write down what was said."],
  complaint_done: ["投诉已登记，计时开始。", "The complaint is raised; its clock runs."],

  more: ["更多", "More"],
  back: ["返回", "Back"],
  save: ["保存", "Save"],
  reason: ["原因", "Reason"],
  ticket_n: ["{ticket} 号", "Ticket {ticket}"],
  ticket_done: ["{ticket} 号已处理。", "{ticket}: done."],
  advice: ["分流建议", "Advice"],
  papers: ["所需资料", "To bring"],
  also_wants: ["意向产品", "Also interested in"],
  done_before: ["已办业务", "Done before"],
  do_park: ["暂存（客户暂离）", "Park (away for a while)"],
  do_resume: ["客户已回，继续等候", "Back: wait on"],
  do_transfer: ["转号", "Transfer"],
  do_override: ["改派渠道", "Send another way"],
  do_cancel: ["取消排队", "Cancel"],
  do_return: ["未办成，回柜台等候", "Not served: back in line"],
  do_served: ["已办结", "Served there"],
  do_next: ["还要办别的业务", "Another service"],
  do_send_back: ["退回队尾", "To the back of the line"],
  to_counter: ["转到柜台", "To counter"],
  any_counter: ["不限柜台", "Any counter"],
  to_transaction: ["转办业务", "For"],
  same_transaction: ["业务不变", "The same"],
  position: ["排队位置", "Place in line"],
  keep_wait: ["保留原等候时间", "Keep the wait"],
  position_n: ["第 {n} 位", "Place {n}"],
  to_channel: ["改派到", "Send to"],
  green_channel_for: ["绿色通道原因", "Green channel for"],
  no_green_channel: ["不走绿色通道", "No green channel"],
  parked: ["暂离", "Away"],
  diverted: ["自助与电话", "At machines and phone"],
  paused: ["暂停", "Paused"],
  pause: ["暂停柜台", "Pause"],
  pause_title: ["为什么暂停？", "Why pause?"],
  resume_counter: ["恢复叫号", "Resume"],
  reception: ["接待客户", "Receive a customer"],
  need: ["办理业务", "What for"],
  amount: ["金额（元，可不填）", "Amount (CNY, optional)"],
  give_number: ["取号", "Give a number"],
  give_slip: ["引导分流", "Send there"],
  counter_all_the_same: ["仍到柜台", "Counter all the same"],
  taken_in: ["{ticket}：{channel}", "{ticket}: {channel}"],
  settings: ["设置", "Settings"],
  settings_saved: ["已保存，即时生效。", "Saved; it applies from now on."],
  rules: ["叫号规则", "Rules of calling"],
  rules_hint: ["每等候一分钟得到的分数；超过时限者先叫。", "Points for every minute of waiting; who is over the limit is called first."],
  class: ["类别", "Class"],
  rate: ["每分钟分数", "Points a minute"],
  limit_minutes: ["等候时限（分钟）", "Limit (minutes)"],
  recalls_at_most: ["重呼次数上限", "Recalls at most"],
  sent_back_at_most: ["退回次数上限", "Sent back at most"],
  divert_from: ["等候人数达到几人起分流", "Divert from how many waiting"],
  transactions: ["业务目录", "Transactions"],
  transaction: ["业务", "Transaction"],
  typical_minutes: ["通常用时（分钟）", "Minutes"],
  self_service_up_to: ["自助限额", "Machine up to"],
  phone_up_to: ["电话限额", "Phone up to"],
  without_amount: ["无金额业务", "without an amount"],
  not_there: ["不可办理", "Not possible"],
  none_means_all: ["不选即全部", "none means all"],

  to_do: ["待处理", "For you to act on"],
  latest: ["最新消息", "Latest"],
  no_messages: ["还没有消息。有事会立即出现在这里。", "No messages yet. They appear here at once."],
  nothing_to_do: ["没有待处理的消息。", "Nothing needs you right now."],
  acknowledge: ["知道了", "Acknowledge"],
  acknowledged: ["已确认 {time}", "Acknowledged {time}"],
  acknowledged_by: ["{who} 已确认 {time}", "Acknowledged by {who} {time}"],
  why: ["缘由", "Why?"],
  why_title: ["为什么通知我", "Why you were told"],
  why_hint: ["从最早的一件事到这条消息：", "From what it began with to this message:"],
  why_empty: ["没有更早的记录。", "Nothing earlier is on record."],
  accept: ["接受转介", "Accept referral"],
  decline: ["婉拒", "Decline"],
  decline_title: ["婉拒转介", "Decline the referral"],
  decline_hint: ["请选择原因，转介会交给其他客户经理。", "Choose a reason. The referral goes to a colleague."],
  take_over: ["接手处理", "Take over"],
  time_left: ["剩 {time}", "{time} left"],
  answer_by: ["{at} 前答复", "Answer by {at}"],
  acknowledge_by: ["{at} 前确认", "Note by {at}"],
  older: ["更早的消息", "Older messages"],
  over_time: ["已超时", "Overdue"],
  done_accepted: ["已接受", "Accepted"],
  done_declined: ["已婉拒", "Declined"],
  done_expired: ["已失效", "Expired"],
  done_taken: ["已接手", "Taken over"],
  done_settled: ["已办结", "Settled"],
};

const remembered = localStorage.getItem("foyer.language");

/** The chosen language, "zh" or "en"; remembered on this device. */
export const language = cell(remembered === "en" ? "en" : "zh");

export function switchLanguage() {
  language.set(language.value === "zh" ? "en" : "zh");
  localStorage.setItem("foyer.language", language.value);
}

/** Draw the component again when the language changes, and get `t`. */
export function useWords() {
  useCell(language);
  return t;
}

/** The text of `key` in the chosen language. */
export function t(key, values = {}) {
  return pick(TEXTS[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The right one of a pair [zh, en]. */
export const pick = ([zh, en]) => (language.value === "zh" ? zh : en);

/** The text of an error, in the chosen language. */
export function reasonOf(error) {
  if (error.titles) return error.titles[language.value] ?? error.titles.en ?? t("failed");
  return t(error.passing ? "unreachable" : "failed");
}
