"""Feeds: the count of each person's entries, by which they are numbered without gaps."""

from typing import ClassVar

from shared.domain import Document


class Feed(Document):
    """The number of entries of a person; the id is the staff id. Who has no feed is not of the staff."""

    collection: ClassVar[str] = "feeds"

    last: int = 0
