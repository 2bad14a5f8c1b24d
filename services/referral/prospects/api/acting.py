"""Acting on prospects: one's own, those of whom one covers, and for the head all of the branch."""

from services.referral.covers import acting_for
from services.referral.prospects.domain.prospect import Prospect
from services.referral.prospects.queries import ActOnAllProspects, ListAllProspects
from shared.errors import NotFound
from shared.runtime import Asking


async def may_act(caller: Asking, prospect: Prospect) -> None:
    """Raises `NotFound` for those who may not act on a prospect: who has it is none of their business."""
    if caller.may(ActOnAllProspects, prospect.branch):
        return
    if prospect.account_manager not in await acting_for(caller, prospect.branch):
        raise NotFound(f"prospects/{prospect.id}")


async def may_view(caller: Asking, prospect: Prospect) -> None:
    """Raises `NotFound` for those who may not see a prospect."""
    if not caller.may(ListAllProspects, prospect.branch):
        await may_act(caller, prospect)
