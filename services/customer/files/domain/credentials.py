"""Credentials: cards, identity numbers, phones and codes that identify a customer (D2, D6)."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from services.customer.files.domain.customer import Customer
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.domain import Decision, Document
from shared.errors import NotFound, Refusal


class CredentialTaken(Refusal):
    code, status = "credential_taken", 409
    en, zh = "This card, number or phone stands for another customer.", "该卡、证件或电话已关联其他客户。"


class CredentialRecord(Document):
    """A card, identity number, phone or code; the id is its keyed hash. It identifies `customer` while
    it is `live`.

    A phone may have several `holders`, such as a family: it then reaches each of them, and identifies none.
    """

    collection: ClassVar[str] = "credentials"

    customer: str
    live: bool = True
    holders: tuple[str, ...] = ()

    @property
    def is_shareable(self) -> bool:
        return self.id.startswith("phone:")

    def others(self, customer: str) -> tuple[str, ...]:
        """Return the holders besides `customer`."""
        holders = self.holders or ((self.customer,) if self.live else ())
        return tuple(one for one in holders if one != customer)

    def identifies(self, customer: str) -> bool:
        """Return whether the credential is live and this customer's."""
        return self.live and self.customer == customer

    @property
    def correlation_id(self) -> str:
        return self.customer


RemainingHolders = Mapping[str, Customer]
"""The one customer who holds a shared phone when another releases it, by credential."""


def link(customer: Customer, hashed: str, known: CredentialRecord | None) -> Decision:
    """Link the credential `hashed` to the customer. Linking it twice changes nothing.

    Raises `FileErased`, `CredentialTaken`.
    """
    customer.must_exist()
    if hashed in customer.credentials:
        return Decision()
    if known is not None and known.others(customer.id):
        raise CredentialTaken
    linked = customer.evolve(credentials=(*customer.credentials, hashed))
    return Decision().save(linked).then(add_holder(customer, hashed, known))


def revoke(customer: Customer, credential: CredentialRecord) -> Decision:
    """Revoke a credential, which may be linked to another customer from then on.

    Raises `NotFound` unless it identifies the customer.
    """
    if not credential.identifies(customer.id):
        raise NotFound
    left = tuple(hashed for hashed in customer.credentials if hashed != credential.id)
    return Decision().save(customer.evolve(credentials=left)).then(release(customer, credential, {}))


def add_holder(customer: Customer, hashed: str, known: CredentialRecord | None) -> Decision:
    """Make the customer a holder of a credential. A phone with other holders identifies nobody from now on.

    Raises `CredentialTaken` for anything else that another customer holds.
    """
    others = known.others(customer.id) if known else ()
    holders = (*others, customer.id)
    if known is None:
        held = CredentialRecord(id=hashed, customer=customer.id, holders=holders)
    elif not others:
        held = known.evolve(customer=customer.id, live=True, holders=holders)
    elif known.is_shareable:
        events = [_revoked(customer.branch, known)] if known.live else []
        return Decision().save(known.evolve(live=False, holders=holders), *events)
    else:
        raise CredentialTaken
    return Decision().save(held, _linked(customer, hashed))


def release(customer: Customer, credential: CredentialRecord, remaining: RemainingHolders) -> Decision:
    """Take the customer off the holders of a credential. A shared phone that one customer is left with
    identifies them again."""
    others = credential.others(customer.id)
    events = [_revoked(customer.branch, credential)] if credential.identifies(customer.id) else []
    last = remaining.get(credential.id)
    if last is not None and others == (last.id,) and not credential.live:
        unshared = credential.evolve(customer=last.id, live=True, holders=others)
        return Decision().save(unshared, _linked(last, credential.id))
    live = credential.live and bool(others)
    return Decision().save(credential.evolve(live=live, holders=others), *events)


def announce(customer: Customer, credentials: Iterable[CredentialRecord]) -> Decision:
    """Publish the live credentials of a customer again, for the services that keep a copy."""
    decision = Decision()
    for credential in credentials:
        if credential.identifies(customer.id):
            decision.save(credential, _linked(customer, credential.id))
    return decision


def _linked(customer: Customer, hashed: str) -> CredentialLinked:
    return CredentialLinked(
        branch=customer.branch,
        credential=hashed,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
    )


def _revoked(branch: str, credential: CredentialRecord) -> CredentialRevoked:
    return CredentialRevoked(branch=branch, credential=credential.id, customer=credential.customer)
