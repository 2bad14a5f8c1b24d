"""Forms and answers of hand-overs over HTTP (W2)."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from services.customer.fields import ID
from services.customer.files.api.files import Staff
from services.customer.handovers.domain.handover import AT_MOST, HandOver, ItemState, Unkept
from shared.contracts.customer import ReturnReason
from shared.contracts.words import Segment
from shared.fields import Given, LivedDay
from shared.rights import BRANCH


class HandOverForm(Given):
    """Customers of `giver` (null for those whom nobody keeps) for `receiver`: those named, or the first 200
    of the whole portfolio. Of customers that are named the giver may be left out. Before `effective_on`,
    today where it is left out, nothing changes."""

    branch: str = Field(pattern=BRANCH)
    giver: Staff | None = None
    receiver: Staff
    customers: tuple[Annotated[str, Field(pattern=ID)], ...] | None = Field(default=None, max_length=AT_MOST)
    effective_on: LivedDay | None = None


class ReturnForm(Given):
    """The reason why a customer is returned."""

    reason: ReturnReason


class HandOverNow(BaseModel):
    """A hand-over as it stands, with the number of its customers by their state."""

    handover: str
    branch: str
    giver: str | None
    receiver: str
    proposed_by: str
    proposed_at: datetime
    effective_on: str
    proposed: int
    accepted: int
    handed: int
    returned: int
    withdrawn: int
    completed_at: datetime | None


class ItemNow(BaseModel):
    """A customer in a hand-over, masked."""

    customer: str
    masked_name: str
    segment: Segment
    state: ItemState
    reason: ReturnReason | None


class HandOverWhole(HandOverNow):
    """A hand-over with its customers."""

    items: list[ItemNow]


class UnkeptNow(BaseModel):
    """A customer whose account manager has left, masked, with the deadline."""

    customer: str
    masked_name: str
    segment: Segment
    left_by: str
    since: datetime
    act_by: datetime


def shown(handover: HandOver) -> HandOverNow:
    """Show a hand-over without its customers."""
    return HandOverNow(
        handover=handover.id, **handover.model_dump(include=HandOverNow.model_fields.keys() - {"handover"})
    )


def shown_unkept(one: Unkept, masked_name: str, segment: Segment) -> UnkeptNow:
    return UnkeptNow(
        customer=one.id,
        masked_name=masked_name,
        segment=segment,
        left_by=one.left_by,
        since=one.since,
        act_by=one.act_by,
    )
