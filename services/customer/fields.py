"""Fields that several capabilities take over HTTP."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field, StringConstraints

from shared.editions import MARK, SEEN
from shared.fields import Readable

ID = r"^[A-Za-z0-9_-]{1,64}$"
Id = Annotated[str, Path(pattern=ID)]
AskedSeen = Annotated[str | None, Query(alias="seen", pattern=SEEN)]
AskedMark = Annotated[str | None, Query(alias="seen", pattern=MARK)]
"""Editions and marks as a request without a body names them, see `Seen` and `SeenMark`."""
ShortText = Annotated[Readable, StringConstraints(max_length=200)]
"""A name or an address."""
LongText = Annotated[Readable, StringConstraints(max_length=4000)]
"""A statement or an answer."""
CatalogueWord = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_]+$")]
"""A word of a catalogue of the bank, such as the code of a product; that of a need is `Need`."""
