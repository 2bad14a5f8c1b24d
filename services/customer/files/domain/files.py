"""Opening, changing and erasing the customer file (客户档案, W2; Q1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.customer.files.domain.credentials import Heirs, hold, let_go, tell_anew
from services.customer.files.domain.customer import NOBODY, Credential, Customer, DataKey, PersonalData
from shared.contracts.customer import CustomerErased, CustomerRegistered
from shared.contracts.words import Segment
from shared.domain import Decision
from shared.errors import Refusal


class CustomerExists(Refusal):
    code, status = "customer_exists", 409
    en, zh = "A customer of another branch has this id.", "该客户编号已属于其他网点。"


@dataclass(frozen=True)
class NewFile:
    """What a file is opened with; `credentials` are keyed hashes, `wrapped_key` opens `sealed`."""

    id: str
    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None
    sealed: PersonalData
    wrapped_key: bytes
    credentials: tuple[str, ...]


@dataclass(frozen=True)
class NewSegment:
    customer: str
    segment: Segment


@dataclass(frozen=True)
class NewAccountManager:
    customer: str
    account_manager: str | None


def open_file(
    new: NewFile, existing: Customer | None, known: Iterable[Credential], *, now: datetime
) -> Decision:
    """Open a file and link what it was opened with: a phone that others hold is a contact, and no more. A
    file that is there already stays as it is."""
    if existing is not None:
        existing.must_exist()
        if existing.branch != new.branch:
            raise CustomerExists
        return Decision()
    customer = Customer(
        id=new.id,
        branch=new.branch,
        masked_name=new.masked_name,
        segment=new.segment,
        account_manager=new.account_manager,
        sealed=new.sealed,
        credentials=new.credentials,
        filed={hashed.partition(":")[0]: hashed for hashed in new.credentials},
        opened_at=now,
    )
    decision = Decision().save(customer, registered(customer))
    decision.save(DataKey(id=new.id, wrapped=new.wrapped_key))
    by_hash = {credential.id: credential for credential in known}
    for hashed in new.credentials:
        hold(decision, customer, hashed, by_hash.get(hashed))
    return decision


def change_file(customer: Customer, credentials: Sequence[Credential], **changes: object) -> Decision:
    """Change what others keep a copy of (segment, account manager) and tell them. No change, no word."""
    customer.must_exist()
    changed = customer.evolve(**changes)
    if changed == customer:
        return Decision()
    return tell_anew(Decision().save(changed, registered(changed)), changed, credentials)


def erase_file(
    customer: Customer, key: DataKey, credentials: Sequence[Credential], heirs: Heirs, *, now: datetime
) -> Decision:
    """Destroy the data key, so that no copy of the file opens again, and revoke every credential; the other
    services are told to forget. What is left is the id and the day. Erasing twice changes nothing."""
    if customer.erased_at is not None:
        return Decision()
    gone = customer.evolve(
        masked_name=NOBODY,
        segment=Segment.MASS,
        account_manager=None,
        sealed=None,
        credentials=(),
        filed={},
        corrections=(),
        needs=(),
        erased_at=now,
    )
    decision = Decision().save(key.evolve(wrapped=None))
    for credential in credentials:
        let_go(decision, customer, credential, heirs)
    return decision.save(gone, registered(gone), CustomerErased(branch=gone.branch, customer=gone.id))


def registered(customer: Customer) -> CustomerRegistered:
    return CustomerRegistered(
        branch=customer.branch,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
    )
