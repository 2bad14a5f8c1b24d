"""One tap on the floor becomes an event (D4, D11, E3)."""

from services.lobby.branch.domain.branches import Branch
from services.lobby.journal.domain.records import NewRecord, record
from services.lobby.queue.domain.visits import Visit
from shared.errors import NotFound
from shared.unit import Unit


async def keep_record(new: NewRecord, unit: Unit) -> None:
    """Tell what was recorded, against a visit of the branch or against none."""
    await unit.get(Branch, new.branch)
    visit = await unit.get(Visit, new.visit) if new.visit else None
    if visit is not None and visit.branch != new.branch:
        raise NotFound(f"visits/{new.visit}")
    unit.tell(record(new, visit), subject=new.id, story=visit.story if visit else new.id)
