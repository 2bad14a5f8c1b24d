"""Readings of personal data in other services (Q1), until they are on record."""

from datetime import datetime
from typing import ClassVar

from shared.domain import Document


class ReadElsewhere(Document):
    """A reading that waits to be put on record; the id is that of its event. `fields` names what was read,
    and never its value."""

    collection: ClassVar[str] = "read_elsewhere"

    branch: str
    staff: str
    customer: str
    fields: tuple[str, ...]
    purpose: str
    at: datetime
