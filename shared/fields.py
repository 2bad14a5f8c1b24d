"""Types of fields that people fill in: the value that was meant, or a refusal. No value is coerced: ``true``
is no 1, ``"3"`` no 3, ``3.5`` no whole number, and a number of seconds no day."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from shared.identifiers import visible

Whole = Annotated[int, Strict()]
"""A whole number."""
Real = Annotated[float, Strict(), Field(allow_inf_nan=False)]
"""A number, with or without a fraction."""
YesNo = Annotated[bool, Strict()]


class Given(BaseModel):
    """The content of a request. A field that is not known is refused by name: it may be misspelt, and its
    sender would think that it was set."""

    model_config = ConfigDict(extra="forbid")


def real_day(day: str) -> str:
    """Raises ValueError for a day that no calendar has."""
    return date.fromisoformat(day).isoformat()


def lived_day(day: str) -> str:
    """Raises ValueError for a day that no branch has lived, or will."""
    if not "1900" < day < "3000":
        raise ValueError("a day that no branch has lived")
    return day


def readable(text: str) -> str:
    """The text without the blanks around it. Raises ValueError where nothing is left that anybody sees."""
    if not visible(text).strip():
        raise ValueError("nothing is written that can be seen")
    return text.strip()


Readable = Annotated[str, Field(min_length=1), AfterValidator(readable)]
"""A name or a text that people read."""
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(real_day)]
"""A day, such as ``2026-11-23``."""
LivedDay = Annotated[Day, AfterValidator(lived_day)]
"""A day that a branch may have lived."""
