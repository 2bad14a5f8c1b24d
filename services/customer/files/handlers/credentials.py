"""What tells who somebody is (D2, D6)."""

from dataclasses import dataclass

from services.customer.files.domain.credentials import link, revoke
from services.customer.files.domain.customer import Credential, Customer
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Held:
    """A keyed hash and whose it is."""

    customer: str
    credential: str


async def link_credential(held: Held, work: UnitOfWork) -> None:
    customer = await work.get(Customer, held.customer)
    work.apply(link(customer, held.credential, await work.find(Credential, held.credential)))


async def revoke_credential(held: Held, work: UnitOfWork) -> None:
    customer = await work.get(Customer, held.customer)
    work.apply(revoke(customer, await work.get(Credential, held.credential)))


async def credentials_of(customer: Customer, work: UnitOfWork) -> list[Credential]:
    """All that a customer holds."""
    return [await work.get(Credential, hashed) for hashed in customer.credentials]
