"""What tells who somebody is (D2, D6)."""

from dataclasses import dataclass

from services.customer.files.domain.credentials import link, revoke
from services.customer.files.domain.customer import Credential, Customer
from shared.unit import Unit


@dataclass(frozen=True)
class Held:
    """A keyed hash and whose it is."""

    customer: str
    credential: str


async def link_credential(held: Held, unit: Unit) -> None:
    customer = await unit.get(Customer, held.customer)
    unit.keep(link(customer, held.credential, await unit.find(Credential, held.credential)))


async def revoke_credential(held: Held, unit: Unit) -> None:
    customer = await unit.get(Customer, held.customer)
    unit.keep(revoke(customer, await unit.get(Credential, held.credential)))


async def credentials_of(customer: Customer, unit: Unit) -> list[Credential]:
    """All that a customer holds."""
    return [await unit.get(Credential, hashed) for hashed in customer.credentials]
