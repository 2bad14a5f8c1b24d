"""The region for its head (R1): the reports of their branches, and a funnel plot. There is no order of
branches but that of their ids."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.referral.plans.api.goals import PeriodName, region_of
from services.referral.plans.domain.achievements import EVERYBODY, summed
from services.referral.plans.domain.periods import PeriodKind, UnknownPeriod, read_period
from services.referral.plans.queries import tallies_of
from services.referral.territory.api.reports import ReportListed, listed
from services.referral.territory.domain.funnel import Funnel, funnel
from services.referral.territory.queries import ViewRegion, editions_in, reports_in
from shared.access import Person
from shared.contracts.referral import GoalMetric, ReportMetric
from shared.rights import may_somewhere
from shared.runtime import Caller

router = APIRouter(prefix="/api/referral/region", tags=["territory"])


class BranchInRegion(BaseModel):
    """A branch of the region, with its report of the period, if there is one."""

    branch: str
    report: ReportListed | None


@router.get("/territory")
async def list_region(
    person: Annotated[Person, may_somewhere(ViewRegion)], period: PeriodName, caller: Caller
) -> list[BranchInRegion]:
    """My branches with their reports of a week or a month, in the order of their ids."""
    name, store = read_period(period).name, caller.runtime.store
    branches = await region_of(caller)
    reports = await reports_in(store, branches, name)
    editions = await editions_in(store, list(reports.values()))
    return [
        BranchInRegion(
            branch=branch,
            report=listed(found, editions[found.id], caller)
            if (found := reports.get(branch)) is not None and found.id in editions
            else None,
        )
        for branch in branches
    ]


@router.get("/funnel")
async def view_funnel(
    person: Annotated[Person, may_somewhere(ViewRegion)], period: PeriodName, caller: Caller
) -> Funnel:
    """Each of my branches' prospects won, of those that ended in a month, quarter or year, against how many
    they were, with the limits of chance."""
    whole, store = read_period(period), caller.runtime.store
    if whole.kind is PeriodKind.WEEK:
        raise UnknownPeriod
    branches = await region_of(caller)
    tallies = await tallies_of(store, [(branch, EVERYBODY) for branch in branches], whole.years)
    won = summed(tallies, branches, GoalMetric.PROSPECTS_WON, whole)
    lost = summed(tallies, branches, ReportMetric.PROSPECTS_LOST, whole)
    return funnel((branch, won[branch] + lost[branch], won[branch]) for branch in branches)
