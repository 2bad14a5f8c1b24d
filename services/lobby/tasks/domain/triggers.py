"""The triggers of floor tasks: events that raise one, and events that end its reason, in one table each
(D1, D3, D6, D7, D9, D10)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain.patrols import MakeId
from services.lobby.tasks.domain.task import SYSTEM, Task, new_task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskSettings
from services.lobby.tasks.domain.tasks import board_after, raise_tasks, recover, withdraw
from shared.clock import Moment
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import TaskGone, TaskKind
from shared.contracts.words import Care, Role, Segment, TicketClass
from shared.domain import Decision

WITH_HELP = {Care.ELDERLY, Care.MOBILITY}
device = attrgetter("device")
MEETING = (TaskKind.GREET, TaskKind.HOST, TaskKind.LOUNGE, TaskKind.HELP)
DETAILS = ("visit", "ticket", "customer", "masked_name", "counter", "item_zh", "item_en")


@dataclass(frozen=True)
class Raises:
    """A row of the table: an event raises a task of this kind, for this role, `about` a visit or another
    thing."""

    kind: TaskKind
    when: Callable[[Any], bool] = lambda event: True
    about: Callable[[Any], str] = attrgetter("visit")
    role: Role = Role.LOBBY_MANAGER


@dataclass(frozen=True)
class Ends:
    """A row of the table: an event ends the open tasks of these kinds about the same subject, for a `reason`;
    or, without one, the subject recovered. A task that was taken is left to the person who took it, unless
    its subject recovered or the row ends `taken_too`."""

    kinds: tuple[TaskKind, ...]
    reason: TaskGone | None
    about: Callable[[Any], str] = attrgetter("visit")
    when: Callable[[Any], bool] = lambda event: True
    taken_too: bool = False


def is_vip(event: Any) -> bool:
    return bool(event.ticket_class is TicketClass.VIP)


def needs_hand(event: Any) -> bool:
    """Return whether the customer is old, or moves with difficulty."""
    return not is_vip(event) and bool(WITH_HELP.intersection(event.care))


def is_greeted(event: Any) -> bool:
    """Return whether the customer is another one of the green channel, or affluent."""
    promising = event.segment is Segment.AFFLUENT
    return not is_vip(event) and not needs_hand(event) and (bool(event.care) or promising)


def to_lounge(event: Any) -> bool:
    return bool(event.place == "lounge")


def is_mended(event: Any) -> bool:
    """Return whether the device works again, rather than being taken away."""
    return not event.removed


def was_served(event: Any) -> bool:
    """Return whether a completion was taken back: there is nobody to see off yet."""
    return lobby.ServiceCompleted.name() in event.undone


def fixture(event: Any) -> str:
    """Name a fixture of the hall, or of one of its counters."""
    return f"{event.item}@{event.counter}" if event.counter else str(event.item)


#   event                       kind                when            about
RAISED_BY: Mapping[type[Event], tuple[Raises, ...]] = {
    lobby.TicketIssued: (
        Raises(TaskKind.HOST, is_vip),
        Raises(TaskKind.HELP, needs_hand),
        Raises(TaskKind.GREET, is_greeted),
    ),
    lobby.VipReceived: (Raises(TaskKind.LOUNGE, to_lounge),),
    lobby.ServiceCompleted: (Raises(TaskKind.FAREWELL, is_vip),),
    lobby.ComplaintRaised: (Raises(TaskKind.ATTEND, about=attrgetter("complaint")),),
    lobby.DeviceFaulted: (Raises(TaskKind.REPAIR, about=device),),
    lobby.FixtureFaulted: (Raises(TaskKind.REPAIR, about=fixture),),
}

#   event                       kinds               reason
ENDED_BY: Mapping[type[Event], tuple[Ends, ...]] = {
    lobby.TicketCalled: (Ends(MEETING, TaskGone.CALLED),),
    lobby.ServiceCompleted: (Ends(MEETING, TaskGone.SERVED),),
    lobby.CustomerNoShow: (Ends(MEETING, TaskGone.LEFT),),
    lobby.VisitCancelled: (Ends(MEETING, TaskGone.LEFT),),
    lobby.DeviceRecovered: (
        Ends((TaskKind.REPAIR,), None, about=device, when=is_mended),
        Ends((TaskKind.REPAIR,), TaskGone.REMOVED, about=device),
    ),
    lobby.ChangeUndone: (Ends((TaskKind.FAREWELL,), TaskGone.NOT_NEEDED, when=was_served, taken_too=True),),
    lobby.FixtureCorrected: (Ends((TaskKind.REPAIR,), None, about=fixture),),
}

STARTS_CHECKS: frozenset[type[Event]] = frozenset(
    (lobby.TicketIssued, lobby.CustomerReturned, lobby.CounterOpened)
)
"""Events from which on the hall is checked."""

TRIGGERS: frozenset[type[Event]] = STARTS_CHECKS | RAISED_BY.keys() | ENDED_BY.keys()


def rows_raising(event: Event) -> list[Raises]:
    """Return the rows by which an event raises tasks."""
    return [row for row in RAISED_BY.get(type(event), ()) if row.when(event)]


def ended_by(event: Event, board: TaskBoard) -> dict[str, TaskGone | None]:
    """Return the ids of the open tasks that an event ends, with the reasons; None where the subject
    recovered."""
    ended: dict[str, TaskGone | None] = {}
    for row in ENDED_BY.get(type(event), ()):
        about = row.about(event)
        if row.when(event):
            for one in board.open:
                if (
                    one.kind in row.kinds
                    and about in (one.about, one.visit)
                    and not (one.taken_by and row.reason and not row.taken_too)
                ):
                    ended.setdefault(one.task, row.reason)
    return ended


def withdrawn_before(event: lobby.ChangeUndone, board: TaskBoard) -> list[str]:
    """Return the ids of withdrawn tasks about a visit that waits again, and wants to be met."""
    if event.state != "waiting":
        return []
    return [one.task for one in board.gone if one.visit == event.visit and one.kind in MEETING]


def end_tasks(
    tasks: Iterable[Task], reasons: Mapping[str, TaskGone | None], board: TaskBoard, now: datetime
) -> Decision:
    """End the tasks that `ended_by` found."""
    decision = Decision()
    for task in tasks:
        if task.state.is_end:
            continue
        reason = reasons[task.id]
        ended = recover(task, board, now) if reason is None else withdraw(task, board, reason, SYSTEM, now)
        board = board_after(ended)
        decision.then(ended)
    return decision


def raise_for(
    event: Event,
    board: TaskBoard,
    visit: Visit | None,
    day: str,
    settings: TaskSettings,
    id_of: MakeId,
    moment: Moment,
) -> Decision:
    """Raise the tasks of an event, with what is known of its visit."""
    details = {name: getattr(event, name, None) for name in DETAILS}
    if "ticket" not in type(event).model_fields:  # else it is only where the number was drawn
        details["device"] = getattr(event, "device", None)
    if visit is not None:
        details |= {"ticket": visit.ticket, "customer": visit.customer, "masked_name": visit.masked_name}
    return raise_tasks(
        board,
        [
            new_task(
                id_of(row.kind),
                event.branch,
                day,
                row.kind,
                settings,
                moment,
                role=row.role,
                about=row.about(event),
                **details,
            )
            for row in rows_raising(event)
        ],
    )
