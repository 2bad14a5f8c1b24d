"""A customer file as it is shown over HTTP (W2, Q1): masked, or with the personal data."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from services.customer.files.domain.customer import Customer, Holding
from services.customer.files.domain.facts import Fact
from services.customer.files.sealing import Clear, ImportantDate
from shared.contracts.customer.words import CustomerKind, FileField, RiskClass, SpokenLanguage
from shared.contracts.words import Segment


class OpenNeed(BaseModel):
    """A need that is not closed, as a word of the catalogue."""

    id: str
    need: str


class FactShown(BaseModel):
    """The origin of a fact: from when it holds, when and by whom it was recorded, and the id of the event or
    command behind it."""

    valid_from: datetime
    recorded_at: datetime
    by: str
    source: str

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """Return the origin of a fact."""
        return cls(valid_from=fact.valid_from, recorded_at=fact.recorded_at, by=fact.by, source=fact.source)


class PastFact(FactShown):
    """A fact of the history of a field, with its value as text."""

    value: str | None


class CustomerFile(BaseModel):
    """A file; `edition` counts the changes of it, `keeper_mark` is that of the account manager. All from
    `clear` on is given to the customer's own account manager and the branch head alone; `absorbed` are the
    ids of files that were merged into this one; `facts` are the origins of the fields, of a file as of a
    day."""

    customer: str
    branch: str
    kind: CustomerKind
    masked_name: str
    segment: Segment
    account_manager: str | None
    keeper_mark: str
    edition: int
    needs: list[OpenNeed]
    language: SpokenLanguage | None
    as_of: str | None = None
    clear: bool = False
    name: str | None = None
    phone: str | None = None
    identity: str | None = None
    credentials: tuple[str, ...] | None = None
    preferred_name: str | None = None
    tags: tuple[str, ...] = ()
    household: str | None = None
    risk: RiskClass | None = None
    review_due: datetime | None = None
    dates: list[ImportantDate] = []
    holdings: tuple[Holding, ...] = ()
    held_at: datetime | None = None
    absorbed: tuple[str, ...] = ()
    facts: dict[FileField, FactShown] = {}


def shown(customer: Customer, clear: Clear | None = None) -> CustomerFile:
    """Show a file: masked, or with what was opened of it."""
    masked = CustomerFile(
        customer=customer.id,
        branch=customer.branch,
        kind=customer.kind,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
        keeper_mark=customer.keeper_mark,
        edition=customer.edition,
        needs=open_needs_of(customer),
        language=customer.language,
    )
    if clear is None:
        return masked
    return masked.model_copy(
        update={
            "clear": True,
            "name": clear.name,
            "phone": clear.phone,
            "identity": clear.identity,
            "credentials": customer.credentials,
            "preferred_name": clear.preferred_name,
            "tags": customer.tags,
            "household": customer.household,
            "risk": customer.risk,
            "review_due": customer.review_due,
            "dates": clear.important_dates,
            "holdings": customer.holdings,
            "held_at": customer.held_at,
            "absorbed": customer.absorbed,
        }
    )


def open_needs_of(customer: Customer) -> list[OpenNeed]:
    """Show the open needs of a customer."""
    return [OpenNeed(id=need.id, need=need.word) for need in customer.open_needs]
