"""Recording what a customer says about being contacted, and what they wish (W5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.customer.consents.domain.standing import (
    ConsentRecord,
    ContactStanding,
    Preferences,
    joined,
    pair_of,
)
from services.customer.files.domain.customer import Customer
from shared.contracts.customer import (
    ConsentGiven,
    ConsentKind,
    ConsentSource,
    ConsentState,
    ConsentWithdrawn,
    ContactChannel,
    ContactPreferencesChanged,
    ContactPurpose,
    ContactRefused,
)
from shared.domain import Decision
from shared.errors import Refusal

LEEWAY = timedelta(minutes=5)
"""The difference that the clocks of a person and of the service may have."""
WITHOUT_EVIDENCE = (ConsentSource.CONTRACT, ConsentSource.IMPORT, ConsentSource.ONLINE)
"""Sources of a consent that name no evidence; such a consent never lifts a refusal."""


class RefusedForGood(Refusal):
    code, status = "contact_refused", 409
    en = "The customer refused this for good; only fresh evidence of another will overrides that."
    zh = "客户已明确拒绝，不得再以同样方式联系；除非有新的书面或录音凭证。"


class EvidenceNeeded(Refusal):
    code, status = "evidence_needed", 422
    en = "Say where the proof of the consent lies, such as the number of the form or recording."
    zh = "请填写同意的凭证（如表单编号或录音编号）。"


class ConsentInFuture(Refusal):
    code, status = "consent_in_future", 422
    en, zh = "This day and time are still to come.", "该时间尚未到来。"


@dataclass(frozen=True)
class Word:
    """A word of a customer, as it is to be recorded; `evidence` is sealed, `marks` are its keyed
    hashes, the current one first."""

    id: str
    customer: str
    purpose: ContactPurpose
    channel: ContactChannel
    source: ConsentSource
    at: datetime
    by: str
    evidence: bytes | None = None
    marks: tuple[str, ...] = ()

    @property
    def mark(self) -> str | None:
        """Return the keyed hash that is kept."""
        return self.marks[0] if self.marks else None


def give_consent(
    customer: Customer,
    known: ContactStanding | None,
    word: Word,
    first_used: datetime | None,
    absorbed: Sequence[ContactStanding | None] = (),
    *,
    now: datetime,
) -> Decision:
    """Record that a customer consents; `first_used` is when this evidence was first used, if it was, and
    `absorbed` are the standings of files that were merged into this one.

    Raises `FileErased`, `ConsentInFuture`, `EvidenceNeeded`, `RefusedForGood`.
    """
    if word.mark is None and word.source not in WITHOUT_EVIDENCE:
        raise EvidenceNeeded
    record, standing = _recorded(customer, known, word, ConsentKind.GIVEN, first_used, now=now)
    after = joined(standing, absorbed).of(word.purpose, word.channel)
    if after.state is ConsentState.REFUSED:
        raise RefusedForGood
    event = ConsentGiven(
        branch=customer.branch,
        customer=customer.id,
        record=record.id,
        purpose=word.purpose,
        channel=word.channel,
        source=word.source,
        given_at=word.at,
        has_evidence=word.mark is not None,
        in_force=after.state is ConsentState.GIVEN,
        recorded_by=word.by,
    )
    return Decision().save(record).save(standing, event)


def withdraw_consent(
    customer: Customer, known: ContactStanding | None, word: Word, *, now: datetime
) -> Decision:
    """Record that a customer withdraws a consent, also one that is not known. Raises `FileErased`,
    `ConsentInFuture`."""
    record, standing = _recorded(customer, known, word, ConsentKind.WITHDRAWN, None, now=now)
    event = ConsentWithdrawn(
        branch=customer.branch,
        customer=customer.id,
        record=record.id,
        purpose=word.purpose,
        channel=word.channel,
        source=word.source,
        withdrawn_at=word.at,
        recorded_by=word.by,
    )
    return Decision().save(record).save(standing, event)


def refuse_contact(
    customer: Customer, known: ContactStanding | None, word: Word, *, now: datetime
) -> Decision:
    """Record that a customer refuses for good. Raises `FileErased`, `ConsentInFuture`."""
    record, standing = _recorded(customer, known, word, ConsentKind.REFUSED, None, now=now)
    event = ContactRefused(
        branch=customer.branch,
        customer=customer.id,
        record=record.id,
        purpose=word.purpose,
        channel=word.channel,
        source=word.source,
        refused_at=word.at,
        recorded_by=word.by,
        account_manager=customer.account_manager,
    )
    return Decision().save(record).save(standing, event)


def change_preferences(
    customer: Customer, known: ContactStanding | None, wishes: Preferences, by: str
) -> Decision:
    """Replace the wishes of a customer; the same wishes change nothing. Raises `FileErased`."""
    customer.must_exist()
    standing = known or ContactStanding(id=customer.id, branch=customer.branch)
    before = standing.preferences
    changed = tuple(name for name, value in wishes if value != getattr(before, name))
    if not changed:
        return Decision()
    event = ContactPreferencesChanged(
        branch=customer.branch, customer=customer.id, fields=changed, changed_by=by
    )
    return Decision().save(standing.evolve(preferences=wishes), event)


def erase_record(record: ConsentRecord) -> Decision:
    """Erase the evidence of a word; that it was said stays."""
    return Decision().save(record.evolve(evidence=None, mark=None))


def erase_standing(standing: ContactStanding) -> Decision:
    """Erase the wishes and the address of a customer."""
    return Decision().save(standing.evolve(preferences=Preferences()))


def _recorded(
    customer: Customer,
    known: ContactStanding | None,
    word: Word,
    kind: ConsentKind,
    first_used: datetime | None,
    *,
    now: datetime,
) -> tuple[ConsentRecord, ContactStanding]:
    customer.must_exist()
    if word.at > now + LEEWAY:
        raise ConsentInFuture
    record = ConsentRecord(
        id=word.id,
        branch=customer.branch,
        customer=customer.id,
        kind=kind,
        purpose=word.purpose,
        channel=word.channel,
        source=word.source,
        at=word.at,
        recorded_at=now,
        recorded_by=word.by,
        evidence=word.evidence,
        mark=word.mark,
    )
    standing = known or ContactStanding(id=customer.id, branch=customer.branch)
    pair = standing.of(word.purpose, word.channel).with_word(record, first_used)
    pairs = {**standing.pairs, pair_of(word.purpose, word.channel): pair}
    return record, standing.evolve(pairs=pairs, records=standing.records + 1, branch=customer.branch)
