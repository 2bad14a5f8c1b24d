"""Opening, changing and erasing the customer file (客户档案, W2; Q1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.credentials import (
    CredentialRecord,
    RemainingHolders,
    add_holder,
    announce,
    release,
)
from services.customer.files.domain.customer import NOBODY, Customer, DataKey, PersonalData, place_of
from services.customer.files.domain.facts import Source, with_facts
from shared.contracts.customer import CustomerErased, CustomerRegistered
from shared.contracts.customer.words import CustomerKind
from shared.contracts.words import Segment
from shared.domain import Decision
from shared.errors import Refusal


class CustomerExists(Refusal):
    code, status = "customer_exists", 409
    en, zh = "A customer of another branch has this id.", "该客户编号已属于其他网点。"


@dataclass(frozen=True)
class NewFile:
    """A file to be opened; `credentials` are keyed hashes, `wrapped_key` opens `sealed`, `keys` are the keyed
    hashes of the ways to write the name, `decade` is that of the birth, if known."""

    id: str
    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None
    sealed: PersonalData
    wrapped_key: bytes
    credentials: tuple[str, ...]
    kind: CustomerKind = CustomerKind.PERSON
    keys: tuple[str, ...] = ()
    decade: int | None = None


def open_file(
    new: NewFile,
    existing: Customer | None,
    known: Iterable[CredentialRecord],
    source: Source,
    *,
    again: bool = False,
    published: bool = True,
) -> Decision:
    """Open a file and link its credentials, of which `known` exist. A file that exists stays as it is; one
    that was withdrawn is opened `again`, and its history goes on. With `published` False the caller says
    so.

    Raises `FileErased`, `CustomerExists`, `CredentialTaken`.
    """
    if existing is not None and not (again and existing.erased_at and existing.branch == new.branch):
        if existing.branch != new.branch:
            raise CustomerExists  # whatever became of them there
        existing.must_exist()
        return Decision()
    customer = Customer(
        id=new.id,
        branch=new.branch,
        masked_name=new.masked_name,
        segment=new.segment,
        account_manager=new.account_manager,
        kind=new.kind,
        sealed=new.sealed,
        keys=new.keys,
        decade=new.decade,
        place=place_of(new.id),
        credentials=new.credentials,
        filed={hashed.partition(":")[0]: hashed for hashed in new.credentials},
        opened_at=source.at,
        facts=existing.facts if existing else 0,
    )
    by_hash = {credential.id: credential for credential in known}
    events = [registered(customer, opened=True)] if published else []
    return (
        with_facts(None, customer, source, *events)
        .save(DataKey(id=new.id, wrapped=new.wrapped_key))
        .then(*(add_holder(customer, hashed, by_hash.get(hashed)) for hashed in new.credentials))
    )


def change_file(
    customer: Customer, credentials: Sequence[CredentialRecord], source: Source, **changes: object
) -> Decision:
    """Change what other services keep a copy of (segment, account manager), with its history. What changes
    nothing publishes nothing. Raises `FileErased`."""
    customer.must_exist()
    changed = customer.evolve(**changes)
    if changed == customer:
        return Decision()
    event = registered(changed, had_by=customer.account_manager)
    return with_facts(customer, changed, source, event).then(announce(changed, credentials))


def erase_file(
    customer: Customer,
    key: DataKey,
    credentials: Sequence[CredentialRecord],
    remaining: RemainingHolders,
    *,
    now: datetime,
    withdrawn: bool = False,
) -> Decision:
    """Destroy the data key, so that no copy of the file opens again, and release every credential; the event
    lets other services erase theirs. The id and the day are left, and of a file that is only `withdrawn` the
    id may be used again. Erasing twice changes nothing."""
    if customer.erased_at is not None:
        return Decision()
    erased = customer.evolve(
        masked_name=NOBODY,
        segment=Segment.MASS,
        account_manager=None,
        sealed=None,
        credentials=(),
        filed={},
        corrections=(),
        needs=(),
        language=None,
        tags=(),
        decade=None,
        household=None,
        risk=None,
        review_due=None,
        holdings=(),
        held_at=None,
        keys=(),
        erased_at=now,
    )
    return (
        Decision()
        .save(key.evolve(wrapped=None))
        .then(*(release(customer, credential, remaining) for credential in credentials))
        .save(erased, registered(erased), _erased(erased, withdrawn))
    )


def _erased(customer: Customer, withdrawn: bool) -> CustomerErased:
    return CustomerErased(branch=customer.branch, customer=customer.id, withdrawn=withdrawn)


def registered(customer: Customer, *, had_by: str | None = None, opened: bool = False) -> CustomerRegistered:
    """Describe the file to the services that keep a copy; `had_by` is the account manager before."""
    return CustomerRegistered(
        branch=customer.branch,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
        had_by=had_by if had_by != customer.account_manager else None,
        opened=opened,
    )
