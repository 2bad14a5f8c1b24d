"""One tap on the floor becomes an event (D4, D11, E3)."""

from services.lobby.branch.domain.branches import Branch
from services.lobby.journal.domain.records import NewRecord, record
from services.lobby.queue.domain.visits import Visit
from shared.errors import NotFound
from shared.unit_of_work import UnitOfWork


async def keep_record(new: NewRecord, work: UnitOfWork) -> None:
    """Tell what was recorded, against a visit of the branch or against none."""
    await work.get(Branch, new.branch)
    visit = await work.get(Visit, new.visit) if new.visit else None
    if visit is not None and visit.branch != new.branch:
        raise NotFound(f"visits/{new.visit}")
    work.publish(record(new, visit), subject=new.id, correlation_id=visit.correlation_id if visit else new.id)
