"""Commands of leads (D5)."""

from dataclasses import dataclass

from services.customer.leads.domain import Lead
from shared.commands import Command


@dataclass(frozen=True)
class RecordLead(Command, name="record_lead"):
    """Record how a prospect can be reached; fields of `lead` that are not set keep what is known (D5)."""

    lead: Lead
