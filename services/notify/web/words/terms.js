// The terms of the trade, as the staff use them: classes, needs, roles, kinds of events.

import { pick } from "./language.js";
import {
  Accepts,
  AdviceReason,
  AnswerWay,
  Care,
  Channel,
  ChannelChangeReason,
  CommonNeed,
  ComplaintTopic,
  CorrectionReason,
  CustomerKind,
  DateKind,
  DeclineReason,
  DuplicateSign,
  Duty,
  FileField,
  FixtureFault,
  FixturePlace,
  ForecastMethod,
  HouseholdRole,
  LeaveReason,
  LogEntryKind,
  EnquiryKind,
  EventKind,
  OpinionSource,
  OpinionTopic,
  OverrideReason,
  PauseReason,
  QuestionTopic,
  RiskClass,
  Role,
  Segment,
  SpokenLanguage,
  TaskOutcome,
  TaskKind,
  TicketClass,
  Urgency,
} from "./enums.js";

/** What stands in a chain of causes: events, and the commands and parts of a document that are no event. */
const CAUSES = {
  ...EventKind,
  undo_last_change: ["撤销操作", "A change was undone"],
  free_counter: ["释放柜台", "A counter was freed"],
  open_day: ["办理开门", "Somebody opened the branch"],
  close_day: ["办理关门", "Somebody closed the branch"],
  reopen_day: ["办理重新开门", "Somebody reopened the branch"],
  mark_items: ["检查登记", "A checklist was ticked"],
  begin_checklist: ["开始检查", "A checklist was begun"],
  hand_leaflet: ["递送宣传材料", "A leaflet was handed over"],
  day_over: ["当日结束", "The day is over"],
  ...LogEntryKind,
  record_need: ["登记需求", "A need was recorded"],
  record_opinion: ["登记意见", "An opinion was recorded"],
  record_question: ["登记疑问", "A question was recorded"],
  unacknowledged: ["无人确认，转报上级", "Nobody took note: passed up"],
  report_fault: ["人工报修", "Somebody reported a fault"],
  clear_fault: ["人工解除故障", "Somebody cleared a fault"],
  raise_incident: ["上报事件", "Somebody raised an incident"],
  change_presence: ["员工在岗变化", "Somebody came or left"],
  hand_over_floor: ["大堂交由同事代管", "Somebody left the floor to a colleague"],
  sign_in: ["员工登录", "Somebody signed in"],
  sign_out: ["员工退出", "Somebody signed out"],
  set_second_factor: ["启用或停用动态验证码", "Somebody changed their second factor"],
  change_password: ["修改密码", "Somebody changed their password"],
  end_session: ["员工退出其他设备", "Somebody signed out on another device"],
  enrol_staff: ["员工登记", "A member of staff was enrolled"],
  acknowledge_entry: ["确认消息", "Somebody acknowledged a message"],
  entry: ["本条消息", "This message"],
  call_next: ["柜员叫号", "A counter called"],
  identify_prospect: ["登记潜客", "A prospect was marked"],
  call_ticket: ["柜员叫号", "A counter called"],
  admit_customer: ["客户到店", "A customer came in"],
  break_glass: ["紧急查看", "Somebody broke the glass"],
  record_access: ["记录查看", "An access was put on record"],
  erase_customer: ["关闭客户档案", "Somebody closed a customer file"],
  change_retention: ["更改保存期限", "Somebody changed the terms of retention"],
  contact_turns: ["联系日期到", "A day of the contact plan began"],
  note_dates: ["重要日期临近", "Important dates came near"],
  end_dates: ["重要日期检查完成", "Important dates were looked for"],
  drop_rhythm: ["恢复全行联系节奏", "The branch follows the rhythms of the bank"],
  record_contact: ["登记联系", "A contact was recorded"],
  excuse_contact: ["设为暂免联系", "A customer was excused"],
  end_excuse: ["结束暂免", "An excuse was ended"],
  change_rhythm: ["变更联系节奏", "The rhythm was changed"],
  promises_left: ["离职人员承诺转交", "Promises of somebody who has left are given to others"],
  deal_task_not_taken: ["业务环节无人受理", "Nobody took a step of a deal"],
  deal_task_late: ["业务环节逾期", "A step of a deal is late"],
};

/**
 * Make the function that gives the name of a word in the chosen language.
 *
 * @param {Record<string, string[]>} list
 */
export const named = (list) => (/** @type {any} */ word) => (list[word] ? pick(list[word]) : String(word ?? "").replaceAll("_", " "));

/**
 * The options of a choice: these words.
 *
 * @param {string[]} words
 * @param {(word: string) => string} name
 * @returns {[value: string, name: string][]}
 */
