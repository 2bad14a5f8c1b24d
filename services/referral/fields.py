"""Fields that several capabilities of referral take over HTTP."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

ID = r"^[A-Za-z0-9_-]{1,64}$"
STAFF = r"^[A-Za-z0-9_.-]{1,64}$"
CURRENCY = r"^[A-Z]{3}$"
CURRENCY_OR_NONE = r"^([A-Z]{3})?$"
LARGEST = 10**15
"""The largest amount, in the hundredth of a currency."""
Id = Annotated[str, Path(pattern=ID)]
Key = Annotated[str, Field(pattern=ID)]
"""The id of a customer, a visit, or another document."""
Staff = Annotated[str, Field(pattern=STAFF)]
"""The id of a member of staff."""
Currency = Annotated[str, Field(pattern=CURRENCY)]
"""A currency (ISO 4217)."""
Skip = Annotated[int, Query(ge=0, le=10**6)]
"""The number of a list's entries before those that are asked for."""
Limit = Annotated[int, Query(ge=1, le=200)]
"""The most of a list that are asked for."""
CatalogueWord = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_]+$")]
"""A word of a catalogue, such as ``mortgage``."""
