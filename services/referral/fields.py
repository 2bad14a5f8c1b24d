"""Fields that several capabilities of referral take over HTTP."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

ID = r"^[A-Za-z0-9_-]{1,64}$"
STAFF = r"^[A-Za-z0-9_.-]{1,64}$"
Id = Annotated[str, Path(pattern=ID)]
Key = Annotated[str, Field(pattern=ID)]
"""The id of a customer, a visit, or another document."""
Staff = Annotated[str, Field(pattern=STAFF)]
"""The id of a member of staff."""
CatalogueWord = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_]+$")]
"""A word of a catalogue, such as ``mortgage``."""
