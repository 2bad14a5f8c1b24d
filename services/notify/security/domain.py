"""The record of who came in and whose rights changed, kept for those who audit it (Q1)."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.notify import SecurityKind
from shared.contracts.words import Role
from shared.domain import Document


class SecurityRecord(Document):
    """One thing that happened to the rights of a person; written with it, and never changed."""

    collection: ClassVar[str] = "security_records"

    kind: SecurityKind
    staff: str
    by: str = ""
    """The one who did it, if it was somebody else."""
    at: datetime
    network: str = ""
    agent: str = ""
    roles: tuple[Role, ...] = ()
    branches: tuple[str, ...] = ()
