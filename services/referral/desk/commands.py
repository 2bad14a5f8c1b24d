"""Commands of the need desk (A3, E4). `by` is the staff id of the person who asks; words are sealed."""

from dataclasses import dataclass, field

from shared.commands import Command
from shared.contracts.referral import DeskAnswer, DeskMissing, MarketTopic


@dataclass(frozen=True)
class RaiseDeskNeed(Command, name="raise_desk_need"):
    """Raise a need that no product serves, under an id that is made by its sender (A3)."""

    asking: str
    branch: str
    need: str
    missing: DeskMissing | None
    by: str
    customer: str | None = None
    need_id: str | None = None
    words: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class AcknowledgeDeskNeed(Command, name="acknowledge_desk_need"):
    """Note that the department has read a need (A3)."""

    desk_need: str
    by: str


@dataclass(frozen=True)
class AnswerDeskNeed(Command, name="answer_desk_need"):
    """Answer a need, for everybody who asked (A3)."""

    desk_need: str
    answer: DeskAnswer
    by: str
    product: str | None = None
    words: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ChangeDeskSettings(Command, name="change_desk_settings"):
    """Change the working days of the desk, for needs that are raised from now on (A3); `seen` is the edition
    that the sender saw."""

    acknowledge_days: int
    answer_days: int
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class NoteMarket(Command, name="note_market"):
    """Send a note about the market, under an id that is made by its sender (E4)."""

    note: str
    branch: str
    topic: MarketTopic
    words: bytes = field(repr=False)
    by: str = ""
