// The terms of the trade, as the staff use them: classes, needs, roles, kinds of events.

import { BUSINESS_KINDS } from "./business/index.js";
import { CUSTOMER_KINDS } from "./customers/index.js";
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

const KINDS = {
  ...CUSTOMER_KINDS,
  ...BUSINESS_KINDS,
  referral_closed: ["转介已办结", "The referral was closed"],
  customer_arrived: ["客户到店", "A customer came in"],
  customer_recognised: ["认出客户", "The customer was recognised"],
  customer_registered: ["客户档案更新", "A customer file was opened or changed"],
  customer_corrected: ["客户档案更正", "A customer file was corrected"],
  customer_erased: ["客户信息删除", "A customer's data were erased"],
  ticket_issued: ["取号", "A ticket was issued"],
  ticket_called: ["叫号", "The ticket was called"],
  ticket_recalled: ["重呼", "The ticket was called again"],
  customer_no_show: ["叫号未到", "The customer did not come"],
  service_completed: ["办理完成", "The service was completed"],
  prospect_identified: ["发现潜在优质客户", "A prospect was found"],
  settings_changed: ["设置变更", "Settings changed"],
  next_service_waited: ["等候下一项业务", "Waits for the next service"],
  vip_received: ["接待贵宾", "A VIP was received"],
  ticket_parked: ["暂存", "The ticket was parked"],
  ticket_resumed: ["恢复等候", "The ticket waits again"],
  ticket_transferred: ["转号", "The ticket was transferred"],
  ticket_sent_back: ["退回排队", "The ticket was sent to the back"],
  visit_cancelled: ["取消", "The visit was cancelled"],
  ticket_handed_over: ["窗口无人，客户待接续", "The counter was left in the middle of a ticket"],
  ticket_given_again: ["再次取号，沿用原号", "Asked again, and kept the ticket"],
  change_undone: ["撤销操作", "A change was undone"],
  undo_last_change: ["撤销操作", "A change was undone"],
  free_counter: ["释放柜台", "A counter was freed"],
  customer_diverted: ["分流", "The customer was sent to a machine"],
  customer_returned: ["返回柜台", "The customer came back"],
  self_service_completed: ["自助办结", "The machine served the customer"],
  triage_overridden: ["人工改派", "Triage was overridden"],
  counter_paused: ["柜台暂停", "A counter paused"],
  counter_resumed: ["柜台恢复", "A counter resumed"],
  cut_off_ended: ["设备恢复连接", "A machine was connected again"],
  offline_record_read_in_part: ["离线号部分可读", "A record of a machine was read in part"],
  record_not_taken: ["设备记录未接收", "A record of a machine was not taken"],
  record_set_aside: ["设备搁置记录", "A machine set a record aside"],
  device_clock_wrong: ["设备时钟有误", "The clock of a device is wrong"],
  device_clock_right: ["设备时钟恢复", "The clock of a device is right again"],
  ticket_replaced: ["换用离线号", "A printed number replaced another"],
  forecasts_changed: ["预计等候变更", "Expected waits changed"],
  arrival_received_late: ["补记到店", "An arrival was received late"],
  number_block_requested: ["设备申请号段", "A machine asked for its numbers"],
  number_block_granted: ["发给设备号段", "A machine was given its numbers"],
  device_event_refused: ["设备消息被拒收", "A message of a device was refused"],
  connection_restored: ["设备恢复连接", "A machine was connected again"],
  counter_opened: ["柜台开放", "A counter opened"],
  customers_stranded: ["客户在等候，无窗口可叫", "Customers waited whom no counter could call"],
  stranding_ended: ["等候客户又可叫号", "They could be called again"],
  counter_closed: ["柜台关闭", "A counter closed"],
  preparations_began: ["营业前准备", "Preparations began"],
  branch_day_opened: ["网点开门", "The branch opened"],
  branch_not_opened: ["客户到店时尚未开门", "A customer came before the branch was opened"],
  closing_began: ["准备关门", "The branch began to close"],
  branch_day_closed: ["网点关门", "The branch closed"],
  branch_day_reopened: ["重新开门", "The branch was reopened"],
  template_changed: ["检查表更新", "A checklist was changed"],
  checklist_begun: ["开始检查", "A checklist was begun"],
  checklist_marked: ["检查登记", "A checklist was ticked"],
  checklist_completed: ["检查完成", "A checklist was completed"],
  fixture_faulted: ["检查异常", "Something was found faulty"],
  fixture_corrected: ["异常已处理", "Something faulty was put right"],
  notice_hung: ["张贴公告", "A notice was hung"],
  notice_expired: ["公告过期", "A notice expired"],
  notice_taken_down: ["撤下公告", "A notice was taken down"],
  leaflets_stocked: ["宣传材料盘点", "Leaflets were counted"],
  leaflets_low: ["宣传材料不足", "Leaflets ran short"],
  leaflet_handed: ["递送宣传材料", "A leaflet was handed over"],
  interest_shown: ["客户感兴趣", "A customer showed interest"],
  open_day: ["办理开门", "Somebody opened the branch"],
  close_day: ["办理关门", "Somebody closed the branch"],
  reopen_day: ["办理重新开门", "Somebody reopened the branch"],
  mark_items: ["检查登记", "A checklist was ticked"],
  begin_checklist: ["开始检查", "A checklist was begun"],
  hand_leaflet: ["递送宣传材料", "A leaflet was handed over"],
  day_over: ["当日结束", "The day is over"],
  day_end_due: ["当日结束", "The day is over"],
  notice_expiry_due: ["公告到期", "A notice's last day is over"],
  branch_opened: ["网点设置", "The branch was set up"],
  credential_linked: ["卡证关联", "A card was linked to its holder"],
  credential_revoked: ["卡证停用", "A card was revoked"],
  ...LogEntryKind,
  need_recorded: ["登记需求", "A need was recorded"],
  opinion_recorded: ["登记意见", "An opinion was recorded"],
  question_recorded: ["登记疑问", "A question was recorded"],
  log_entry_written: ["日志手记", "An entry in the log"],
  enquiry_opened: ["待答复事项", "Somebody owes an answer"],
  enquiry_answered: ["已拟答复", "An answer was written"],
  enquiry_approved: ["答复已批准", "The answer was approved"],
  enquiry_returned: ["答复被退回", "The answer was returned"],
  enquiry_closed: ["已答复客户", "The customer has the answer"],
  enquiry_overdue: ["逾期未答复", "The answer is overdue"],
  contact_left: ["留下联系方式", "Contact data was left"],
  lead_followed: ["潜客已建档", "The prospect has a customer file"],
  day_report_filed: ["日报已提交", "The day report is there"],
  day_report_read: ["日报已阅", "The day report was read"],
  record_need: ["登记需求", "A need was recorded"],
  record_opinion: ["登记意见", "An opinion was recorded"],
  record_question: ["登记疑问", "A question was recorded"],
  complaint_raised: ["客户投诉", "A complaint was raised"],
  case_opened: ["投诉立案", "The complaint became a case"],
  case_taken_over: ["投诉已接手", "The case was taken over"],
  case_escalated: ["投诉升级", "The case was escalated"],
  case_settled: ["投诉办结", "The case was settled"],
  referral_opened: ["建立转介", "A referral was opened"],
  referral_offered: ["转介给客户经理", "The referral was offered to an account manager"],
  referral_accepted: ["转介已接受", "The referral was accepted"],
  referral_declined: ["转介被婉拒", "The referral was declined"],
  referral_expired: ["转介超时", "The referral was not answered in time"],
  referral_escalated: ["转介升级", "The referral was escalated"],
  device_placed: ["设备就位", "A device was placed"],
  device_faulted: ["设备故障", "A device is out of order"],
  device_recovered: ["设备恢复", "A device works again"],
  device_removed: ["设备移除", "A device was removed"],
  device_status: ["设备自报", "The device reported"],
  heartbeat: ["设备心跳", "A device is alive"],
  self_service_interrupted: ["自助办理中断", "Self-service was interrupted"],
  unacknowledged: ["无人确认，转报上级", "Nobody took note: passed up"],
  incident_raised: ["上报事件", "An incident was raised"],
  incident_attended: ["事件处理中", "Somebody attends to it"],
  police_called: ["已报警", "The police were called"],
  incident_closed: ["事件结束", "The incident was closed"],
  loiterer_seen: ["摄像头发现滞留", "A camera saw somebody"],
  loiterer_noticed: ["发现滞留人员", "Somebody stays without business"],
  loiterer_settled: ["滞留已处理", "Somebody saw to it"],
  silence_check_due: ["设备心跳检查", "The devices were looked at"],
  loitering_check_due: ["滞留时限", "The time at the machine was over"],
  report_fault: ["人工报修", "Somebody reported a fault"],
  clear_fault: ["人工解除故障", "Somebody cleared a fault"],
  raise_incident: ["上报事件", "Somebody raised an incident"],
  staff_enrolled: ["员工登记", "A member of staff was enrolled"],
  staff_signed_on: ["员工上岗", "A member of staff signed on"],
  staff_signed_off: ["员工离岗", "A member of staff signed off"],
  notification_acknowledged: ["消息已确认", "The message was acknowledged"],
  notification_escalated: ["消息升级", "The message was escalated"],
  task_raised: ["任务发起", "A task was raised"],
  task_taken: ["任务接单", "A task was taken"],
  task_returned: ["任务退回", "A task was returned"],
  task_done: ["任务完成", "A task was done"],
  task_missed: ["任务错过", "A task was missed"],
  task_escalated: ["任务升级", "A task was escalated"],
  task_withdrawn: ["任务撤销", "A task was withdrawn"],
  task_expiry_due: ["任务到期", "The time of a task was over"],
  hall_check_due: ["大堂巡查", "The hall was looked at"],
  floor_covered: ["大堂代管", "The floor is covered"],
  cover_ended: ["代管结束", "The floor is covered no longer"],
  change_presence: ["员工在岗变化", "Somebody came or left"],
  hand_over_floor: ["大堂交由同事代管", "Somebody left the floor to a colleague"],
  sign_in: ["员工登录", "Somebody signed in"],
  sign_out: ["员工退出", "Somebody signed out"],
  password_changed: ["密码已修改", "A password was changed"],
  rights_changed: ["岗位或网点变更", "Roles or branches were changed"],
  change_password: ["修改密码", "Somebody changed their password"],
  end_session: ["员工退出其他设备", "Somebody signed out on another device"],
  tokens_revoked: ["登录凭证失效", "Sign-ins were revoked"],
  enrol_staff: ["员工登记", "A member of staff was enrolled"],
  acknowledge_entry: ["确认消息", "Somebody acknowledged a message"],
  acknowledgement_due: ["确认时限", "The time to acknowledge was over"],
  shift_end_due: ["登录到期", "The last session ended"],
  entry: ["本条消息", "This message"],
  call_next: ["柜员叫号", "A counter called"],
  identify_prospect: ["登记潜客", "A prospect was marked"],
  call_ticket: ["柜员叫号", "A counter called"],
  admit_customer: ["客户到店", "A customer came in"],
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
export const kindName = (/** @type {string} */ kind) => named(KINDS)(kind.replace(/^foyer\.\w+\./, "").replace(/\.v\d+$/, ""));

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
