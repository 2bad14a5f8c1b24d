"""The check of the hall, every few minutes while the branch works: customers who wait long without care, and
whether a patrol is due (D3)."""

from collections.abc import Callable
from datetime import datetime

from services.lobby.branch.domain.halls import Hall, Waiting
from services.lobby.tasks.domain.task import Task, new_task
from services.lobby.tasks.domain.task_boards import TaskBoard
from services.lobby.tasks.domain.task_rules import TaskSettings, minutes
from services.lobby.tasks.domain.tasks import hall_check_timer, raise_tasks
from shared.clock import Moment
from shared.contracts.lobby import LobbyEvent, TaskKind
from shared.domain import Decision

NAMED_AT_MOST = 6
HALL = "hall"
MakeId = Callable[[TaskKind], str]


class HallCheckDue(LobbyEvent, zh="大堂巡查", en="The hall was looked at"):
    """Check the hall: is care or a patrol due?"""


def is_at_work(hall: Hall) -> bool:
    """Return whether anybody waits, or sits at a counter."""
    return bool(hall.waiting) or any(counter.staff for counter in hall.counters.values())


def start_checks(board: TaskBoard, settings: TaskSettings, moment: Moment) -> Decision:
    """Start to check the hall, since a customer came or a counter opened. The first patrol is due after its
    time, not at once."""
    if board.watched:
        return Decision()
    rested = board.patrol_raised
    if rested is None or moment.now - rested > minutes(settings.patrol_every, moment):
        rested = moment.now
    decision = Decision().save(board.evolve(watched=True, patrol_raised=rested))
    return _schedule_next(decision, board.id, settings, moment)


def check_hall(
    board: TaskBoard, hall: Hall, day: str, settings: TaskSettings, id_of: MakeId, moment: Moment
) -> Decision:
    """Raise one care task for all who wait long, and a patrol when it is time. An empty hall is checked no
    more until a customer comes."""
    if not is_at_work(hall):
        return Decision().save(board.evolve(watched=False))
    tasks: list[Task] = []
    without_care = uncared(board, hall, settings, moment)
    if without_care and _is_time(board.care_raised, settings.care_every, moment):
        board = board.evolve(care_raised=moment.now)
        seen = {
            "longest": tuple(one.ticket for one in without_care[:NAMED_AT_MOST]),
            "waiting": len(without_care),
        }
        tasks.append(_of_hall(TaskKind.CARE, hall, day, settings, id_of, moment).evolve(**seen))
    if _is_time(board.patrol_raised, settings.patrol_every, moment):
        board = board.evolve(patrol_raised=moment.now)
        tasks.append(_of_hall(TaskKind.PATROL, hall, day, settings, id_of, moment))
    return _schedule_next(raise_tasks(board, tasks), board.id, settings, moment)


def uncared(board: TaskBoard, hall: Hall, settings: TaskSettings, moment: Moment) -> list[Waiting]:
    """Return those who have waited beyond the limit since they came, or since all were last cared for."""
    limit = minutes(settings.care_after, moment)
    return [one for one in hall.waiting if moment.now - max(one.since, board.cared or one.since) >= limit]


def _is_time(last: datetime | None, every: float, moment: Moment) -> bool:
    return last is None or moment.now - last >= minutes(every, moment)


def _of_hall(
    kind: TaskKind, hall: Hall, day: str, settings: TaskSettings, id_of: MakeId, moment: Moment
) -> Task:
    return new_task(id_of(kind), hall.id, day, kind, settings, moment, about=HALL)


def _schedule_next(decision: Decision, branch: str, settings: TaskSettings, moment: Moment) -> Decision:
    due = moment.now + minutes(settings.check_every, moment)
    return decision.schedule(
        hall_check_timer(branch), due, HallCheckDue(branch=branch), correlation_id=branch
    )
