"""Open causes (Q1): what gives a member of staff a reason to read a customer's file now.

A cause is something that is open with the customer: they are in the hall, complained, asked, wait for a
visit. The account manager always has one, the weakest, which is the portfolio; everybody else needs one of
the others, or breaks the glass. A reading without a cause is not refused, since the reason may be good; it is
listed in the evening for the head and the auditor.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.audit.domain.glass import Glass
from services.customer.audit.domain.records import GIVES_OUT, Access
from shared.contracts.customer.base import CustomerEvent
from shared.domain import Decision, Document

PORTFOLIO = "portfolio"
SEVERAL = "several"
"""The cause on a record about customers of whom each has another one."""
OPEN_AT_MOST = 50
STALE = timedelta(days=400)
"""A cause whose end was never told is none after that time."""


class EveningDue(CustomerEvent, zh="审计日终", en="The evening of the audit"):
    """It is evening at the branch: the day's readings are judged."""

    since: datetime


class OpenCause(BaseModel):
    """Something open with a customer: `ref` is its kind and id, such as ``visit/V1``; it ends at `until`."""

    model_config = ConfigDict(frozen=True)

    ref: str
    until: datetime


class OpenCauses(Document):
    """The causes that are open with a customer, the newest last; the id is the customer's."""

    collection: ClassVar[str] = "open_causes"

    branch: str
    open: tuple[OpenCause, ...] = ()

    @property
    def correlation_id(self) -> str:
        return self.id

    def strongest(self, now: datetime) -> str | None:
        """Return the newest cause that is open, a stay in the hall before all others; None if there is
        none."""
        refs = [one.ref for one in self.open if one.until > now]
        in_hall = [ref for ref in refs if ref.startswith("visit/")]
        return next(reversed(in_hall or refs), None)


def open_cause(causes: OpenCauses, ref: str, until: datetime, *, now: datetime) -> Decision:
    """Open a cause; opened again, it lasts to the later end."""
    others = tuple(one for one in causes.open if one.ref != ref and one.until > now)[-OPEN_AT_MOST + 1 :]
    opened = causes.evolve(open=(*others, OpenCause(ref=ref, until=until)))
    return Decision() if opened == causes else Decision().save(opened)


def close_cause(causes: OpenCauses, ref: str, until: datetime) -> Decision:
    """End a cause at `until`, such as the end of the day on which it was closed."""
    open = tuple(
        one.model_copy(update={"until": min(until, one.until)}) if one.ref == ref else one
        for one in causes.open
    )
    return Decision() if open == causes.open else Decision().save(causes.evolve(open=open))


def judge(
    access: Access,
    own: frozenset[str],
    causes: Mapping[str, OpenCauses],
    glasses: Mapping[str, Glass],
    *,
    now: datetime,
) -> Access:
    """Return an access with its cause, and the customers for whom there is none.

    `own` are customers whose account manager the reader is, `glasses` the reader's break-glasses in force. A
    break-glass is the cause of all that it lets its holder read; else the cause that the route knows, what is
    open, and the portfolio count, in this order.
    """
    if access.kind not in GIVES_OUT or not access.customers:
        return access
    found: dict[str, str | None] = {}
    for customer in access.customers:
        known = causes.get(customer)
        glass = glasses.get(customer) if customer not in own else None
        found[customer] = (
            (glass and glass.cause)
            or access.cause
            or (known and known.strongest(now))
            or (PORTFOLIO if customer in own else None)
        )
    named = {cause for cause in found.values() if cause}
    return replace(
        access,
        cause=named.pop() if len(named) == 1 else SEVERAL if named else None,
        unjustified=tuple(customer for customer, cause in found.items() if cause is None),
    )
