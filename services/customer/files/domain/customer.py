"""The customer file (客户档案, W2) with its data key. Personal data is kept only under seal."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import CorrectionReason, Segment
from shared.domain import Document
from shared.errors import Refusal

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


class PersonalData(BaseModel):
    """Name, phone and identity number, each sealed under the customer's data key at its own place."""

    model_config = ConfigDict(frozen=True)

    name: bytes
    phone: bytes
    identity: bytes | None = None


class Correction(BaseModel):
    """A correction of some `fields`, with the personal data `before` it, under the same data key."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    by: str
    reason: CorrectionReason
    fields: tuple[str, ...]
    before: PersonalData


class CustomerNeed(BaseModel):
    """A need of a customer, as a word of the catalogue; open until `closed_at` (A1)."""

    model_config = ConfigDict(frozen=True)

    id: str
    word: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None


class Customer(Document):
    """One customer. `branch` is the home branch, `credentials` are the keyed hashes of all that they hold;
    `filed` are those of the phone and the identity number on file, by kind; `corrections` are in order.
    A file that is locked is read by nobody, and erased at `erase_at`."""

    collection: ClassVar[str] = "customers"

    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    sealed: PersonalData | None
    credentials: tuple[str, ...] = ()
    filed: dict[str, str] = {}
    corrections: tuple[Correction, ...] = ()
    needs: tuple[CustomerNeed, ...] = ()
    opened_at: datetime
    locked_at: datetime | None = None
    erase_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def open_needs(self) -> tuple[CustomerNeed, ...]:
        """Return the needs that are not closed."""
        return tuple(need for need in self.needs if need.closed_at is None)

    @property
    def open_need_words(self) -> tuple[str, ...]:
        """Return the words of the open needs."""
        return tuple(need.word for need in self.open_needs)

    def must_exist(self) -> None:
        """Raises `FileErased` if the file is gone, `FileLocked` if it is closed."""
        if self.erased_at is not None:
            raise FileErased
        if self.locked_at is not None:
            raise FileLocked


class DataKey(Document):
    """The key of one customer's personal data, wrapped by the master key. Nothing opens without it, so that
    `wrapped` = None erases every copy of the file."""

    collection: ClassVar[str] = "data_keys"

    wrapped: bytes | None
