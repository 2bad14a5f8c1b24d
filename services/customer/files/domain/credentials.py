"""What tells who somebody is: linked, revoked, and told anew when its holder changes (D2, D6)."""

from collections.abc import Iterable, Mapping

from services.customer.files.domain.customer import Credential, Customer
from shared.contracts.customer import CredentialLinked, CredentialRevoked
from shared.domain import Decision
from shared.errors import NotFound, Refusal


class CredentialTaken(Refusal):
    code, status = "credential_taken", 409
    en, zh = "This card, number or phone stands for another customer.", "该卡、证件或电话已关联其他客户。"


Heirs = Mapping[str, Customer]
"""Of a shared phone, the one customer who holds it when another lets it go; by credential."""


def link(customer: Customer, hashed: str, known: Credential | None) -> Decision:
    """Let `hashed` stand for the customer. Linking what is linked already changes nothing."""
    customer.must_exist()
    if hashed in customer.credentials:
        return Decision()
    if known is not None and known.others(customer.id):
        raise CredentialTaken
    return hold(
        Decision().save(customer.evolve(credentials=(*customer.credentials, hashed))), customer, hashed, known
    )


def revoke(customer: Customer, credential: Credential) -> Decision:
    """Let `credential` stand for nobody; it may be linked to somebody else from then on."""
    if not credential.stands_for(customer.id):
        raise NotFound
    left = tuple(hashed for hashed in customer.credentials if hashed != credential.id)
    return let_go(Decision().save(customer.evolve(credentials=left)), customer, credential, {})


def tell_anew(decision: Decision, customer: Customer, credentials: Iterable[Credential]) -> Decision:
    """Tell every live credential again, so that whoever keeps a copy learns what changed."""
    for credential in credentials:
        if credential.stands_for(customer.id):
            decision.save(credential, linked(customer, credential.id))
    return decision


def hold(decision: Decision, customer: Customer, hashed: str, known: Credential | None) -> Decision:
    """Put a credential into the customer's hands. A phone that others hold is a contact from now on, and
    stands for nobody; anything else that another holds is refused with `CredentialTaken`."""
    others = known.others(customer.id) if known else ()
    holders = (*others, customer.id)
    if known is None:
        held = Credential(id=hashed, customer=customer.id, holders=holders)
    elif not others:
        held = known.evolve(customer=customer.id, live=True, holders=holders)
    elif known.is_shareable:
        told = [revoked(customer.branch, known)] if known.live else []
        return decision.save(known.evolve(live=False, holders=holders), *told)
    else:
        raise CredentialTaken
    return decision.save(held, linked(customer, hashed))


def let_go(decision: Decision, customer: Customer, credential: Credential, heirs: Heirs) -> Decision:
    """Take a credential out of the customer's hands. A phone stands for the one who still holds it, if
    any."""
    others = credential.others(customer.id)
    heir = heirs.get(credential.id)
    told = [revoked(customer.branch, credential)] if credential.stands_for(customer.id) else []
    if heir is not None and others == (heir.id,) and not credential.live:
        return decision.save(
            credential.evolve(customer=heir.id, live=True, holders=others), linked(heir, credential.id)
        )
    live = credential.live and bool(others)
    return decision.save(credential.evolve(live=live, holders=others), *told)


def linked(customer: Customer, hashed: str) -> CredentialLinked:
    return CredentialLinked(
        branch=customer.branch,
        credential=hashed,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
    )


def revoked(branch: str, credential: Credential) -> CredentialRevoked:
    """It stands no more for whom it stood."""
    return CredentialRevoked(branch=branch, credential=credential.id, customer=credential.customer)