export const options = (words, name) => words.map((word) => [word, name(word)]);

/**
 * The options of a choice: all words of a list.
 *
 * @param {Record<string, string[]>} list
 * @returns {[value: string, name: string][]}
 */
export const optionsOf = (list) => options(Object.keys(list), named(list));

export const className = named(TicketClass);
export const methodName = named(ForecastMethod);
export const careName = named(Care);
export const segmentName = named(Segment);
export const roleName = named(Role);
export const customerKindName = named(CustomerKind);
export const riskName = named(RiskClass);
export const fieldName = named(FileField);
export const signName = named(DuplicateSign);
export const householdRoleName = named(HouseholdRole);
export const languageName = named(SpokenLanguage);
export const dateName = named(DateKind);
export const correctionName = named(CorrectionReason);
export const needName = named(CommonNeed);
export const subjectName = named({ ...ComplaintTopic, ...QuestionTopic, ...OpinionTopic });
export const sourceName = named(OpinionSource);
export const acceptsName = named(Accepts);
export const enquiryName = named(EnquiryKind);
export const wayName = named(AnswerWay);
export const entryName = named(LogEntryKind);
export const topicName = named(ComplaintTopic);
export const reasonName = named(DeclineReason);
export const taskName = named(TaskKind);
export const outcomeName = named(TaskOutcome);
export const urgencyName = named(Urgency);
export const channelName = named(Channel);
export const whyName = named(AdviceReason);
export const gaveUpName = named(LeaveReason);
export const overrideName = named(ChannelChangeReason);
export const pauseName = named(PauseReason);
export const dutyName = named(Duty);
export const placeName = named(FixturePlace);
export const faultName = named(FixtureFault);
export const dayReasonName = named(OverrideReason);

/** The name of an event: ``foyer.lobby.ticket_issued.v1`` and ``ticket_issued`` are the same. */
export const kindName = (/** @type {string} */ kind) => named(CAUSES)(kind.replace(/^foyer\.\w+\./, "").replace(/\.v\d+$/, ""));

/**
 * Who did it: ``device:K1``, ``staff:li.na``, ``system``.
 *
 * @param {string | null | undefined} actor
 */
export function actorName(actor) {
  const [kind, id] = String(actor ?? "").split(":");
  if (kind === "device") return pick([`取号机 ${id}`, `Kiosk ${id}`]);
  if (kind === "staff") return pick([`员工 ${id}`, `Staff ${id}`]);
  return pick(["系统", "System"]);
}

export const REMARK_NEEDS = ["wealth", "loan", "deposit", "insurance", "card", "business", "fund", "foreign_exchange", "pension", "mortgage"];
export const OPINION_TOPICS = Object.keys(OpinionTopic);
export const OPINION_SOURCES = Object.keys(OpinionSource);
export const QUESTION_TOPICS = Object.keys(QuestionTopic);
export const ACCEPTS = Object.keys(Accepts);
export const ANSWER_WAYS = Object.keys(AnswerWay);
export const ENTRY_KINDS = Object.keys(LogEntryKind);
export const CARES = Object.keys(Care);
export const GAVE_UP = Object.keys(LeaveReason);
export const OVERRIDES = Object.keys(ChannelChangeReason);
export const PAUSE_REASONS = Object.keys(PauseReason);
export const ASKED_KINDS = ["errand", "greet", "care", "help", "patrol", "repair"];
export const ASKED_ROLES = ["lobby_manager", "teller", "account_manager", "branch_head"];
export const OUTCOMES = ["done", "declined", "not_found", "passed_on"];
export const TICKET_CLASSES = ["V", "G", "A"];
export const PROSPECT_NEEDS = ["wealth", "loan", "deposit", "insurance", "card", "business"];
export const COMPLAINT_TOPICS = Object.keys(ComplaintTopic);
export const DECLINE_REASONS = Object.keys(DeclineReason);
export const CUSTOMER_KINDS_OF = Object.keys(CustomerKind);
export const HOUSEHOLD_ROLES = Object.keys(HouseholdRole);
export const RISKS = Object.keys(RiskClass);
export const SPOKEN_LANGUAGES = Object.keys(SpokenLanguage);
export const DATE_KINDS = Object.keys(DateKind);
export const CORRECTION_REASONS = Object.keys(CorrectionReason);
export const DUTIES = Object.keys(Duty);
export const PLACES = Object.keys(FixturePlace);
export const FAULTS = Object.keys(FixtureFault);
export const DAY_REASONS = Object.keys(OverrideReason);
