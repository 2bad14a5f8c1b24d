"""Credentials: cards, identity numbers, phones and codes that identify a customer (D2, D6)."""

from collections.abc import Iterable, Mapping, Sequence
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
    All else has one holder at a branch; of holders at several branches it identifies the first, and no branch
    is told of another's. `branches` are their home branches, by holder; one that is not named there counts as
    of every branch.
    """

    collection: ClassVar[str] = "credentials"

    customer: str
    live: bool = True
    holders: tuple[str, ...] = ()
    branches: dict[str, str] = {}

    @property
    def is_shareable(self) -> bool:
        return self.id.startswith("phone:")

    def others(self, customer: str) -> tuple[str, ...]:
        """Return the holders besides `customer`."""
        holders = self.holders or ((self.customer,) if self.live else ())
        return tuple(one for one in holders if one != customer)

    def is_held_at(self, branch: str, besides: str) -> bool:
        """Return whether a customer of the branch holds it, besides one."""
        return any(self.branches.get(one, branch) == branch for one in self.others(besides))

    def held_by(self, holders: Sequence[str], *new: Customer) -> "CredentialRecord":
        """Return it with these holders, and `new` ones after them."""
        homes = {one: home for one, home in self.branches.items() if one in holders}
        return self.evolve(
            holders=(*holders, *(one.id for one in new)),
            branches={**homes, **{one.id: one.branch for one in new}},
        )

    def identifies(self, customer: str) -> bool:
        """Return whether the credential is live and this customer's."""
        return self.live and self.customer == customer

    @property
    def correlation_id(self) -> str:
        return self.customer


RemainingHolders = Mapping[str, Customer]
"""The first of the other customers who hold a credential when one releases it, by credential."""


def link(customer: Customer, hashed: str, known: CredentialRecord | None) -> Decision:
    """Link the credential `hashed` to the customer. Linking it twice changes nothing.

    Raises `FileErased`, `CredentialTaken`.
    """
    customer.must_exist()
    if hashed in customer.credentials:
        return Decision()
    if known is not None and known.is_held_at(customer.branch, customer.id):
        raise CredentialTaken
    linked = customer.evolve(credentials=(*customer.credentials, hashed))
    return Decision().save(linked).then(add_holder(customer, hashed, known))


def revoke(customer: Customer, credential: CredentialRecord, remaining: RemainingHolders) -> Decision:
    """Revoke a credential, which may be linked to another customer from then on.

    Raises `NotFound` unless the customer holds it.
    """
    if credential.id not in customer.credentials:
        raise NotFound
    left = tuple(hashed for hashed in customer.credentials if hashed != credential.id)
    return Decision().save(customer.evolve(credentials=left)).then(release(customer, credential, remaining))


def add_holder(customer: Customer, hashed: str, known: CredentialRecord | None) -> Decision:
    """Make the customer a holder of a credential. A phone with other holders identifies nobody from now on;
    all else goes on identifying the holder of another branch.

    Raises `CredentialTaken` for anything but a phone that another customer of the branch holds.
    """
    credential = known or CredentialRecord(id=hashed, customer=customer.id, live=False)
    others = credential.others(customer.id)
    held = credential.held_by(others, customer)
    if not others:
        return Decision().save(held.evolve(customer=customer.id, live=True), _linked(customer, hashed))
    if held.is_shareable:
        events = [_revoked(customer.branch, credential)] if credential.live else []
        return Decision().save(held.evolve(live=False), *events)
    if credential.is_held_at(customer.branch, customer.id):
        raise CredentialTaken
    return Decision().save(held)


def release(customer: Customer, credential: CredentialRecord, remaining: RemainingHolders) -> Decision:
    """Take the customer off the holders of a credential. A shared phone that one customer is left with
    identifies them again, and all else the first of those who are left."""
    others, identified = credential.others(customer.id), credential.identifies(customer.id)
    left = credential.held_by(others).evolve(live=credential.live and not identified)
    events = [_revoked(customer.branch, credential)] if identified else []
    heir = remaining.get(credential.id) if not left.live else None
    if heir is not None and others[:1] == (heir.id,) and (len(others) == 1 or not left.is_shareable):
        linked = left.evolve(customer=heir.id, live=True)
        return Decision().save(linked, *events, _linked(heir, credential.id))
    return Decision().save(left, *events)


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
