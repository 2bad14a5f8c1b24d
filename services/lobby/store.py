"""The indexes of lobby's collections, joined from its capabilities."""

from services.lobby.arrivals import queries as arrivals
from services.lobby.journal import queries as journal
from services.lobby.queue import queries as queue
from services.lobby.report import queries as report
from services.lobby.safety import queries as safety
from services.lobby.tasks import queries as tasks

INDEXES = [
    *queue.INDEXES,
    *journal.INDEXES,
    *safety.INDEXES,
    *tasks.INDEXES,
    *arrivals.INDEXES,
    *report.INDEXES,
]
