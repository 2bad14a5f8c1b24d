"""Commands about the lobby log and what is recorded on the floor (D4, D5, D9, D11, E3, E4)."""

from dataclasses import dataclass
from datetime import datetime

from shared.commands import Command
from shared.contracts.lobby.words import LogEntryKind
from shared.contracts.words import Accepts, ComplaintTopic, OpinionSource, OpinionTopic, QuestionTopic


@dataclass(frozen=True)
class WriteLogEntry(Command, name="write_log_entry"):
    """Write an entry into the log by hand; `words` are sealed (D4, D11, E4)."""

    id: str
    branch: str
    kind: LogEntryKind
    by: str
    words: bytes
    visit: str | None = None


@dataclass(frozen=True)
class RecordNeed(Command, name="record_need"):
    """Record a need, a word of the catalogue, under `id` (D4, D11)."""

    id: str
    branch: str
    need: str
    by: str
    visit: str | None = None


@dataclass(frozen=True)
class RecordOpinion(Command, name="record_opinion"):
    """Record what an opinion is about, and where it was found (D11, E3)."""

    id: str
    branch: str
    topic: OpinionTopic
    source: OpinionSource
    by: str
    visit: str | None = None


@dataclass(frozen=True)
class RecordQuestion(Command, name="record_question"):
    """Record what a question was about that could not be answered (D11)."""

    id: str
    branch: str
    topic: QuestionTopic
    by: str
    visit: str | None = None


@dataclass(frozen=True)
class IdentifyProspect(Command, name="identify_prospect"):
    """Mark a visitor as a prospect, with what they may need and what they said to being introduced (D5)."""

    visit: str
    need: str
    found_by: str
    accepts: Accepts | None = None


@dataclass(frozen=True)
class PassOnComplaint(Command, name="pass_on_complaint"):
    """Pass on a complaint that was made at a machine (D9)."""

    id: str
    branch: str
    topic: ComplaintTopic
    raised: datetime
    visit: str | None = None
    device: str | None = None
