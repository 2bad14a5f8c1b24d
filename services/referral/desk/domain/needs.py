"""Needs at the desk of the product department (需求台, A3): equal ones pooled into one, with a count.

A need is kept at the branch that raised it first: its deadlines are working days there. Everybody who raises
it later joins it, from whatever branch, until it is answered; the next one is a new need.
"""

from datetime import date, datetime
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from services.referral.desk.domain.settings import DeskSettings
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    DeskAnswer,
    DeskMissing,
    DeskNeedAcknowledged,
    DeskNeedAnswered,
    DeskNeedOverdue,
    DeskNeedRaised,
    DeskNeedState,
    DeskStep,
    ReferralEvent,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

ASKED_AT_MOST = 300
"""People who are told of an answer at once; the next one who asks begins another need."""
RAISED, ACKNOWLEDGED, ANSWERED = DeskNeedState.RAISED, DeskNeedState.ACKNOWLEDGED, DeskNeedState.ANSWERED


class DeskNeedAnsweredAlready(Refusal):
    code, status = "desk_need_answered", 409
    en, zh = "This need was answered.", "该需求已答复。"


class DeskNeedRead(Refusal):
    code, status = "desk_need_acknowledged", 409
    en, zh = "A colleague has acknowledged this need already.", "该需求已由其他同事确认。"


class AnswerNeedsProduct(Refusal):
    code, status = "desk_answer_needs_product", 422
    en, zh = "Name the product that serves the need.", "请注明对应的产品。"


class DeskDeadline(ReferralEvent):
    """The last day of a step of the desk has passed."""

    desk_need: str
    step: DeskStep


class DeskTopic(Document):
    """The need that is open about a subject; the id is ``<need>:<missing>``."""

    collection: ClassVar[str] = "desk_topics"

    open: str | None = None


class DeskNeed(Document):
    """A need at the desk; the id is that of what was raised first. `count` counts what was raised, `asked`
    names each person once. `answer_words` are sealed; `product` serves the need."""

    collection: ClassVar[str] = "desk_needs"

    branch: str
    need: str
    missing: DeskMissing | None = None
    state: DeskNeedState = RAISED
    open: bool = True
    count: int = 0
    asked: tuple[str, ...] = ()
    raised_at: datetime
    acknowledge_by: str
    answer_by: str
    late: tuple[DeskStep, ...] = ()
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: DeskAnswer | None = None
    answer_words: bytes | None = None
    product: str | None = None

    @property
    def subject(self) -> str:
        """The id of its topic."""
        return topic_id(self.need, self.missing)

    def joined_by(self, staff: str) -> Self:
        """Count one more that was raised."""
        asked = self.asked if staff in self.asked else (*self.asked, staff)
        return self.evolve(count=self.count + 1, asked=asked)

    def has_room_for(self, staff: str) -> bool:
        """Tell whether one more person can be told of the answer."""
        return self.open and (staff in self.asked or len(self.asked) < ASKED_AT_MOST)

    def due_of(self, step: DeskStep) -> str:
        """Return the last day of a step."""
        return self.acknowledge_by if step is DeskStep.ACKNOWLEDGE else self.answer_by

    def timer(self, step: DeskStep) -> str:
        """Return the id of the timer of a step."""
        return f"desk-{step.value}:{self.id}"


class DeskAsking(Document):
    """A need as one person raised it, for a customer or for none; it joined `desk_need`. `words` are
    sealed, `need_id` is that of a need in `customer`, `thread` the correlation id of what it came from."""

    collection: ClassVar[str] = "desk_askings"

    branch: str
    desk_need: str
    need: str
    missing: DeskMissing | None = None
    raised_by: str
    raised_at: datetime
    customer: str | None = None
    need_id: str | None = None
    words: bytes | None = None
    thread: str = ""

    @property
    def correlation_id(self) -> str:
        return self.thread or self.id


class Raised(BaseModel):
    """A need to be raised: its word, the word of what is missing, by whom, and for whom."""

    model_config = ConfigDict(frozen=True)

    id: str
    branch: str
    need: str
    missing: DeskMissing | None = None
    by: str
    customer: str | None = None
    need_id: str | None = None
    words: bytes | None = None
    thread: str = ""


def topic_id(need: str, missing: DeskMissing | None) -> str:
    """Return the id of a topic."""
    return f"{need}:{missing.value if missing else '-'}"


