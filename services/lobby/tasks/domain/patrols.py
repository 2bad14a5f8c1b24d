"""The check of the hall, every few minutes while the branch works: customers who wait long without care, and
whether a patrol is due (D3)."""

from collections.abc import Callable
from datetime import datetime

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.tasks.domain.task import Task, new_task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskSettings, minutes
from services.lobby.tasks.domain.tasks import hall_check_timer, raise_tasks
from shared.contracts.lobby import LobbyEvent, TaskKind
from shared.domain import Decision

NAMED_AT_MOST = 6
HALL = "hall"
MakeId = Callable[[TaskKind], str]


class HallCheckDue(LobbyEvent):
    """Check the hall: is care or a patrol due?"""


def is_at_work(hall: Hall) -> bool:
    """Return whether anybody waits, or sits at a counter."""
    return bool(hall.waiting) or any(counter.staff for counter in hall.counters.values())


def start_checks(board: TaskBoard, settings: TaskSettings, now: datetime, pace: float) -> Decision:
    """Start to check the hall, since a customer came or a counter opened. The first patrol is due after its
    time, not at once."""
    if board.watched:
        return Decision()
    rested = board.patrol_raised
    if rested is None or now - rested > minutes(settings.patrol_every, pace):
        rested = now
    decision = Decision().save(board.evolve(watched=True, patrol_raised=rested))
    return _schedule_next(decision, board.id, settings, now, pace)


def check_hall(
    board: TaskBoard, hall: Hall, day: str, settings: TaskSettings, id_of: MakeId, now: datetime, pace: float
) -> Decision:
    """Raise one care task for all who wait long, and a patrol when it is time. An empty hall is checked no
    more until a customer comes."""
    if not is_at_work(hall):
        return Decision().save(board.evolve(watched=False))
    tasks: list[Task] = []
    without_care = uncared(board, hall, settings, now, pace)
    if without_care and _is_time(board.care_raised, settings.care_every, now, pace):
        board = board.evolve(care_raised=now)
        seen = {
            "longest": tuple(one.ticket for one in without_care[:NAMED_AT_MOST]),
            "waiting": len(without_care),
        }
        tasks.append(_of_hall(TaskKind.CARE, hall, day, settings, id_of, now, pace).evolve(**seen))
    if _is_time(board.patrol_raised, settings.patrol_every, now, pace):
        board = board.evolve(patrol_raised=now)
        tasks.append(_of_hall(TaskKind.PATROL, hall, day, settings, id_of, now, pace))
    return _schedule_next(raise_tasks(board, tasks), board.id, settings, now, pace)


def uncared(
    board: TaskBoard, hall: Hall, settings: TaskSettings, now: datetime, pace: float
) -> list[Waiting]:
    """Return those who have waited beyond the limit since they came, or since all were last cared for."""
    limit = minutes(settings.care_after, pace)
    return [one for one in hall.waiting if now - max(one.since, board.cared or one.since) >= limit]


def _is_time(last: datetime | None, every: float, now: datetime, pace: float) -> bool:
    return last is None or now - last >= minutes(every, pace)


def _of_hall(
    kind: TaskKind, hall: Hall, day: str, settings: TaskSettings, id_of: MakeId, now: datetime, pace: float
) -> Task:
    return new_task(id_of(kind), hall.id, day, kind, settings, now, pace, about=HALL)


def _schedule_next(
    decision: Decision, branch: str, settings: TaskSettings, now: datetime, pace: float
) -> Decision:
    due = now + minutes(settings.check_every, pace)
    return decision.schedule(
        hall_check_timer(branch), due, HallCheckDue(branch=branch), correlation_id=branch
    )
