"""A complaint case as it is shown over HTTP (D9)."""

from datetime import date, datetime

from pydantic import BaseModel

from services.customer.audit.access import record_reading
from services.customer.audit.on_record import open_on_record
from services.customer.cases.domain.case import Case, CaseState
from services.customer.cases.domain.extending import NoMoreTime, bound_of
from services.customer.cases.domain.rules import Approver, RuleSet
from services.customer.cases.queries import HandleAnyCase, find_case
from shared import clock
from shared.commands import Command
from shared.contracts.customer import CaseClock, ComplaintCause
from shared.contracts.words import AnswerWay, ComplaintTopic
from shared.errors import NotFound
from shared.privacy import seal
from shared.runtime import Asking, ServiceRuntime

TEXTS = ("words", "root_cause", "resolution", "repair_note")


class ClockNow(BaseModel):
    """A clock that runs, until the end of `day`; `days_left` are negative when it is late, and
    `working_days_left` are those after today. `provisional`: the holidays of its year are not announced."""

    clock: CaseClock
    day: str
    due: datetime
    days_left: int
    working_days_left: int
    warned: bool
    late: bool
    owner: str | None
    provisional: bool


class AskedNow(BaseModel):
    """More time that was asked for, its mark, and whose approval it needs; the reason in a single case
    only."""

    until: str
    by: str
    at: datetime
    mark: str
    approver: Approver
    reason: str | None = None


class SentNow(BaseModel):
    """A reply that was sent; `until` and `reason` of a holding reply."""

    by: str
    through: AnswerWay
    on: str
    until: str | None = None
    reason: str | None = None


class RepairNow(BaseModel):
    """The repair of a root cause."""

    owner: str | None
    until: str
    done_at: datetime | None
    done_by: str | None
    in_time: bool | None


class CaseNow(BaseModel):
    """A case as it stands, by the set `rules` of its `law`. The texts are given in a single case only, to its
    owner and the heads, and to nobody who is `recused`. `extend_until` is the last day to which the answer
    may be put off, or null."""

    case: str
    branch: str
    topic: ComplaintTopic
    raised_by: str
    raised_at: datetime
    visit: str | None
    customer: str | None
    masked_name: str | None = None
    state: CaseState
    owner: str | None
    level: int
    take_over_by: datetime | None
    answer_by: datetime
    law: str
    rules: str
    clocks: list[ClockNow]
    extensions: int
    extend_until: str | None
    asked: AskedNow | None
    acknowledged: SentNow | None
    holding_replies: list[SentNow]
    answer: SentNow | None
    taken_over_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    in_time: bool | None
    cause: ComplaintCause | None
    repair: RepairNow | None
    reported_at: datetime | None
    reported_by: str | None
    keep_until: str | None
    recused: bool
    about_staff: str | None = None
    has_words: bool
    words: str | None = None
    root_cause: str | None = None
    resolution: str | None = None
    repair_note: str | None = None
    rule_set: RuleSet | None = None


PLAIN = {
    "branch",
    "topic",
    "raised_by",
    "raised_at",
    "visit",
    "customer",
    "state",
    "owner",
    "level",
    "take_over_by",
    "answer_by",
    "extensions",
    "taken_over_at",
    "settled_at",
    "settled_by",
    "in_time",
    "cause",
    "reported_at",
    "reported_by",
    "keep_until",
}
"""Fields of a case that are shown as they are."""


def shown(case: Case, caller: Asking) -> CaseNow:
    """Show a case without its texts; the one complained about is named to its owner and the heads."""
    today = case.place.day_of(clock.now())
    return CaseNow(
        case=case.id,
        law=case.rules.law,
        rules=case.rules.id,
        clocks=_clocks(case, today),
        extend_until=_bound(case),
        asked=_asked(case),
        acknowledged=_sent(case.acknowledged),
        holding_replies=[one for reply in case.holding_replies if (one := _sent(reply))],
        answer=_sent(case.answer),
        repair=RepairNow(**case.repair.model_dump()) if case.repair else None,
        recused=caller.person.staff == case.about_staff,
        about_staff=case.about_staff if may_read(case, caller) else None,
        has_words=case.words is not None,
        **case.model_dump(include=PLAIN),
    )


