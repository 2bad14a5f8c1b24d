"""Notes about the market (E4, A3), by lobby managers and account managers to the product department."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.referral import MarketNoted, MarketTopic
from shared.domain import Decision, Document


class MarketNote(Document):
    """A note about the market; its words are sealed. `month` is that of the branch's day, ``2026-11``."""

    collection: ClassVar[str] = "market_notes"

    branch: str
    topic: MarketTopic
    words: bytes
    noted_by: str
    noted_at: datetime
    month: str


class MarketCount(Document):
    """The number of notes about a topic in a month; the id is ``<month>:<topic>``."""

    collection: ClassVar[str] = "market_counts"

    month: str
    topic: MarketTopic
    count: int = 0


def count_id(month: str, topic: MarketTopic) -> str:
    """Return the id of a count."""
    return f"{month}:{topic.value}"


def note(made: MarketNote, known: MarketCount | None) -> Decision:
    """Keep a note, and count it."""
    id = count_id(made.month, made.topic)
    count = known or MarketCount(id=id, month=made.month, topic=made.topic)
    event = MarketNoted(branch=made.branch, note=made.id, topic=made.topic, noted_by=made.noted_by)
    return Decision().save(made, event).save(count.evolve(count=count.count + 1))
