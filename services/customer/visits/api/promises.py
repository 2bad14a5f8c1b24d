"""Promises to customers over HTTP (W1, A4)."""

from typing import Annotated

from fastapi import APIRouter

from services.customer.files.api.reading import must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.visits.api.showing import PromiseNow, may_read_texts, open_promise, shown_promise
from services.customer.visits.commands import KeepPromise
from services.customer.visits.domain.promise import Promise
from services.customer.visits.queries import ViewPromise, find_promise
from shared.errors import NotAllowed, NotFound
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/promises", tags=["visits"])
FIELDS = ("promises",)


@router.get("/{promise}")
async def view_promise(
    promise: Annotated[Promise, may_on(find_promise, ViewPromise, "promise")], caller: Caller
) -> PromiseNow:
    """A promise with its text, for its owner and those who keep the customer; on record."""
    customer = await _served(caller, promise, "view_promise")
    cause = f"visit/{promise.customer_visit}"
    about = [promise.customer]
    await record_reading_of(caller, customer, about, FIELDS, purpose="view_promise", cause=cause)
    return shown_promise(promise, customer.masked_name, await open_promise(caller.runtime, promise))


@router.post("/{promise}/keep")
async def keep_promise(
    promise: Annotated[Promise, may_on(find_promise, KeepPromise, "promise")], caller: Caller
) -> PromiseNow:
    """Note that a promise was kept."""
    customer = await _served(caller, promise, "keep_promise")
    await caller.execute(KeepPromise(promise.id, caller.person.staff), promise.branch)
    after = await find_promise(caller.runtime.store, promise.id)
    return shown_promise(after or promise, customer.masked_name)


async def _served(caller: Asking, promise: Promise, purpose: str) -> Customer:
    """Return the customer to whom something was promised. Raises `NotFound`, `FileErased`, and `NotAllowed`,
    on record, for those who neither own the promise nor keep the customer."""
    customer = await find_customer(caller.runtime.store, promise.customer)
    if customer is None:
        raise NotFound(f"customers/{promise.customer}")
    customer.must_exist()
    if caller.person.staff != promise.owner:
        await must_keep(caller, customer, FIELDS, purpose=purpose)
        if not may_read_texts(caller, promise, customer):
            raise NotAllowed
    return customer
