"""Rows about complaints and their cases (D9)."""

from services.notify.feed.domain.rule import ALARM, HEAD, INFO, LOBBY, MIN, Named, Rows, Rule
from shared.contracts import customer, lobby
from shared.contracts.base import Event

OWNER = Named("case_owner")


def answer_late(event: Event) -> bool:
    """Return whether the case is taken over and the customer has no answer."""
    return getattr(event, "overdue", None) == "answer"


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
            ack=5 * MIN,
        ),
        Rule(
            LOBBY, ALARM, "case_opened",
            "投诉：{topic}，负责人：{case_owner}，请到场安抚。",
            "Complaint about {topic}; owner: {case_owner}. Please attend to the customer.",
            ack=5 * MIN,
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
            when=answer_late,
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
        ),
    ),
    customer.CaseTakenOver: (
        Rule(HEAD, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case."),
        Rule(LOBBY, INFO, "case_taken_over", "{case_owner}已接手投诉。", "{case_owner} has taken the case."),
    ),
    customer.CaseSettled: (
        Rule(HEAD, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint."),
        Rule(LOBBY, INFO, "case_settled", "投诉已由{settled_by}办结。", "{settled_by} settled a complaint."),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.ComplaintRaised,  # CaseOpened follows
)
