"""The history of a customer file (W2): one document for each change of a field, so that the file can be read
as of any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.customer.files.domain.customer import Customer, Holding, PersonalData
from shared.contracts.base import Event
from shared.contracts.customer import CustomerEvent
from shared.contracts.customer.words import CustomerKind, FileField, RiskClass, SpokenLanguage
from shared.contracts.words import Segment
from shared.domain import Decision, Document
from shared.errors import Refusal

SEALED = ("name", "phone", "identity", "preferred_name", "dates")
"""Fields whose values are kept under seal alone."""
ERASED_AT_ONCE = 200
Value = str | tuple[str, ...] | tuple[Holding, ...] | datetime | None


class HistoryErasureDue(CustomerEvent):
    """More of the history of an erased customer is to be blanked (Q1). A timer."""

    customer: str


class FileChanged(Refusal):
    code, status = "file_changed", 409
    en, zh = (
        "Somebody has changed this file meanwhile; read it again, and change what is still wrong.",
        "该档案已被他人更改，请重新查看后再更改。",
    )


class NotOpenedYet(Refusal):
    code, status = "file_not_opened_yet", 404
    en, zh = "This file was not open yet on that day.", "该日尚未建立此档案。"


@dataclass(frozen=True)
class Source:
    """The origin of a change: the `id` of the event or command that led to it, the actor, and the time when
    it was recorded. `valid_from` is given where the fact is older than its recording."""

    id: str
    by: str
    at: datetime
    valid_from: datetime | None = None


class Fact(Document):
    """A field of a customer's file from `valid_from` on, until a later fact about it; `number` is its place
    in the history of the file. `source` is the id of the event or command behind it. Of a field that is kept
    under seal, `sealed` is the value, and `value` at most the masked name."""

    collection: ClassVar[str] = "facts"

    customer: str
    field: FileField
    number: int
    valid_from: datetime
    recorded_at: datetime
    source: str
    by: str
    value: Value = None
    sealed: bytes | None = None
    erased: bool = False

    @property
    def correlation_id(self) -> str:
        return self.customer


def with_facts(before: Customer | None, after: Customer, source: Source, *events: Event) -> Decision:
    """Save the file with its `events`, and a fact for each field that differs from `before`."""
    was, now = (tracked(before) if before else {}), tracked(after)
    changed = [field for field in FileField if now[field] != was.get(field, (None, None))]
    decision = Decision().save(after.evolve(facts=after.facts + len(changed)), *events)
    for number, field in enumerate(changed, after.facts + 1):
        value, sealed = now[field]
        fact = Fact(
            id=f"{after.id}:{number}",
            customer=after.id,
            field=field,
            number=number,
            valid_from=source.valid_from or source.at,
            recorded_at=source.at,
            source=source.id,
            by=source.by,
            value=value,
            sealed=sealed,
        )
        decision.save(fact)
    return decision


def tracked(customer: Customer) -> dict[FileField, tuple[Value, bytes | None]]:
    """Return the fields of a file whose history is kept, each with its clear and its sealed value."""
    sealed = customer.sealed
    under_seal = {name: getattr(sealed, name, None) for name in SEALED}
    return {
        FileField.NAME: (customer.masked_name, under_seal["name"]),
        FileField.PHONE: (None, under_seal["phone"]),
        FileField.IDENTITY: (None, under_seal["identity"]),
        FileField.KIND: (customer.kind.value, None),
        FileField.SEGMENT: (customer.segment.value, None),
        FileField.ACCOUNT_MANAGER: (customer.account_manager, None),
        FileField.PREFERRED_NAME: (None, under_seal["preferred_name"]),
        FileField.LANGUAGE: (customer.language and customer.language.value, None),
        FileField.TAGS: (customer.tags or None, None),
        FileField.HOUSEHOLD: (customer.household, None),
        FileField.RISK: (customer.risk and customer.risk.value, None),
        FileField.REVIEW_DUE: (customer.review_due, None),
        FileField.DATES: (None, under_seal["dates"]),
        FileField.HOLDINGS: (customer.holdings or None, None),
    }


def text_of(value: Value) -> str | None:
    """Write a clear value for people."""
    if isinstance(value, tuple):
        return ", ".join(
            f"{one.product} {one.amount / 100:.2f} {one.currency}" if isinstance(one, Holding) else one
            for one in value
        )
    return value.isoformat() if isinstance(value, datetime) else value


def erase_facts(branch: str, customer: str, found: Sequence[Fact], now: datetime) -> Decision:
    """Blank the values of some facts about an erased customer; where there may be more, a timer goes on."""
    decision = Decision()
    for fact in found:
        decision.save(fact.evolve(value=None, sealed=None, erased=True))
    if len(found) >= ERASED_AT_ONCE:
        event = HistoryErasureDue(branch=branch, customer=customer)
        decision.schedule(f"history_erasure:{customer}", now, event, correlation_id=customer)
    return decision


def latest(facts: Iterable[Fact], at: datetime) -> dict[FileField, Fact]:
    """Return the fact about each field that holds at a moment; of two from one moment, the one that was
    recorded later."""
    found: dict[FileField, Fact] = {}
    for fact in sorted(facts, key=lambda one: (one.valid_from, one.number)):
        if fact.valid_from <= at:
            found[fact.field] = fact
    return found


def as_of(customer: Customer, facts: Iterable[Fact], at: datetime) -> Customer:
    """Return the file as it stood at a moment, by the facts about it. Raises `NotOpenedYet`."""
    held = latest(facts, at)
    if FileField.NAME not in held or at < customer.opened_at:
        raise NotOpenedYet

    def clear(field: FileField) -> Value:
        return held[field].value if field in held else None

    def choice(field: FileField) -> str | None:
        value = clear(field)
        return value if isinstance(value, str) else None

    under_seal = {name: held[field].sealed for name in SEALED if (field := FileField(name)) in held}
    language, risk = choice(FileField.LANGUAGE), choice(FileField.RISK)
    sealed = PersonalData.model_validate(under_seal) if customer.sealed else None
    return customer.evolve(
        masked_name=choice(FileField.NAME) or customer.masked_name,
        sealed=sealed,
        kind=CustomerKind(choice(FileField.KIND) or CustomerKind.PERSON),
        segment=Segment(choice(FileField.SEGMENT) or Segment.MASS),
        account_manager=choice(FileField.ACCOUNT_MANAGER),
        language=SpokenLanguage(language) if language else None,
        tags=clear(FileField.TAGS) or (),
        household=choice(FileField.HOUSEHOLD),
        risk=RiskClass(risk) if risk else None,
        review_due=clear(FileField.REVIEW_DUE),
        holdings=clear(FileField.HOLDINGS) or (),
        held_at=held[FileField.HOLDINGS].valid_from if FileField.HOLDINGS in held else None,
    )
