"""Rows about complaints and their cases (D9). The one complained about is not told as a head: those above
are."""

from services.notify.feed.domain.rule import ALARM, HEAD, INFO, LOBBY, MIN, NOTICE, Named, RoleOf, Rows, Rule
from shared.contracts import customer, lobby
from shared.contracts.base import Event

OWNER, CLOCK_OWNER, REPAIRER = Named("case_owner"), Named("clock_owner"), Named("repair_owner")
ABOUT = "about_staff"


def answer_late(event: Event) -> bool:
    """Return whether the case is taken over and the customer has no answer."""
    return getattr(event, "overdue", None) == "answer"


def not_escalated(event: Event) -> bool:
    """Return whether the head hears of a late clock by this event alone."""
    waits = (customer.CaseClock.ANSWER, customer.CaseClock.FINAL, customer.CaseClock.PROMISED)
    return getattr(event, "clock", None) not in waits


ROWS: Rows = {
    # D9
    customer.CaseOpened: (
        Rule(
            OWNER, ALARM, "case_opened",
            "投诉：{topic}。由您负责，请立即接手。",
            "Complaint about {topic}. It is yours: take it over at once.",
            ack=5 * MIN,
        ),
        Rule(
            HEAD, ALARM, "case_opened",
            "投诉：{topic}，负责人：{case_owner}。",
            "Complaint about {topic}; owner: {case_owner}.",
            ack=5 * MIN, never=ABOUT,
        ),
        Rule(
            LOBBY, ALARM, "case_opened",
            "投诉：{topic}，负责人：{case_owner}，请到场安抚。",
            "Complaint about {topic}; owner: {case_owner}. Please attend to the customer.",
            ack=5 * MIN, never=ABOUT,
        ),
    ),
    customer.CaseEscalated: (
        Rule(
            OWNER, ALARM, "case_escalated",
            "投诉逾期未答复（第{level}级），请督办。",
            "The answer to a complaint is late (level {level}). Please see to it.",
            when=answer_late,
        ),
        Rule(
            HEAD, ALARM, "case_escalated",
            "投诉逾期未答复，已升级至第{level}级：{case_owner}。",
            "The answer to a complaint is late; it is now at level {level}: {case_owner}.",
            when=answer_late, never=ABOUT,
        ),
        Rule(
            OWNER, ALARM, "case_escalated",
            "投诉无人接手，已升级至您（第{level}级）。",
            "A complaint that nobody took over has come to you (level {level}).",
        ),
        Rule(
            HEAD, ALARM, "case_escalated",
            "投诉无人接手，已升级至第{level}级，负责人：{case_owner}。",
            "Nobody took a complaint over; it is now at level {level}, owner: {case_owner}.",
            never=ABOUT,
        ),
    ),
    customer.CaseTakenOver: (
        Rule(
            HEAD, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case.",
            never=ABOUT,
        ),
        Rule(
            LOBBY, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case.",
            never=ABOUT,
        ),
    ),
    customer.CaseRecused: (
        Rule(
            OWNER, ALARM, "case_recused",
            "投诉涉及{about_staff}，须回避；该投诉由您负责。",
            "A complaint is about {about_staff}, who has no part in it. The case is yours.",
        ),
        Rule(
            HEAD, NOTICE, "case_recused",
            "投诉涉及{about_staff}，须回避；负责人：{case_owner}。",
            "A complaint is about {about_staff}, who has no part in it; owner: {case_owner}.",
            never=ABOUT,
        ),
    ),
    customer.CaseExtensionAsked: (
        Rule(
            RoleOf("decided_by"), NOTICE, "case_extension_asked",
            "{asked_by}申请将投诉答复延至{until}，请审批。",
            "{asked_by} asks for time until {until} to answer a complaint. Please decide.",
            never=ABOUT,
        ),
    ),
    customer.CaseExtended: (
        Rule(
            OWNER, NOTICE, "case_extended",
            "投诉答复已获准延至{until}，请告知客户原因及日期。",
            "The answer to a complaint may wait until {until}. Tell the customer why, and the day.",
        ),
    ),
    customer.CaseExtensionRefused: (
        Rule(
            OWNER, NOTICE, "case_extension_refused",
            "投诉延期申请未获批准，原期限不变。",
            "More time for a complaint was refused: its deadline stays.",
        ),
    ),
    customer.CaseClockMoved: (
        Rule(
            CLOCK_OWNER, NOTICE, "case_clock_moved",
            "节假日安排公布后，投诉时限由{before}调整为{day}：{clock}。",
            "The holidays were announced: a deadline of a complaint moves from {before} to {day}: {clock}.",
        ),
    ),
    customer.CaseClockWarned: (
        Rule(
            CLOCK_OWNER, NOTICE, "case_clock_warned",
            "投诉时限将至：{clock}。",
            "A deadline of a complaint is near: {clock}.",
        ),
        Rule(
            HEAD, INFO, "case_clock_warned",
            "投诉时限将至：{clock}，负责人：{clock_owner}。",
            "A deadline of a complaint is near: {clock}; owner: {clock_owner}.",
            never=ABOUT,
        ),
    ),
    customer.CaseClockPassed: (
        Rule(
            CLOCK_OWNER, ALARM, "case_clock_passed",
            "投诉已逾期：{clock}。",
            "A deadline of a complaint has passed: {clock}.",
        ),
        Rule(
            HEAD, ALARM, "case_clock_passed",
            "投诉已逾期：{clock}，负责人：{clock_owner}。",
            "A deadline of a complaint has passed: {clock}; owner: {clock_owner}.",
            when=not_escalated, never=ABOUT,
        ),
    ),
    customer.CaseSettled: (
        Rule(
            HEAD, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint.",
            never=ABOUT,
        ),
        Rule(
            LOBBY, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint.",
            never=ABOUT,
        ),
    ),
    customer.CaseRepairSet: (
        Rule(
            REPAIRER, NOTICE, "case_repair_set",
            "投诉根因须由您在{until}前整改。",
            "The root cause of a complaint is yours to repair, until {until}.",
        ),
    ),
    customer.CaseRepairDone: (
        Rule(
            HEAD, INFO, "case_repair_done",
            "{repaired_by}已完成投诉溯源整改。",
            "{repaired_by} repaired the root cause of a complaint.",
            never=ABOUT,
        ),
    ),
    customer.ComplaintLawChosen: (
        Rule(
            HEAD, INFO, "complaint_law_chosen",
            "本网点投诉适用法规由{chosen_by}改为{law}；在办投诉不变。",
            "{chosen_by} chose the law {law} for complaints; open cases keep theirs.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.ComplaintRaised,  # CaseOpened follows
    customer.CaseAcknowledged,  # the owner did it
    customer.HoldingReplySent,
    customer.CaseReported,
    customer.ComplaintLawChanged,  # applies from a later day; shown with the law of the branch
)
