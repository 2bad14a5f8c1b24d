"""Complaints at a machine: lobby passes them on, the case is `customer`'s (D9)."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.lobby import ComplaintRaised
from shared.contracts.words import ComplaintTopic
from shared.domain import Decision, Document


class Complaint(Document):
    """Somebody pressed "complaint" at a machine; the case is `customer`'s."""

    collection: ClassVar[str] = "complaints"

    branch: str
    topic: ComplaintTopic
    raised: datetime
    visit: str | None = None
    device: str | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id


def hear_complaint(complaint: Complaint) -> Decision:
    """A complaint at a machine is passed on at once (D9)."""
    event = ComplaintRaised(
        branch=complaint.branch,
        complaint=complaint.id,
        topic=complaint.topic,
        visit=complaint.visit,
        device=complaint.device,
    )
    return Decision().save(complaint, event)
