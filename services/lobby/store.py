"""The indexes of lobby's collections, joined from its capabilities."""

from services.lobby.arrivals import queries as arrivals
from services.lobby.journal import queries as journal
from services.lobby.queue import queries as queue
from services.lobby.report import queries as report
from services.lobby.safety import queries as safety
from services.lobby.tasks import queries as tasks
from shared.reseal import Seals

INDEXES = [
    *queue.INDEXES,
    *journal.INDEXES,
    *safety.INDEXES,
    *tasks.INDEXES,
    *arrivals.INDEXES,
    *report.INDEXES,
]

SEALS = (
    Seals("branch_days", "steps.*.words", "branch_days/{branch}/words"),
    Seals("log", "words", "log/{branch}/{_id}"),
    Seals("tasks", "words", "tasks/{_id}/words"),
    Seals("reports", "words.*", "reports/{branch}/{day}/{key}"),
    Seals("incident_notes", "words", "incident_notes/{_id}"),
)
"""Where what the `master_key` sealed lies: each is sealed anew when that key changes."""
