"""Rows about floor tasks (D1, D3, D6, D7).

Tasks whose reason has rows of its own (a VIP who arrives, goes to the lounge or leaves; a complaint; a fault)
are not told again: they wait in the tasks room. Routine care is for information.
"""

from collections.abc import Callable
from typing import Any

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, RoleOf, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import TaskKind

ROLE, ASKER = RoleOf("role"), Named("raised_by")


def by_rule(*kinds: TaskKind) -> Callable[[Event], bool]:
    """Build a condition: a rule of the branch asks for a task of these kinds."""

    def matches(event: Any) -> bool:
        return event.raised_by == "system" and event.kind in kinds

    return matches


def by_hand(event: Any) -> bool:
    """Return whether a person asks for it."""
    return bool(event.raised_by != "system")


def done_for_another(event: Any) -> bool:
    """Return whether it was done for another person who asked for it."""
    return by_hand(event) and event.by != event.raised_by


ROWS: Rows = {
    lobby.TaskRaised: (
        Rule(
            ROLE, NOTICE, "task_raised",
            "新任务：{kind}，由{raised_by}交办，详见任务页。",
            "A task for you: {kind}, from {raised_by}. See the tasks.",
            when=by_hand,
        ),
        # D10
        Rule(
            ROLE, NOTICE, "task_raised",
            "[{ticket}号]客户需要协助，请上前帮助填单。",
            "A customer needs a hand[, ticket {ticket}]: please help with the forms.",
            when=by_rule(TaskKind.HELP),
        ),
        # D1
        Rule(
            ROLE, NOTICE, "task_raised",
            "请迎接[{ticket}号]客户，并引导就座。",
            "Please greet a customer[, ticket {ticket},] and lead them to a seat.",
            when=by_rule(TaskKind.GREET),
        ),
        # D3
        Rule(
            ROLE, INFO, "task_raised",
            "[{waiting}位]客户久候[（{longest}）]，请送水递报。",
            "Customers have waited long[ ({longest})]: offer water and papers.",
            when=by_rule(TaskKind.CARE),
        ),
        Rule(
            ROLE, INFO, "task_raised",
            "请巡视大堂。",
            "A round of the hall is due.",
            when=by_rule(TaskKind.PATROL),
        ),
    ),
    lobby.TaskReturned: (
        Rule(
            ROLE, NOTICE, "task_returned",
            "{had_by}离岗，未完成任务：{kind}，请接手。",
            "{had_by} has left with a task undone: {kind}. Please take it.",
        ),
    ),
    lobby.TaskEscalated: (
        Rule(
            HEAD, URGENT, "task_escalated",
            "任务逾期未完成：{kind}[，{ticket}号][，{device}][，{item_zh}]，请您安排。",
            "A task is overdue: {kind}[, ticket {ticket}][, {device}][, {item_en}]. Please see to it.",
        ),
    ),
    lobby.TaskDone: (
        Rule(
            ASKER, INFO, "task_done",
            "{by}已完成您交办的任务：{kind}（{outcome}）。",
            "{by} did what you asked for: {kind} ({outcome}).",
            when=done_for_another,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (lobby.TaskTaken, lobby.TaskMissed, lobby.TaskWithdrawn)
