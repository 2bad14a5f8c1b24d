"""Customer files over HTTP (W2, Q1)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import AfterValidator, Field, StringConstraints

from services.customer.files.api.reading import PERSONAL_DATA, may_read, read_clear
from services.customer.files.api.shown import CustomerFile, FactShown, shown
from services.customer.files.commands import ChangeAccountManager, EraseCustomer
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import as_of as file_as_of
from services.customer.files.domain.facts import latest
from services.customer.files.queries import ViewFile, facts_at, find_customer
from shared.branch_places import place_of
from shared.editions import SeenMark
from shared.fields import Given, LivedDay, Readable
from shared.identifiers import named
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers", tags=["files"])
Name = Annotated[Readable, StringConstraints(max_length=100), AfterValidator(named)]
Staff = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class AccountManagerForm(Given):
    """The account manager to whom a customer is given; null for none."""

    account_manager: Staff | None
    seen: SeenMark


@router.get("/{customer}")
async def view_file(
    customer: Annotated[Customer, may_on(find_customer, ViewFile, "customer")],
    caller: Caller,
    as_of: Annotated[LivedDay | None, QueryParameter()] = None,
) -> CustomerFile:
    """A file as it stands, or as it stood at the end of a day of its branch, then with the origin of each
    fact; masked for those who are neither the customer's account manager nor the branch head, and have not
    broken the glass."""
    customer.must_exist()
    at, facts = customer, []
    if as_of is not None:
        store = caller.runtime.store
        place = await place_of(customer.branch, store)
        end = place.last_moment_of(date.fromisoformat(as_of))
        facts = await facts_at(store, customer.id, end)
        at = file_as_of(customer, facts, end)
    if not await may_read(caller, customer):
        return shown(at).model_copy(update={"as_of": as_of})
    clear = await read_clear(caller, customer, PERSONAL_DATA, purpose="view_file", at=at)
    origins = {field: FactShown.of(fact) for field, fact in latest(facts, end).items()} if facts else {}
    return shown(at, clear).model_copy(update={"as_of": as_of, "facts": origins})


@router.put("/{customer}/account-manager", status_code=204)
async def change_account_manager(
    customer: Annotated[Customer, may_on(find_customer, ChangeAccountManager, "customer")],
    form: AccountManagerForm,
    caller: Caller,
) -> None:
    """Give a customer to another account manager."""
    await caller.execute(ChangeAccountManager(customer.id, form.account_manager, form.seen), customer.branch)


@router.delete("/{customer}", status_code=204)
async def erase_customer(
    customer: Annotated[Customer, may_on(find_customer, EraseCustomer, "customer")], caller: Caller
) -> None:
    """Close a customer's file: every credential is revoked, nobody reads it any more, and the data key is
    destroyed at the end of the term that the branch has set."""
    await caller.execute(EraseCustomer(customer.id, caller.person.staff), customer.branch)
