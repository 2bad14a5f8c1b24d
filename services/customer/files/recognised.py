"""Finding who was recognised in a visit (W3), for what is recorded of the visit."""

from services.customer.files.domain.recognition import RecognisedVisit
from shared.unit_of_work import UnitOfWork


async def recognised_in(visit: str | None, branch: str, work: UnitOfWork) -> str | None:
    """Return the customer who was recognised in a visit of this branch, or None."""
    found = await work.find(RecognisedVisit, visit) if visit else None
    return found.customer if found and found.branch == branch else None
