"""The customer file (客户档案, W2) and what belongs to it. Personal data is here only under seal."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import Segment
from shared.domain import Document
from shared.errors import Refusal

NOBODY = "*"


class CustomerErased(Refusal):
    code, status = "customer_erased", 410
    en, zh = "This customer's file was erased.", "该客户档案已被删除。"


class PersonalData(BaseModel):
    """Name, phone and identity number, each sealed under the customer's data key at its own place."""

    model_config = ConfigDict(frozen=True)

    name: bytes
    phone: bytes
    identity: bytes | None = None


class Need(BaseModel):
    """Something a customer wants, as a word of the catalogue; open until `closed_at` (A1)."""

    model_config = ConfigDict(frozen=True)

    id: str
    word: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None


class Customer(Document):
    """One customer. `branch` is the home branch, `credentials` the live ones, as keyed hashes."""

    collection: ClassVar[str] = "customers"

    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    sealed: PersonalData | None
    credentials: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    opened_at: datetime
    erased_at: datetime | None = None

    @property
    def open_needs(self) -> tuple[str, ...]:
        return tuple(need.word for need in self.needs if need.closed_at is None)

    def must_exist(self) -> None:
        """Raises `CustomerErased` if the file is gone."""
        if self.erased_at is not None:
            raise CustomerErased


class DataKey(Document):
    """The key of one customer's personal data, wrapped by the master key. Without it nothing opens, so
    `wrapped` = None is erasure, in every copy of the file."""

    collection: ClassVar[str] = "data_keys"

    wrapped: bytes | None


class Credential(Document):
    """A card, identity number, phone or code; the id is its keyed hash. It says whose it is while `live`."""

    collection: ClassVar[str] = "credentials"

    customer: str
    live: bool = True

    @property
    def story(self) -> str:
        return self.customer
