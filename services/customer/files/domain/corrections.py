"""Correcting a customer file (W2): by whom, why, and what it was before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.credentials import Heirs, hold, let_go, tell_anew
from services.customer.files.domain.customer import Correction, Credential, Customer
from services.customer.files.domain.files import registered
from shared.contracts.customer import CustomerCorrected
from shared.contracts.words import CorrectionReason
from shared.domain import Decision
from shared.errors import Refusal

CORRECTIONS_AT_MOST = 100


class FileChanged(Refusal):
    code, status = "file_changed", 409
    en, zh = (
        "Somebody has corrected this file meanwhile; read it again, and correct what is still wrong.",
        "该档案已被他人更正，请重新查看后再更正。",
    )


class TooManyCorrections(Refusal):
    code, status = "too_many_corrections", 409
    en, zh = (
        "This file was corrected 100 times; open a new one.",
        "该档案更正次数已达上限，请另建新档案。",
    )


@dataclass(frozen=True)
class NewCorrection:
    """What is other than on file. `edition` is how many corrections the file had when it was read; `sealed`
    are the new fields, None for one that is taken out; `filed` are the keyed hashes that go with them, by
    kind."""

    customer: str
    edition: int
    by: str
    reason: CorrectionReason
    sealed: Mapping[str, bytes | None]
    masked_name: str | None
    filed: Mapping[str, str | None]


def correct_file(
    customer: Customer, new: NewCorrection, held: Sequence[Credential], heirs: Heirs, *, now: datetime
) -> Decision:
    """Put the new fields in the place of the old, which are kept under the same seal, and let the new phone
    and number tell who somebody is. `held` are the credentials of the customer, and those of the new fields.

    Raises `FileChanged` when somebody else was faster, `CredentialTaken`.
    """
    customer.must_exist()
    if customer.sealed is None or new.edition != len(customer.corrections):
        raise FileChanged
    if len(customer.corrections) >= CORRECTIONS_AT_MOST:
        raise TooManyCorrections
    if not new.sealed:
        return Decision()
    fields = tuple(new.sealed)
    before = Correction(at=now, by=new.by, reason=new.reason, fields=fields, before=customer.sealed)
    gone = [old for kind in new.filed if (old := customer.filed.get(kind)) and old != new.filed[kind]]
    fresh = [hashed for hashed in new.filed.values() if hashed and hashed not in customer.credentials]
    corrected = customer.evolve(
        sealed=customer.sealed.model_copy(update=dict(new.sealed)),
        masked_name=new.masked_name or customer.masked_name,
        corrections=(*customer.corrections, before),
        credentials=(*(one for one in customer.credentials if one not in gone), *fresh),
        filed=_filed(customer, new),
    )
    told = CustomerCorrected(
        branch=customer.branch,
        customer=customer.id,
        masked_name=corrected.masked_name,
        fields=fields,
        reason=new.reason,
        corrected_by=new.by,
    )
    decision = Decision().save(corrected, registered(corrected), told)
    return _rehold(decision, corrected, gone, fresh, {one.id: one for one in held}, heirs)


def _filed(customer: Customer, new: NewCorrection) -> dict[str, str]:
    after = {**customer.filed, **new.filed}
    return {kind: hashed for kind, hashed in after.items() if hashed}


def _rehold(
    decision: Decision,
    customer: Customer,
    gone: Iterable[str],
    fresh: Iterable[str],
    held: Mapping[str, Credential],
    heirs: Heirs,
) -> Decision:
    """Let the old credentials go, take the new, and tell those that stay under the new name."""
    for hashed in gone:
        if hashed in held:
            let_go(decision, customer, held[hashed], heirs)
    for hashed in fresh:
        hold(decision, customer, hashed, held.get(hashed))
    stay = [one for id, one in held.items() if id in customer.credentials and id not in fresh]
    return tell_anew(decision, customer, stay)
