"""The customer file (客户档案, W2) with its data key. Personal data is kept only under seal."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.customer.words import CustomerKind, RiskClass, SpokenLanguage
from shared.contracts.words import CorrectionReason, Segment
from shared.domain import Document
from shared.editions import mark_of
from shared.errors import Refusal

PLACES = 2**52
NOBODY = "*"
"""The masked name of a customer whose file was erased."""


class FileErased(Refusal):
    code, status = "customer_erased", 410
    en, zh = "This customer's file was erased.", "该客户档案已被删除。"


class FileLocked(Refusal):
    code, status = "customer_locked", 410
    en, zh = (
        "This customer's file is closed, and kept under lock until its term is over.",
        "该客户档案已关闭封存，待保存期满后销毁。",
    )


class FileMerged(Refusal):
    code, status = "customer_merged", 409
    en, zh = "This customer's file was merged into another one.", "该客户档案已合并到另一档案。"


class PersonalData(BaseModel):
    """Name, phone, identity number, preferred name and important dates, each sealed under the customer's data
    key at its own place."""

    model_config = ConfigDict(frozen=True)

    name: bytes
    phone: bytes
    identity: bytes | None = None
    preferred_name: bytes | None = None
    dates: bytes | None = None


class Correction(BaseModel):
    """A correction of some `fields`, with the personal data `before` it, under the same data key."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    by: str
    reason: CorrectionReason
    fields: tuple[str, ...]
    before: PersonalData


class Holding(BaseModel):
    """A product that the customer holds. `amount` is in the hundredth of the `currency`; `matures_on` is a
    day such as ``2027-03-31``."""

    model_config = ConfigDict(frozen=True)

    product: str
    amount: int
    currency: str = "CNY"
    matures_on: str | None = None


class CustomerNeed(BaseModel):
    """An open need of a customer, as a word of the catalogue, until the end of the day `due`; the capability
    `needs` keeps it (A1)."""

    model_config = ConfigDict(frozen=True)

    id: str
    word: str
    due: str


class Customer(Document):
    """One customer. `branch` is the home branch, `credentials` are the keyed hashes of all that they hold;
    `filed` are those of the phone and the identity number on file, by kind; `corrections` are in order.

    `edition` counts what people changed, so that of two who change at once the slower is refused; `facts`
    counts the entries of the file's history; `keys` are the keyed hashes by which the name is found, `place`
    is the customer's in the order of all lists;
    `decade` is that of the birth, such as 1980: as coarse as the kind of a customer needs;
    `household` is the id of a `Household`; `held_at` is the moment as of which the `holdings` are;
    A file that is locked is read by nobody, and erased at `erase_at`.
    `merged_into` is the file that took the place of this one, and `absorbed` are those whose place it took.
    """

    collection: ClassVar[str] = "customers"

    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    kind: CustomerKind = CustomerKind.PERSON
    sealed: PersonalData | None
    language: SpokenLanguage | None = None
    tags: tuple[str, ...] = ()
    decade: int | None = None
    household: str | None = None
    risk: RiskClass | None = None
    review_due: datetime | None = None
    holdings: tuple[Holding, ...] = ()
    held_at: datetime | None = None
    keys: tuple[str, ...] = ()
    place: int = 0
    edition: int = 0
    facts: int = 0
    credentials: tuple[str, ...] = ()
    filed: dict[str, str] = {}
    corrections: tuple[Correction, ...] = ()
    needs: tuple[CustomerNeed, ...] = ()
    opened_at: datetime
    locked_at: datetime | None = None
    erase_at: datetime | None = None
    erased_at: datetime | None = None
    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()

    @property
    def keeper_mark(self) -> str:
        """Return the mark of the account manager."""
        return mark_of(self.account_manager)

    @property
    def open_needs(self) -> tuple[CustomerNeed, ...]:
        """Return the needs that are not closed."""
        return self.needs

    @property
    def open_need_words(self) -> tuple[str, ...]:
        """Return the words of the open needs."""
        return tuple(need.word for need in self.open_needs)

    @property
    def ids(self) -> list[str]:
        """Return the ids under which things of this customer are kept: its own, and those of the files that
        were merged into it."""
        return [self.id, *self.absorbed]

    @property
    def exists(self) -> bool:
        """Return whether the file is neither closed nor merged into another one."""
        return not self.is_closed and self.merged_into is None

    @property
    def is_closed(self) -> bool:
        """Return whether the file is locked or erased: nothing of it is found or changed any more."""
        return self.erased_at is not None or self.locked_at is not None

    def must_exist(self) -> None:
        """Raises `FileErased` if the file is gone, `FileLocked` if it is closed, `FileMerged` if another one
        took its place."""
        if self.erased_at is not None:
            raise FileErased
        if self.locked_at is not None:
            raise FileLocked
        if self.merged_into is not None:
            raise FileMerged


def place_of(id: str) -> int:
    """Return the place of a customer in lists, from 0 to `PLACES`: by a hash of the id, so that a share of
    the places holds about that share of any customers."""
    return int.from_bytes(sha256(id.encode()).digest()[:8]) % PLACES


class DataKey(Document):
    """The key of one customer's personal data, wrapped by the master key. Nothing opens without it, so that
    `wrapped` = None erases every copy of the file."""

    collection: ClassVar[str] = "data_keys"

    wrapped: bytes | None
