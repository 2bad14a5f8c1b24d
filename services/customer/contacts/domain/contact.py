"""Contacts with customers (A1): an append-only log, a document each."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.customer import ContactOutcome, ContactWay, Initiative
from shared.domain import Document


class Contact(Document):
    """One contact, or an attempt. `by` made it at `at`; `words` are sealed under the customer's data key. A
    contact in the hall has the `visit`, and `before` is what the plan had in its place: the last contact of
    both sides before it, with its time."""

    collection: ClassVar[str] = "contacts"

    branch: str
    customer: str
    account_manager: str | None
    by: str
    at: datetime
    recorded_at: datetime
    way: ContactWay
    initiative: Initiative
    outcome: ContactOutcome
    until: str | None = None
    words: bytes | None = None
    visit: str | None = None
    before: tuple[str, datetime] | None = None
    undone_at: datetime | None = None

    @property
    def is_two_way(self) -> bool:
        """Return whether both sides spoke: only that resets the clock."""
        return self.outcome is ContactOutcome.REACHED and self.undone_at is None
