"""What tells who somebody is: linked, revoked, and told anew when its holder changes (D2, D6)."""

from collections.abc import Iterable

from services.customer.domain.customer import Credential, Customer
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.domain import Decision
from shared.errors import NotFound, Refusal


class CredentialTaken(Refusal):
    code, status = "credential_taken", 409
    en, zh = "This card, number or phone stands for another customer.", "该卡、证件或电话已关联其他客户。"


def link(customer: Customer, hashed: str, known: Credential | None) -> Decision:
    """Let `hashed` stand for the customer. Linking what is linked already changes nothing."""
    customer.must_exist()
    if hashed in customer.credentials:
        return Decision()
    credential = held_by(customer, hashed, known)
    return (
        Decision()
        .put(customer.but(credentials=(*customer.credentials, hashed)))
        .put(credential, linked(customer, hashed))
    )


def revoke(customer: Customer, credential: Credential) -> Decision:
    """Let `credential` stand for nobody; it may be linked to somebody else from then on."""
    if credential.id not in customer.credentials:
        raise NotFound
    left = tuple(hashed for hashed in customer.credentials if hashed != credential.id)
    return (
        Decision()
        .put(customer.but(credentials=left))
        .put(credential.but(live=False), revoked(customer, credential.id))
    )


def tell_anew(decision: Decision, customer: Customer, credentials: Iterable[Credential]) -> Decision:
    """Tell every live credential again, so that whoever keeps a copy learns what changed."""
    for credential in credentials:
        decision.put(credential, linked(customer, credential.id))
    return decision


def held_by(customer: Customer, hashed: str, known: Credential | None) -> Credential:
    """The credential in this customer's hands; `CredentialTaken` while it is in another's."""
    if known is None:
        return Credential(id=hashed, customer=customer.id)
    if known.live and known.customer != customer.id:
        raise CredentialTaken
    return known.but(customer=customer.id, live=True)


def linked(customer: Customer, hashed: str) -> CredentialLinked:
    return CredentialLinked(
        branch=customer.branch,
        credential=hashed,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
    )


def revoked(customer: Customer, hashed: str) -> CredentialRevoked:
    return CredentialRevoked(branch=customer.branch, credential=hashed, customer=customer.id)
