"""Cards, numbers, phones and codes over HTTP (D2, D6)."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from services.customer.files.api.reading import must_keep
from services.customer.files.commands import LinkCredential, RevokeCredential
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from shared.contracts.devices import Credential
from shared.privacy import blind_index
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["credentials"])
Hash = Annotated[str, Path(pattern=r"^[a-z]{1,16}(\.\d)?:[0-9a-f]{32}$")]


class Linked(BaseModel):
    """The keyed hash under which a credential is known; its value is not kept."""

    credential: str


@router.post("/customers/{customer}/credentials", status_code=201)
async def link_credential(
    customer: Annotated[Customer, may_on(find_customer, LinkCredential, "customer")],
    credential: Credential,
    caller: Caller,
) -> Linked:
    """Let a card, number, phone or code identify the customer; for those who keep the customer. One that a
    customer of another branch has is linked as any other, and goes on identifying that one."""
    await _must_keep_credentials(caller, customer)
    hashed = blind_index(caller.runtime.settings.key("blind_key"), credential.kind, credential.value)
    await caller.execute(LinkCredential(customer.id, hashed), customer.branch)
    return Linked(credential=hashed)


@router.delete("/customers/{customer}/credentials/{credential}", status_code=204)
async def revoke_credential(
    customer: Annotated[Customer, may_on(find_customer, RevokeCredential, "customer")],
    credential: Hash,
    caller: Caller,
) -> None:
    """Revoke a credential, such as a card that was lost or a number that was given back; for those who keep
    the customer."""
    await _must_keep_credentials(caller, customer)
    await caller.execute(RevokeCredential(customer.id, credential), customer.branch)


async def _must_keep_credentials(caller: Asking, customer: Customer) -> None:
    """Raises `FileErased`; `NotAllowed`, on record, for who does not keep the customer."""
    await must_keep(caller, customer, ("credentials",), purpose="keep_credentials")
