"""Leads (D5): how a prospect can be reached, so that follow-up begins at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer import ContactLeft, LeadFollowed
from shared.domain import Decision, Document

KEPT_BEFORE = 20
"""Changes of one lead that are kept, the latest."""


class LeadBefore(BaseModel):
    """The contact data of a lead before `by` changed them, under their seals."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    by: str
    name: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None


class Lead(Document):
    """A prospect of the hall and their contact data, if they left any; the id is the visit's, and so is the
    branch. Name, phone and address are sealed; `history` is what they were before each change, the latest
    first, and None for no change. `taken_by` found the prospect, or wrote down the contact data first.

    `readers` are the account managers who have the prospect: those to whom it is offered, then the one who
    accepted, with whom covers for them. `referrals` are those that the visit led to. `customer` is the file
    that the prospect has by now.
    """

    collection: ClassVar[str] = "leads"

    branch: str
    need: str
    taken_by: str
    name: bytes | None = None
    phone: bytes | None = None
    address: bytes | None = None
    history: tuple[LeadBefore, ...] | None = None
    taken_at: datetime | None = None
    readers: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    customer: str | None = None

    def without_contact(self) -> "Lead":
        """Return the lead without a way to reach anybody."""
        return self.evolve(name=None, phone=None, address=None, history=None)


def record_lead(
    lead: Lead, by: str, given: Mapping[str, bytes | None], same: frozenset[str], now: datetime
) -> Decision:
    """Record how a prospect can be reached. A field that is given replaces the known one, which is kept with
    who changed it; one that is left out stays, and so do those that say the `same`. The event is published
    once."""
    changed = {name: sealed for name, sealed in given.items() if name not in same}
    if not changed:
        return Decision()
    if lead.taken_at is None:
        event = ContactLeft(
            branch=lead.branch, visit=lead.id, need=lead.need, taken_by=by, readers=lead.readers
        )
        return Decision().save(lead.evolve(taken_by=by, taken_at=now, **changed), event)
    before = LeadBefore(at=now, by=by, name=lead.name, phone=lead.phone, address=lead.address)
    history = (before, *(lead.history or ()))[:KEPT_BEFORE]
    return Decision().save(lead.evolve(history=history, **changed))


def give(lead: Lead, *readers: str | None, referral: str | None = None) -> Decision:
    """Let these account managers read the lead, and no other one."""
    referrals = dict.fromkeys((*lead.referrals, *([referral] if referral else [])))
    given = lead.evolve(readers=tuple(dict.fromkeys(filter(None, readers))), referrals=tuple(referrals))
    return Decision() if given == lead else Decision().save(given)


def follow_lead(visit: str, known: Lead | None, customer: str, branch: str, by: str) -> LeadFollowed | None:
    """Describe that the prospect of a visit has a file; None where that is known."""
    if known is not None and known.customer == customer:
        return None
    return LeadFollowed(branch=branch, visit=visit, customer=customer, followed_by=by)
