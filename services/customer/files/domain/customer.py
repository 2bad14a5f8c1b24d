"""The customer file (客户档案, W2) and what belongs to it. Personal data is here only under seal."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.words import CorrectionReason, Segment
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


class Correction(BaseModel):
    """What a file was before somebody corrected these fields of it; it opens with the same data key."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    by: str
    reason: CorrectionReason
    fields: tuple[str, ...]
    before: PersonalData


class Need(BaseModel):
    """Something a customer wants, as a word of the catalogue; open until `closed_at` (A1)."""

    model_config = ConfigDict(frozen=True)

    id: str
    word: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None


class Customer(Document):
    """One customer. `branch` is the home branch, `credentials` all that they hold, as keyed hashes; `filed`
    are those of the phone and the identity number on file, by kind; `corrections` are in their order."""

    collection: ClassVar[str] = "customers"

    branch: str
    masked_name: str
    segment: Segment
    account_manager: str | None = None
    sealed: PersonalData | None
    credentials: tuple[str, ...] = ()
    filed: dict[str, str] = {}
    corrections: tuple[Correction, ...] = ()
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
    """A card, identity number, phone or code; the id is its keyed hash. It says whose it is while `live`.

    A phone may have several `holders`, such as a family: then it reaches each of them, and tells of nobody
    who they are."""

    collection: ClassVar[str] = "credentials"

    customer: str
    live: bool = True
    holders: tuple[str, ...] = ()

    @property
    def is_shareable(self) -> bool:
        return self.id.startswith("phone:")

    def others(self, customer: str) -> tuple[str, ...]:
        """Those besides `customer` who hold it."""
        holders = self.holders or ((self.customer,) if self.live else ())
        return tuple(one for one in holders if one != customer)

    def stands_for(self, customer: str) -> bool:
        return self.live and self.customer == customer

    @property
    def correlation_id(self) -> str:
        return self.customer
