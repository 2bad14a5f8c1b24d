"""The record of who came in and whose rights changed, kept for those who audit it (Q1)."""

from datetime import datetime
from typing import ClassVar

from shared.chains import ChainedRecord
from shared.contracts.notify import SecurityKind
from shared.contracts.words import Role


class SecurityRecord(ChainedRecord):
    """One thing that happened to the rights of a person; written with it, and laid into a chain soon
    after."""

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
