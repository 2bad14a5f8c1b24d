"""Labels of the day report in both languages, from the words of the contracts."""

from collections.abc import Mapping

from shared.contracts.labelled import Words
from shared.contracts.lobby import TaskKind
from shared.contracts.lobby.words import LeaveReason, ReportSection
from shared.contracts.words import (
    Accepts,
    Care,
    Channel,
    CommonNeed,
    ComplaintTopic,
    ForecastMethod,
    OpinionTopic,
    QuestionTopic,
    TicketClass,
)

Pair = tuple[str, str]
"""Chinese, English."""
ZH, EN = 0, 1
LANGUAGES = {"zh": ZH, "en": EN}


def pairs(words: type[Words]) -> dict[str, Pair]:
    """Return the labels of some words by value."""
    return {word.value: (word.zh, word.en) for word in words}


CLASSES = pairs(TicketClass)
METHODS = pairs(ForecastMethod)
CHANNELS = pairs(Channel)
CARE = pairs(Care)
GONE = {**pairs(LeaveReason), "branch_closed": ("网点关门", "The branch closed")}
COMPLAINTS = pairs(ComplaintTopic)
OPINIONS = pairs(OpinionTopic)
QUESTIONS = pairs(QuestionTopic)
NEEDS = pairs(CommonNeed)
ACCEPTS = pairs(Accepts)
TASKS = pairs(TaskKind)
SECTIONS = pairs(ReportSection)


def label(words: Mapping[str, Pair], word: str) -> Pair:
    """Return a word in both languages; one that is not in the list as it is, without its underlines."""
    plain = word.replace("_", " ")
    return words.get(word, (plain, plain))


def duration(seconds: int) -> str:
    """Return ``4:07`` or ``1:02:09``."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
