"""Commands of leads (D5)."""

from dataclasses import dataclass

from services.customer.leads.domain import Lead
from shared.commands import Command


@dataclass(frozen=True)
class RecordLead(Command, name="record_lead"):
    """Record how a prospect can be reached; fields of `lead` that are not set keep what is known (D5)."""

    lead: Lead


@dataclass(frozen=True)
class FollowLead(Command, name="follow_lead"):
    """Note that the prospect of a visit has a customer file (D5, A2)."""

    customer: str
    visit: str
    by: str
