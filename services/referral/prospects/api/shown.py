"""Prospects as they are shown over HTTP (A2)."""

from datetime import datetime

from pydantic import BaseModel

from services.referral.prospects.domain.board import Tally
from services.referral.prospects.domain.finders import FEW, FinderRecord, score_of
from services.referral.prospects.domain.prospect import Prospect, ProspectMove
from services.referral.referrals.domain.referral import DeclinedOffer, Referral, ReferralState
from shared.contracts.referral import (
    LifeEvent,
    LostReason,
    NextStep,
    ProspectOrigin,
    ProspectStage,
    ReferralOutcome,
)


class ProspectNow(BaseModel):
    """A prospect as it stands: `entered_at` is when it came into its stage, `stage_seconds` how long it is
    there already."""

    prospect: str
    branch: str
    origin: ProspectOrigin
    need: str
    account_manager: str | None
    had_by: str | None
    found_by: str | None
    customer: str | None
    visit: str | None
    campaign: str | None
    product: str | None
    life_event: LifeEvent | None
    stage: ProspectStage
    opened_at: datetime
    entered_at: datetime
    stage_seconds: int
    next_step: NextStep | None
    next_on: str | None
    overdue: bool
    ended_at: datetime | None
    reason: LostReason | None
    deal: str | None
    amount: int | None
    currency: str | None


class ProspectLine(BaseModel):
    """A line of a prospect's log: from which stage to which, and how many seconds it had been in the
    first."""

    number: int
    before: ProspectStage | None
    after: ProspectStage
    at: datetime
    seconds: int
    by: str | None
    account_manager: str | None
    next_step: NextStep | None
    next_on: str | None
    reason: LostReason | None


class ProspectWhole(ProspectNow):
    """A prospect with its log."""

    log: list[ProspectLine]


class Page(BaseModel):
    """A page of prospects; `next` is where the next one begins, None after the last."""

    prospects: list[ProspectNow]
    next: str | None


class Counts(BaseModel):
    """The numbers of prospects by stage: of one account manager, of the head's list (`staff` is None), or of
    all."""

    staff: str | None
    stages: dict[ProspectStage, int]
    overdue: int


class BoardNow(BaseModel):
    """The numbers of a branch: of what is open, and of what ended in `month`. `all` are those of the
    list without an account manager, `managers` those of whom the asker sees the prospects."""

    month: str
    all: Counts
    managers: list[Counts]


class ScoreNow(BaseModel):
    """The share of a finder's ended prospects that are won: the mean of the posterior, with the interval in
    which it lies nine times of ten."""

    mean: float
    low: float
    high: float


class FinderNow(BaseModel):
    """A finder of prospects: how many of theirs are open, won and lost. There is no `score` under `needed`
    ended ones."""

    staff: str
    open: int
    won: int
    lost: int
    needed: int
    score: ScoreNow | None


class FoundNow(BaseModel):
    """A prospect that one found: on its way to an account manager, or with one; and how it ended."""

    id: str
    need: str
    opened_at: datetime
    account_manager: str | None
    state: ReferralState | None
    asked: tuple[str, ...]
    declined: tuple[DeclinedOffer, ...]
    expired: tuple[str, ...]
    outcome: ReferralOutcome | None
    stage: ProspectStage | None
    reason: LostReason | None
    ended_at: datetime | None


class Found(BaseModel):
    """All that one found oneself, the latest first, with one's score."""

    finder: FinderNow
    found: list[FoundNow]


def shown(prospect: Prospect, now: datetime) -> ProspectNow:
    """Show a prospect as it stands."""
    fields = ProspectNow.model_fields.keys() - {"prospect", "stage_seconds"}
    seconds = prospect.seconds_in_stage(now) if prospect.is_open else 0
    return ProspectNow(
        prospect=prospect.id, stage_seconds=max(0, seconds), **prospect.model_dump(include=fields)
    )


def shown_whole(prospect: Prospect, log: list[ProspectMove], now: datetime) -> ProspectWhole:
    """Show a prospect with its log."""
    lines = [ProspectLine(**one.model_dump(include={*ProspectLine.model_fields})) for one in log]
    return ProspectWhole(**shown(prospect, now).model_dump(), log=lines)


def counts_of(tallies: list[Tally], staff: str | None) -> Counts:
    """Add tallies up."""
    stages = dict.fromkeys(ProspectStage, 0)
    for tally in tallies:
        for stage, count in tally.stages.items():
            stages[ProspectStage(stage)] += count
    return Counts(staff=staff, stages=stages, overdue=sum(one.overdue for one in tallies))


def shown_finder(record: FinderRecord) -> FinderNow:
    """Show a finder with their score."""
    score = score_of(record.won, record.ended)
    return FinderNow(
        staff=record.staff,
        open=record.open,
        won=record.won,
        lost=record.lost,
        needed=FEW,
        score=ScoreNow(mean=score.mean, low=score.low, high=score.high) if score else None,
    )


def shown_found(referral: Referral | None, prospect: Prospect | None) -> FoundNow:
    """Show what became of a finding: its referral, its prospect, or both."""
    either = referral or prospect
    if either is None:
        raise ValueError("neither a referral nor a prospect")
    holder = prospect or referral
    return FoundNow(
        id=either.id,
        need=either.need,
        opened_at=either.opened_at,
        account_manager=holder.account_manager if holder else None,
        state=referral.state if referral else None,
        asked=referral.asked if referral else (),
        declined=referral.declined if referral else (),
        expired=referral.expired if referral else (),
        outcome=referral.outcome if referral else None,
        stage=prospect.stage if prospect else None,
        reason=prospect.reason if prospect else None,
        ended_at=prospect.ended_at if prospect else referral.closed_at if referral else None,
    )
