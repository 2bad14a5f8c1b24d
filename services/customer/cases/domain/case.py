"""The complaint case (投诉, D9): its document, its deadlines, and what it refuses."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from shared.contracts.customer import CustomerEvent
from shared.contracts.words import ComplaintTopic
from shared.domain import Document
from shared.errors import Refusal

TAKE_OVER_WITHIN = timedelta(minutes=10)
HEAD_TAKES_OVER_WITHIN = timedelta(minutes=20)
ANSWER_WITHIN = timedelta(days=15)
BRANCH, REGION = 1, 2


class CaseAlreadyTakenOver(Refusal):
    code, status = "case_already_taken_over", 409
    en, zh = "Somebody else has taken this case over.", "该投诉已由他人接手。"


class CaseNotTakenOver(Refusal):
    code, status = "case_not_taken_over", 409
    en, zh = "Take the case over before you settle it.", "请先接手该投诉，再办结。"


class CaseAlreadySettled(Refusal):
    code, status = "case_already_settled", 409
    en, zh = "This case is settled.", "该投诉已办结。"


class CaseNotYours(Refusal):
    code, status = "case_not_yours", 403
    en, zh = "Only the owner of the case or a head may do this.", "仅该投诉的负责人或上级可执行此操作。"


class WordsAlreadyTaken(Refusal):
    code, status = "words_already_taken", 409
    en, zh = "The words of this case are on record already.", "该投诉内容已登记。"


class TakeOverDue(CustomerEvent):
    """The time to take a case over, at this level, has run out."""

    case: str
    level: int


class AnswerDue(CustomerEvent):
    """The time to answer a complaint has run out."""

    case: str


class CaseState(StrEnum):
    OPEN = "open"  # 待接手
    TAKEN_OVER = "taken_over"  # 处理中
    SETTLED = "settled"  # 已办结


class Case(Document):
    """One complaint. `owner` is who should act, `level` how far up it went (0 lobby, 1 branch, 2 region).
    `words`, `cause` and `resolution` are sealed."""

    collection: ClassVar[str] = "cases"

    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None = None
    state: CaseState = CaseState.OPEN
    owner: str | None
    level: int = 0
    take_over_by: datetime | None
    answer_by: datetime
    taken_over_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    words: bytes | None = None
    cause: bytes | None = None
    resolution: bytes | None = None

    @property
    def correlation_id(self) -> str:
        return self.visit or self.id

    @property
    def take_over_timer(self) -> str:
        return f"take-over:{self.id}"

    @property
    def answer_timer(self) -> str:
        return f"answer:{self.id}"
