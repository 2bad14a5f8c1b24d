"""Cards, numbers, phones and codes over HTTP (D2, D6)."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from services.customer import store
from services.customer.files.handlers.credentials import Held, link_credential, revoke_credential
from services.customer.scope import KEEPS_FILES, Id, customer_for
from shared.access import SignedIn
from shared.contracts.devices import Credential
from shared.errors import NotFound
from shared.privacy import blind_index
from shared.runtime import Runtime

router = APIRouter(prefix="/api/customer", tags=["credentials"])
Hash = Annotated[str, Path(pattern=r"^[a-z]{1,16}(\.\d)?:[0-9a-f]{32}$")]


class Linked(BaseModel):
    """The keyed hash under which a credential is known; its value is not kept."""

    credential: str


@router.post("/customers/{customer}/credentials", status_code=201)
async def link(
    customer: Id, credential: Credential, request: Request, runtime: Runtime, person: SignedIn
) -> Linked:
    """Let a card, number, phone or code stand for the customer."""
    found = await customer_for(runtime, person, customer, *KEEPS_FILES)
    hashed = blind_index(runtime.settings.key("blind_key"), credential.kind, credential.value)
    await runtime.command(request, person, found.branch, link_credential, Held(customer, hashed))
    return Linked(credential=hashed)


@router.delete("/credentials/{credential}", status_code=204)
async def revoke(credential: Hash, request: Request, runtime: Runtime, person: SignedIn) -> None:
    """A card was lost, a number given back: it stands for nobody from now on."""
    person.must_be(*KEEPS_FILES)
    known = await store.credential(runtime.store, credential)
    if known is None:
        raise NotFound(f"credentials/{credential}")
    found = await customer_for(runtime, person, known.customer, *KEEPS_FILES)
    held = Held(known.customer, credential)
    await runtime.command(request, person, found.branch, revoke_credential, held)
