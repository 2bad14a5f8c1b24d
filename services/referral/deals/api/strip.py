"""The strip of a deal, as it is answered to the one who asks."""

from services.referral.covers import acting_for
from services.referral.deals.api import access
from services.referral.deals.api.shown import StripNow, strip_of
from services.referral.deals.domain.deal import Deal
from services.referral.deals.queries import find_deal, find_standing
from shared import clock
from shared.branch_places import BranchPlace, place_of
from shared.commands import Command
from shared.errors import NotFound
from shared.runtime import Asking, ServiceRuntime


async def today_at(runtime: ServiceRuntime, branch: str) -> tuple[BranchPlace, str]:
    """Return the place of a branch, and the day that it has now."""
    place = await place_of(branch, runtime.store)
    return place, place.day_of(clock.now()).isoformat()


async def strip(caller: Asking, deal: Deal) -> StripNow:
    """Show a deal whole to the one who asks."""
    standing = await find_standing(caller.runtime.store, deal)
    place, today = await today_at(caller.runtime, deal.branch)
    acting = await acting_for(caller, deal.branch)
    mine = {task.step for task in standing.tasks.values() if access.works_on(caller, acting, deal, task)}
    owns, leads = access.is_of_deal(acting, deal), access.leads(caller, acting, deal)
    return strip_of(standing, place, today, mine, owns=owns, leads=leads)


async def after(caller: Asking, command: Command, deal: Deal) -> StripNow:
    """Carry out a command and show the deal after it."""
    await caller.execute(command, deal.branch)
    found = await find_deal(caller.runtime.store, deal.id)
    if found is None:
        raise NotFound(f"deals/{deal.id}")
    return await strip(caller, found)