def raise_need(
    raised: Raised,
    topic: DeskTopic,
    known: DeskNeed | None,
    settings: DeskSettings,
    place: BranchPlace,
    *,
    now: datetime,
) -> Decision:
    """Raise a need to the desk: it joins the equal one that is open, `known`, or begins one."""
    joins = known is not None and known.has_room_for(raised.by)
    need = known if known is not None and joins else _begun(raised, settings, place, now)
    kept = need.joined_by(raised.by)
    asking = DeskAsking(
        branch=raised.branch,
        desk_need=need.id,
        raised_by=raised.by,
        raised_at=now,
        **raised.model_dump(include={"id", "need", "missing", "customer", "need_id", "words", "thread"}),
    )
    event = DeskNeedRaised(
        branch=asking.branch,
        **_subject(kept),
        asking=asking.id,
        pooled_into=need.id if joins else None,
        raised_by=asking.raised_by,
        customer=asking.customer,
        need_id=asking.need_id,
        acknowledge_by=kept.acknowledge_by if kept.state is RAISED else None,
        answer_by=kept.answer_by,
    )
    decision = Decision().save(asking, event).save(kept)
    if not joins:
        decision.save(topic.evolve(open=kept.id))
        for step in DeskStep:
            _set_timer(decision, kept, step, place)
    return decision


def acknowledge(need: DeskNeed, by: str, *, now: datetime) -> Decision:
    """Note that the department has read a need; doing it twice changes nothing. Raises
    `DeskNeedAnsweredAlready`, and `DeskNeedRead` for one that another has read."""
    if not need.open:
        raise DeskNeedAnsweredAlready
    if need.state is not RAISED:
        if need.acknowledged_by != by:
            raise DeskNeedRead
        return Decision()
    read = need.evolve(state=ACKNOWLEDGED, acknowledged_at=now, acknowledged_by=by)
    event = DeskNeedAcknowledged(
        branch=need.branch, **_subject(read), acknowledged_by=by, answer_by=read.answer_by
    )
    return Decision().save(read, event).cancel(need.timer(DeskStep.ACKNOWLEDGE))


def answer(
    need: DeskNeed,
    topic: DeskTopic,
    word: DeskAnswer,
    words: bytes | None,
    by: str,
    *,
    product: str | None = None,
    now: datetime,
) -> Decision:
    """Answer a need, for everybody who asked. Raises `DeskNeedAnsweredAlready`, `AnswerNeedsProduct`."""
    if not need.open:
        raise DeskNeedAnsweredAlready
    if word is DeskAnswer.PRODUCT and product is None:
        raise AnswerNeedsProduct
    answered = need.evolve(
        state=ANSWERED,
        open=False,
        answered_at=now,
        answered_by=by,
        answer=word,
        answer_words=words,
        product=product,
    )
    event = DeskNeedAnswered(
        branch=need.branch,
        **_subject(answered),
        answer=word,
        asked=answered.asked,
        answered_by=by,
        product=product,
        in_time=DeskStep.ANSWER not in need.late,
    )
    decision = Decision().save(answered, event)
    if topic.open == need.id:
        decision.save(topic.evolve(open=None))
    return decision.cancel(need.timer(DeskStep.ACKNOWLEDGE)).cancel(need.timer(DeskStep.ANSWER))


def pass_deadline(need: DeskNeed, step: DeskStep) -> Decision:
    """Tell that the desk is late with a step, once for each."""
    waits = need.state is RAISED if step is DeskStep.ACKNOWLEDGE else need.open
    if not waits or step in need.late:
        return Decision()
    late = need.evolve(late=(*need.late, step))
    event = DeskNeedOverdue(branch=need.branch, **_subject(late), what=step, due=need.due_of(step))
    return Decision().save(late, event)


def forget(asking: DeskAsking) -> Decision:
    """Name a customer who was erased no more, and drop what was said of them; the need stays counted."""
    return Decision().save(asking.evolve(customer=None, need_id=None, words=None))


def _begun(raised: Raised, settings: DeskSettings, place: BranchPlace, now: datetime) -> DeskNeed:
    today = place.day_of(now)
    by = {step: place.calendar.add(today, settings.days_of(step)).isoformat() for step in DeskStep}
    return DeskNeed(
        id=raised.id,
        branch=raised.branch,
        need=raised.need,
        missing=raised.missing,
        raised_at=now,
        acknowledge_by=by[DeskStep.ACKNOWLEDGE],
        answer_by=by[DeskStep.ANSWER],
    )


def _set_timer(decision: Decision, need: DeskNeed, step: DeskStep, place: BranchPlace) -> None:
    ends = place.end_of(date.fromisoformat(need.due_of(step)))
    due = DeskDeadline(branch=need.branch, desk_need=need.id, step=step)
    decision.schedule(need.timer(step), ends, due, correlation_id=need.correlation_id)


def _subject(need: DeskNeed) -> dict[str, object]:
    return {"desk_need": need.id, "need": need.need, "missing": need.missing, "count": need.count}
