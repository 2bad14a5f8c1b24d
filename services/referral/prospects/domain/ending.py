"""Ending prospects (A2): won by a deal or by hand, or lost with a reason."""

from dataclasses import dataclass
from datetime import datetime

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.moving import about, log_line, moved_event
from services.referral.prospects.domain.prospect import (
    CustomerProspects,
    Prospect,
    ProspectNobodys,
    ProspectNoCustomer,
)
from shared.branch_places import BranchPlace
from shared.contracts.referral import LostReason, ProspectLost, ProspectStage, ProspectWon
from shared.domain import Decision


@dataclass(frozen=True)
class Business:
    """The business that a prospect became: the deal, the product, and the amount in the hundredth of the
    currency, as far as they are known; the customer and account manager of the deal stand in for those that
    the prospect has not."""

    deal: str | None = None
    product: str | None = None
    amount: int | None = None
    currency: str | None = None
    customer: str | None = None
    account_manager: str | None = None


def win(
    prospect: Prospect,
    business: Business,
    by: str | None,
    known: CustomerProspects | None,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """End a prospect that became business.

    Raises `ProspectEnded`, `ProspectNobodys`, `ProspectNoCustomer`.
    """
    prospect.must_be_open()
    customer = prospect.customer or business.customer
    account_manager = prospect.account_manager or business.account_manager
    if account_manager is None:
        raise ProspectNobodys
    if customer is None:
        raise ProspectNoCustomer
    ended = _ended(prospect, ProspectStage.WON, place, now).evolve(
        customer=customer,
        file=prospect.file or customer,
        account_manager=account_manager,
        deal=business.deal,
        product=business.product or prospect.product,
        amount=business.amount,
        currency=business.currency,
    )
    event = ProspectWon(
        **about(ended),
        origin=ended.origin,
        opened_at=ended.opened_at,
        found_by=ended.found_by,
        referrals=ended.referrals,
        visit=ended.visit,
        deal=ended.deal,
        product=ended.product,
        amount=ended.amount,
        currency=ended.currency,
    )
    return _end(prospect, ended, event, by, known, board, now)


def lose(
    prospect: Prospect,
    reason: LostReason,
    by: str | None,
    known: CustomerProspects | None,
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """End a prospect that became no business; the head ends one of nobody too. Raises `ProspectEnded`."""
    prospect.must_be_open()
    ended = _ended(prospect, ProspectStage.LOST, place, now).evolve(reason=reason)
    event = ProspectLost(
        **about(ended),
        origin=ended.origin,
        reason=reason,
        opened_at=ended.opened_at,
        found_by=ended.found_by,
        referrals=ended.referrals,
        visit=ended.visit,
    )
    return _end(prospect, ended, event, by, known, board, now)


def _ended(prospect: Prospect, stage: ProspectStage, place: BranchPlace, now: datetime) -> Prospect:
    return prospect.evolve(
        stage=stage,
        entered_at=now,
        ended_at=now,
        period=place.day_of(now).isoformat()[:7],
        next_step=None,
        next_on=None,
        notified=0,
        overdue=False,
        parked_from=None,
        moves=prospect.moves + 1,
    )


def _end(
    before: Prospect,
    ended: Prospect,
    event: ProspectWon | ProspectLost,
    by: str | None,
    known: CustomerProspects | None,
    board: Board,
    now: datetime,
) -> Decision:
    decision = (
        board.keep(before, ended, moved_event(before, ended, by, now), event)
        .save(log_line(before, ended, by, now))
        .cancel(ended.step_timer)
    )
    if known is not None and known.open.get(ended.need) == ended.id:
        decision.save(known.with_open(ended.need, None))
    return decision
