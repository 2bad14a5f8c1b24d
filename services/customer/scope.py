"""Who may reach which file and case: those of a branch that one may not act for do not exist."""

from typing import Annotated

from fastapi import Path

from services.customer import store
from services.customer.cases.domain.case import Case
from services.customer.enquiries.domain.enquiry import Enquiry
from services.customer.files.domain.customer import Customer
from shared.access import Person
from shared.contracts.words import Role
from shared.errors import NotFound
from shared.runtime import ServiceRuntime

BRANCH = r"^[A-Za-z0-9_-]{1,32}$"
ID = r"^[A-Za-z0-9_-]{1,64}$"
Id = Annotated[str, Path(pattern=ID)]
KEEPS_FILES = (Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)


async def customer_for(runtime: ServiceRuntime, person: Person, id: str, *roles: Role) -> Customer:
    """The file, if the person has one of `roles` at its home branch."""
    person.must_somewhere(*roles)
    found = await store.customer(runtime.store, id)
    if found is None or not person.may(found.branch, *roles):
        raise NotFound(f"customers/{id}")
    return found


async def case_for(runtime: ServiceRuntime, person: Person, id: str, *roles: Role) -> Case:
    """The case, if the person has one of `roles` at its branch."""
    person.must_somewhere(*roles)
    found = await store.case(runtime.store, id)
    if found is None or not person.may(found.branch, *roles):
        raise NotFound(f"complaints/{id}")
    return found


async def enquiry_for(runtime: ServiceRuntime, person: Person, id: str, *roles: Role) -> Enquiry:
    """The enquiry, if the person has one of `roles` at its branch."""
    person.must_somewhere(*roles)
    found = await store.enquiry(runtime.store, id)
    if found is None or not person.may(found.branch, *roles):
        raise NotFound(f"enquiries/{id}")
    return found