async def shown_whole(case: Case, caller: Asking) -> CaseNow:
    """Show a case with its rule set, and with its texts to those who may read them: their reading is put on
    record. Whose repair it is reads the root cause."""
    now = shown(case, caller).model_copy(update={"rule_set": case.rules})
    texts = _texts_for(case, caller)
    if not texts:
        return now
    subject, customers = f"case/{case.id}", [case.customer] if case.customer else []
    await record_reading(caller, case.branch, customers, sorted(texts), purpose="view_case", cause=subject)
    master = caller.runtime.settings.keys("master_key")

    def opened(field: str, text: bytes | None) -> str | None:
        return open_on_record(master, place_of(case.id, field), text, subject)

    read: dict[str, object] = {name: opened(name, getattr(case, name)) for name in TEXTS if name in texts}
    if now.asked and case.asked and "extension" in texts:
        reason = opened("extension", case.asked.reason)
        read["asked"] = now.asked.model_copy(update={"reason": reason})
    if "holding" in texts:
        read["holding_replies"] = [
            shown_reply.model_copy(update={"reason": opened("holding", reply.reason)})
            for shown_reply, reply in zip(now.holding_replies, case.holding_replies, strict=True)
        ]
    return now.model_copy(update=read)


def _texts_for(case: Case, caller: Asking) -> set[str]:
    """Return the texts of a case that there are and that this person may read."""
    there = {name for name in TEXTS if getattr(case, name) is not None}
    if may_read(case, caller):
        asked = {"extension"} if case.asked else set()
        return there | asked | ({"holding"} if any(one.reason for one in case.holding_replies) else set())
    repairs = case.repair is not None and case.repair.owner == caller.person.staff
    return there & {"root_cause"} if repairs else set()


def may_read(case: Case, caller: Asking) -> bool:
    """Tell whether the texts of a case are for this person: its owner and the heads, but never the one
    complained about."""
    if caller.person.staff == case.about_staff:
        return False
    return case.owner == caller.person.staff or caller.may(HandleAnyCase, case.branch)


async def carry_out(caller: Asking, command: Command, case: Case) -> CaseNow:
    """Carry out a command and show the case after it."""
    await caller.execute(command, case.branch)
    return await case_now(caller, case.id)


async def case_now(caller: Asking, id: str) -> CaseNow:
    """Show a case. Raises `NotFound`."""
    found = await find_case(caller.runtime.store, id)
    if found is None:
        raise NotFound(f"complaints/{id}")
    return shown(found, caller)


def sealed(runtime: ServiceRuntime, case: str, field: str, text: str) -> bytes:
    """Return a text of a case, sealed in its place."""
    return seal(runtime.settings.keys("master_key"), text.encode(), place=place_of(case, field))


def place_of(case: str, field: str) -> str:
    """Return the place at which a text of a case is sealed."""
    return f"cases/{case}/{field}"


def _clocks(case: Case, today: date) -> list[ClockNow]:
    calendar, now = case.place.calendar, clock.now()
    return [
        ClockNow(
            days_left=(date.fromisoformat(one.day) - today).days,
            working_days_left=calendar.count(
                date.fromordinal(today.toordinal() + 1), date.fromisoformat(one.day)
            ),
            owner=case.owner_of(one.clock),
            late=one.late or one.due <= now,
            **one.model_dump(include={"clock", "day", "due", "warned", "provisional"}),
        )
        for one in case.clocks
    ]


def _bound(case: Case) -> str | None:
    if case.state is CaseState.SETTLED:
        return None
    try:
        return bound_of(case)
    except NoMoreTime:
        return None


def _asked(case: Case) -> AskedNow | None:
    if case.asked is None:
        return None
    step = case.rules.extensions[case.extensions]
    return AskedNow(approver=step.approver, mark=case.asked.mark, **case.asked.model_dump(exclude={"reason"}))


def _sent(sent: BaseModel | None) -> SentNow | None:
    return SentNow(**sent.model_dump(exclude={"reason"})) if sent else None
