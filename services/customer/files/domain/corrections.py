"""Correcting a customer file (W2): by whom, why, and the fields before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.customer.files.domain.credentials import (
    CredentialRecord,
    RemainingHolders,
    add_holder,
    announce,
    release,
)
from services.customer.files.domain.customer import Correction, Customer
from services.customer.files.domain.facts import FileChanged, Source, with_facts
from services.customer.files.domain.files import registered
from shared.contracts.customer import CustomerCorrected
from shared.contracts.words import CorrectionReason
from shared.domain import Decision
from shared.errors import Refusal

CORRECTIONS_AT_MOST = 100


class TooManyCorrections(Refusal):
    code, status = "too_many_corrections", 409
    en, zh = (
        "This file was corrected 100 times; open a new one.",
        "该档案更正次数已达上限，请另建新档案。",
    )


@dataclass(frozen=True)
class NewCorrection:
    """A correction to be made. `edition` is that of the file when it was read; `sealed` are the new fields,
    None for one that is taken out; `filed` are the keyed hashes that go with them, by kind; `keys` are those
    of the name, None where it stays; the `decade` of the birth goes with them."""

    edition: int
    by: str
    reason: CorrectionReason
    sealed: Mapping[str, bytes | None]
    masked_name: str | None
    filed: Mapping[str, str | None]
    keys: tuple[str, ...] | None = None
    decade: int | None = None


def correct_file(
    customer: Customer,
    new: NewCorrection,
    held: Sequence[CredentialRecord],
    remaining: RemainingHolders,
    source: Source,
) -> Decision:
    """Replace the fields, keep the old ones under the same seal, and link the new phone and number. `held`
    are the credentials of the customer, and those of the new fields.

    Raises `FileErased`, `FileChanged`, `TooManyCorrections`, `CredentialTaken`.
    """
    customer.must_exist()
    if not new.sealed:
        return Decision()
    if customer.sealed is None or new.edition != customer.edition:
        raise FileChanged
    if len(customer.corrections) >= CORRECTIONS_AT_MOST:
        raise TooManyCorrections
    fields = tuple(new.sealed)
    before = Correction(at=source.at, by=new.by, reason=new.reason, fields=fields, before=customer.sealed)
    gone = [old for kind in new.filed if (old := customer.filed.get(kind)) and old != new.filed[kind]]
    fresh = [hashed for hashed in new.filed.values() if hashed and hashed not in customer.credentials]
    corrected = customer.evolve(
        sealed=customer.sealed.model_copy(update=dict(new.sealed)),
        masked_name=new.masked_name or customer.masked_name,
        corrections=(*customer.corrections, before),
        edition=customer.edition + 1,
        keys=customer.keys if new.keys is None else new.keys,
        decade=customer.decade if new.keys is None else new.decade,
        credentials=(*(one for one in customer.credentials if one not in gone), *fresh),
        filed={kind: hashed for kind, hashed in {**customer.filed, **new.filed}.items() if hashed},
    )
    event = CustomerCorrected(
        branch=customer.branch,
        customer=customer.id,
        masked_name=corrected.masked_name,
        fields=fields,
        reason=new.reason,
        corrected_by=new.by,
    )
    credentials = {one.id: one for one in held}
    stay = [one for id, one in credentials.items() if id in corrected.credentials and id not in fresh]
    return with_facts(customer, corrected, source, registered(corrected), event).then(
        *(release(corrected, credentials[old], remaining) for old in gone if old in credentials),
        *(add_holder(corrected, hashed, credentials.get(hashed)) for hashed in fresh),
        announce(corrected, stay),
    )
