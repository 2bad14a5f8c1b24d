"""Goals and territory reports of the business benchmark, made by the domain from the lines and counters of
each branch."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from services.referral.plans.domain.achievements import EVERYBODY, Tally, counted_as, tally_id
from services.referral.plans.domain.goals import parents, set_goal
from services.referral.plans.domain.periods import Period, PeriodKind, period_of
from services.referral.plans.domain.regions import RegionBranch, RegionHeads
from services.referral.territory.domain.pipeline import Conversions
from services.referral.territory.domain.reports import (
    ReportEdition,
    TerritoryReport,
    edition_id,
    file,
    report_id,
    sign,
    write_words,
)
from services.referral.territory.handlers.reports import LATE_WAIT
from shared.branch_places import BranchPlace
from shared.contracts.referral import AMOUNTS, GoalLevel, GoalMetric
from shared.domain import Document
from shared.privacy import seal_words
from tests.bench.territory import CURRENCY, Branch

REGION_HEAD = "head.region"
WEEKS = 4
TARGET = 40
WORDS = "本周重点跟进到期存款客户。" * 10
WRITERS = 3


def reported(now: datetime, place: BranchPlace) -> list[Period]:
    """Return the periods of which there are reports: the last weeks, the latest first, and the last month."""
    today = place.day_of(now)
    weeks = [period_of(today - timedelta(days=7 * ago), PeriodKind.WEEK) for ago in range(1, WEEKS + 1)]
    return [*weeks, period_of(today.replace(day=1) - timedelta(days=1), PeriodKind.MONTH)]


def set_goals(branch: Branch) -> None:
    """Set a goal of every metric for this month: of the branch, and of its account managers as parts."""
    for owner in (branch.id, *branch.managers):
        level = GoalLevel.BRANCH if owner == branch.id else GoalLevel.MANAGER
        staff = EVERYBODY if level is GoalLevel.BRANCH else owner
        period = period_of(branch.today, PeriodKind.MONTH)
        tally = branch.get(Tally, tally_id(branch.id, period.name[:4], staff))
        for metric in GoalMetric:
            currency = CURRENCY if metric in AMOUNTS else ""
            decision = set_goal(
                None,
                branch=branch.id,
                level=level,
                owner=owner,
                metric=metric,
                period=period.name,
                target=TARGET,
                currency=currency,
                parent=parents(branch.id, level, metric, period.name, [REGION_HEAD])[0],
                achieved=tally.over(counted_as(metric, currency), period) if tally else 0,
                today=branch.today,
                by=branch.head,
                now=branch.now,
            )
            branch.apply(decision, branch.now)


def file_reports(branch: Branch, master: bytes) -> None:
    """File the reports of a branch, each in two editions, the second of them signed and with words."""
    for period in reported(branch.now, branch.place):
        lines = [line for line in branch.lines if line.day in _days(period)]
        half = len(branch.lines) // 2
        _file(branch, period, half, Conversions(id=branch.id), whole=False)
        conversions = branch.get(Conversions, branch.id) or Conversions(id=branch.id)
        _file(branch, period, len(branch.lines), conversions, whole=True)
        if not lines:
            raise RuntimeError(f"nothing was counted in {period.name}: the figures mean nothing")
        id = report_id(branch.id, period.name)
        for staff in branch.managers[:WRITERS]:
            sealed = seal_words(master, f"territory/{id}/{staff}", WORDS)
            branch.apply(write_words(*_last(branch, id), staff, sealed), branch.now)
        report, last = _last(branch, id)
        branch.apply(sign(report, last, report.edition, branch.head, branch.now), branch.now)


def region_of(branches: Sequence[str], now: datetime) -> Iterator[Document]:
    """Make the region of these branches, with a goal of every metric for this month."""
    for branch in branches:
        yield RegionBranch(id=f"{REGION_HEAD}/{branch}", head=REGION_HEAD, branch=branch)
        yield RegionHeads(id=branch, heads=(REGION_HEAD,))
    place = BranchPlace(id=branches[0])
    for metric in GoalMetric:
        decision = set_goal(
            None,
            branch=branches[0],
            level=GoalLevel.REGION,
            owner=REGION_HEAD,
            metric=metric,
            period=period_of(place.day_of(now), PeriodKind.MONTH).name,
            target=TARGET * len(branches),
            currency=CURRENCY if metric in AMOUNTS else "",
            parent=None,
            achieved=0,
            today=place.day_of(now),
            by=REGION_HEAD,
            now=now,
        )
        yield from (document for document, _ in decision.changes)


def _file(branch: Branch, period: Period, upto: int, conversions: Conversions, *, whole: bool) -> None:
    """File an edition that counts the lines of a branch up to a number."""
    id, counted = report_id(branch.id, period.name), branch.lines[:upto]
    known = branch.get(TerritoryReport, id)
    decision, _ = file(
        known,
        branch.get(ReportEdition, edition_id(id, known.edition)) if known else None,
        branch=branch.id,
        period=period,
        lines=[line for line in counted if line.day in _days(period)],
        upto={
            year: max((one.number for one in counted if one.day[:4] == year), default=0)
            for year in period.years
        },
        conversions=conversions,
        whole=whole,
        by=None if whole else branch.head,
        now=branch.now,
        again=branch.now + LATE_WAIT,
    )
    branch.apply(decision, branch.now)


def _last(branch: Branch, id: str) -> tuple[TerritoryReport, ReportEdition]:
    found = branch.get(TerritoryReport, id)
    last = branch.get(ReportEdition, edition_id(id, found.edition)) if found else None
    if found is None or last is None:
        raise KeyError(id)
    return found, last


def _days(period: Period) -> set[str]:
    return {(period.first + timedelta(days=ahead)).isoformat() for ahead in range(period.days)}
