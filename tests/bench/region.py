"""A region of the business benchmark: its store, its service, and its people over HTTP."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pymongo.asynchronous.database import AsyncDatabase

from deploy.local.processes import Process
from services.referral.deals.domain.deal import Deal
from services.referral.plans.domain.periods import PeriodKind, period_of
from services.referral.prospects.domain.prospect import Prospect
from services.referral.prospects.queries import PAGE
from services.referral.territory.domain.reports import report_id
from shared import clock
from shared.branch_places import BranchPlace
from shared.contracts.referral import Department, GoalMetric, ProspectStage
from shared.contracts.words import Role
from shared.domain import Document
from shared.settings import Settings
from shared.store import Raw, to_raw
from tests.bench.beside import Subject, running
from tests.bench.plans import REGION_HEAD, file_reports, region_of, reported, set_goals
from tests.bench.servers import Servers
from tests.bench.territory import ENDS, MANAGERS, STAGES, Branch

BRANCHES = [f"B{number:03}" for number in range(1, 51)]
BUSY = 3
"""Branches whose boards and departments' lists are asked for."""
ENDED_EVERY, ENDED_AT_LEAST = 5, ENDS
"""One prospect has ended for so many that are open, and at each branch so many at least."""
AT_ONCE = 500
ROWS = (
    "board", "head's board", "strip", "department", "goals", "region's goals", "report", "region's reports",
    "find", "commit",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """Open `prospects` and `deals` of a region. The first account manager of a busy branch has `first`
    in each open stage, the others have `others`, and it has `busy_deals`."""

    prospects: int
    deals: int
    first: int
    others: int
    busy_deals: int

    def prospects_by_branch(self) -> list[int]:
        """Return how many are open at each branch."""
        return _shares(self.prospects, len(STAGES) * (self.first + (MANAGERS - 1) * self.others))

    def deals_by_branch(self) -> list[int]:
        """Return how many deals each branch has."""
        return _shares(self.deals, self.busy_deals)


def sizes(prospects: int, deals: int, share: int) -> tuple[Size, Size]:
    """Return the sizes of a region with a part of these numbers, and of one with all of them. The busy
    branches of both have equally long pages, full ones if half of the small region suffices; in the large one
    there is `share` times as much behind them."""
    few, few_deals = prospects // share, deals // share
    suffices = few // (2 * BUSY) // len(STAGES) - (MANAGERS - 1)
    first = max(1, min(suffices, PAGE + 1))
    busy_deals = min(deals // len(BRANCHES), few_deals // BUSY)
    small = Size(few, few_deals, first, 1, busy_deals)
    return small, Size(prospects, deals, first * share, share, busy_deals)


class Region(Subject):
    """A region of so many prospects and deals."""

    service = "referral"
    counted = "prospects"

    def __init__(self, size: Size, settings: Settings, process: Process) -> None:
        super().__init__(size.prospects, BRANCHES[0], settings, process)
        self.size = size
        self._now = clock.now()
        self._periods = reported(self._now, BranchPlace(id=BRANCHES[0]))
        self._prospects: list[str] = []
        self._deals: list[tuple[str, str, str]] = []

    async def lay_down(self, db: AsyncDatabase[Raw]) -> None:
        """Write the documents of each branch, and those of the region."""
        size = self.size
        shares = zip(BRANCHES, size.prospects_by_branch(), size.deals_by_branch(), strict=True)
        for id, opened, deals in shares:
            branch = Branch(id, self._now)
            self._fill(branch, opened, deals)
            await write(db, list(branch.documents.values()))
        await write(db, list(region_of(BRANCHES, self._now)))

    def _fill(self, branch: Branch, opened: int, deals: int) -> None:
        evenly = self.size.others * MANAGERS * len(STAGES) if branch.id in BRANCHES[:BUSY] else opened
        for number in range(opened):
            manager = number // len(STAGES) % MANAGERS if number < evenly else 0
            branch.add_prospect(number, manager, STAGES[number % len(STAGES)])
        for number in range(opened, opened + max(ENDED_AT_LEAST, opened // ENDED_EVERY)):
            end = ProspectStage.WON if number % 2 else ProspectStage.LOST
            branch.add_prospect(number, number // 2 % MANAGERS, end)
        for number in range(deals):
            branch.add_deal(number)
        set_goals(branch)
        file_reports(branch, self.settings.key("master_key"))
        for document in branch.documents.values():
            if isinstance(document, Prospect):
                self._prospects.append(document.id)
            elif isinstance(document, Deal):
                self._deals.append((document.id, branch.id, document.account_manager))

    async def round(self) -> None:
        """Let the people of one busy branch, of any branch and of the region ask everything once."""
        busy, branch = self.chance.choice(BRANCHES[:BUSY]), self.chance.choice(BRANCHES)
        manager, head = (f"am.{busy}.0", Role.ACCOUNT_MANAGER), (f"head.{busy}", Role.BRANCH_HEAD)
        await self.time("board", self._board(*manager, busy))
        await self.time("head's board", self._board(*head, busy))
        deal, at, owner = self.chance.choice(self._deals)
        await self.time("strip", self._strip(owner, at, deal))
        await self.time("department", self._department(busy))
        await self.time("find", self.store.find(Prospect, self.chance.choice(self._prospects)))
        await self.time("goals", self._goals(branch))
        await self.time("region's goals", self._region_goals())
        await self.time("report", self._report(branch))
        await self.time("region's reports", self._region_reports())
        await self.time("commit", self.hand.commit())

    async def _board(self, staff: str, role: Role, branch: str) -> None:
        """Open the board as the page does: the numbers first, then a page of each stage, at once."""
        token = self.token(staff, role, [branch])
        board = await self._get(token, "prospects/board", branch=branch)
        pages = await asyncio.gather(
            *(self._get(token, "prospects", branch=branch, stage=stage) for stage in STAGES)
        )
        for stage, page in zip(STAGES, pages, strict=True):
            count, shown = board["all"]["stages"].get(stage, 0), len(page["prospects"])
            must(shown == min(count, PAGE) and bool(page["next"]) == (count > PAGE), f"{stage} of {staff}")

    async def _strip(self, staff: str, branch: str, deal: str) -> None:
        """Open a deal."""
        found = await self._get(self.token(staff, Role.ACCOUNT_MANAGER, [branch]), f"deals/{deal}")
        must(len(found["tasks"]) == 4 and bool(found["ball"]), deal)

    async def _department(self, branch: str) -> None:
        """Open the tasks of risk management."""
        token = self.token(f"risk.{branch}", Role.RISK, [branch])
        await self._get(token, "deal-tasks", branch=branch, department=Department.RISK)

    async def _goals(self, branch: str) -> None:
        """Open the goals of a branch and all its account managers."""
        token = self.token(f"head.{branch}", Role.BRANCH_HEAD, [branch])
        found = await self._get(token, f"branches/{branch}/goals", period=self._month)
        must(len(found) == len(GoalMetric) * (MANAGERS + 1), f"goals of {branch}")

    async def _region_goals(self) -> None:
        """Open the goals of the region."""
        found = await self._get(self._region_token, "region/goals", period=self._month)
        must(len(found) == len(GoalMetric) and len(found[0]["branches"]) == len(BRANCHES), "region's goals")

    async def _report(self, branch: str) -> None:
        """Open the report of last week."""
        token = self.token(f"am.{branch}.0", Role.ACCOUNT_MANAGER, [branch])
        found = await self._get(token, f"territory/{report_id(branch, self._periods[0].name)}")
        must(found["edition"] == 2 and bool(found["words"]), f"report of {branch}")

    async def _region_reports(self) -> None:
        """Open the region's reports of last week."""
        found = await self._get(self._region_token, "region/territory", period=self._periods[0].name)
        must(sum(bool(one["report"]) for one in found) == len(BRANCHES), "region's reports")

    @property
    def _month(self) -> str:
        return period_of(BranchPlace(id=BRANCHES[0]).day_of(self._now), PeriodKind.MONTH).name

    @property
    def _region_token(self) -> str:
        return self.token(REGION_HEAD, Role.REGION_HEAD, BRANCHES)

    async def _get(self, token: str, path: str, **asked: str) -> Any:
        return await self.ask(token, "GET", f"{path}?{urlencode(asked)}")


def _shares(whole: int, busy: int) -> list[int]:
    """Share out a number among the branches: `busy` for each that is, and the rest evenly. Raises
    `ValueError` where the number does not suffice."""
    rest, others = whole - BUSY * busy, len(BRANCHES) - BUSY
    if rest < 0:
        raise ValueError(f"{whole} are too few for {BUSY} busy branches of {busy}")
    return [busy] * BUSY + [rest // others + (one < rest % others) for one in range(others)]


def must(right: bool, what: str) -> None:
    """Raise `RuntimeError` for an answer that is not whole."""
    if not right:
        raise RuntimeError(f"{what} was not answered whole: the figures mean nothing")


async def write(db: AsyncDatabase[Raw], documents: Sequence[Document]) -> None:
    """Write documents past the service."""
    by_model: dict[type[Document], list[Raw]] = {}
    for one in documents:
        by_model.setdefault(type(one), []).append(to_raw(one.evolve(version=1)))
    for model, raws in by_model.items():
        for first in range(0, len(raws), AT_ONCE):
            await db[model.collection].insert_many(raws[first : first + AT_ONCE], ordered=False)


@contextmanager
def region(given: Servers, size: Size) -> Iterator[Region]:
    """Return a region whose store and broker run; its service is stopped at the end."""
    with running(given, "business", Region.service, size.prospects) as (settings, process):
        yield Region(size, settings, process)
