"""Campaign lists (A2): customers with a need, whom the head gives to an account manager at once."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from services.referral.prospects.domain.board import Board
from services.referral.prospects.domain.opening import NewProspect, must_be_near, open_prospect
from services.referral.prospects.domain.prospect import (
    CampaignStepDue,
    CustomerProspects,
    ProspectOpenAlready,
    TooManyProspects,
)
from shared.branch_places import BranchPlace
from shared.contracts.devices import correlation_of
from shared.contracts.referral import CampaignListed, CampaignOpened, NextStep, ProspectOrigin
from shared.domain import Decision, Document
from shared.errors import Refusal

AT_MOST = 500
"""Customers of one list."""
AT_ONCE = 50
"""Prospects that are opened in one commit."""


class CampaignOther(Refusal):
    code, status = "campaign_other", 409
    en = "A list with other customers stands under this id; give it another one."
    zh = "该编号下已有另一份名单，请使用新的编号。"


class Campaign(Document):
    """A campaign list: its `customers`, of whom the first `done` were gone through, and none is kept when all
    were; `digest` is a hash of them in their order."""

    collection: ClassVar[str] = "campaigns"

    branch: str
    need: str
    account_manager: str
    next_step: NextStep
    next_on: str
    customers: tuple[str, ...]
    digest: str
    listed_by: str
    listed_at: datetime
    done: int = 0
    opened: int = 0
    known: int = 0

    @property
    def next_customers(self) -> tuple[str, ...]:
        """The customers whose prospects are opened next."""
        return self.customers[self.done : self.done + AT_ONCE]


def digest_of(customers: Iterable[str]) -> str:
    """Return a hash of customers in their order."""
    return sha256("\n".join(customers).encode()).hexdigest()


def list_campaign(new: Campaign, existing: Campaign | None, place: BranchPlace, *, now: datetime) -> Decision:
    """Take a list, whose prospects are opened in steps; each customer once. The same list again changes
    nothing. Raises `CampaignOther`, `StepDayOutOfReach`."""
    if existing is not None:
        if (existing.branch, existing.need, existing.digest) != (new.branch, new.need, new.digest):
            raise CampaignOther
        return Decision()
    must_be_near(new.next_on, place, now)
    event = CampaignListed(
        branch=new.branch,
        campaign=new.id,
        need=new.need,
        account_manager=new.account_manager,
        customers=len(new.customers),
        listed_by=new.listed_by,
        next_on=new.next_on,
    )
    return Decision().save(new, event).then(_next(new, now))


def open_some(
    campaign: Campaign,
    known: dict[str, CustomerProspects],
    here: Collection[str],
    board: Board,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Open the next prospects of a list, for those who are `here`: customers of the branch with an open file.
    A customer with an open prospect for the need keeps that one alone."""
    decision, opened, passed_over = Decision(), 0, 0
    some = campaign.next_customers
    day = max(campaign.next_on, place.day_of(now).isoformat())
    for customer in some:
        if customer not in here:
            passed_over += 1
            continue
        new = NewProspect(
            id=correlation_of(campaign.branch, campaign.id, customer),
            branch=campaign.branch,
            origin=ProspectOrigin.CAMPAIGN,
            need=campaign.need,
            account_manager=campaign.account_manager,
            next_step=campaign.next_step,
            next_on=day,
            customer=customer,
            opened_by=campaign.listed_by,
            campaign=campaign.id,
        )
        try:
            decision.then(open_prospect(new, known.get(customer), None, board, place, now=now))
            opened += 1
        except (ProspectOpenAlready, TooManyProspects):
            passed_over += 1
    after = campaign.evolve(
        done=campaign.done + len(some), opened=campaign.opened + opened, known=campaign.known + passed_over
    )
    if after.done < len(after.customers):
        return decision.save(after).then(_next(after, now))
    event = CampaignOpened(
        branch=after.branch,
        campaign=after.id,
        need=after.need,
        account_manager=after.account_manager,
        opened=after.opened,
        known=after.known,
        listed_by=after.listed_by,
    )
    return decision.save(after.evolve(customers=()), event)


def _next(campaign: Campaign, at: datetime) -> Decision:
    due = CampaignStepDue(branch=campaign.branch, campaign=campaign.id)
    return Decision().schedule(f"campaign:{campaign.id}", at, due, correlation_id=campaign.id)
