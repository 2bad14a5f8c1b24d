"""Denials by a route's right (Q1): a person asked for something about a customer who is none of theirs."""

from fastapi import Request

from services.customer.audit.access import record_denial
from services.customer.files.domain.customer import Customer
from shared.access import Person
from shared.commands import Asked
from shared.rights import OfBranch
from shared.runtime import Asking, runtime


async def put_denial_on_record(
    request: Request, person: Person, asked: type[Asked], document: OfBranch | None
) -> None:
    """Put on record at the branch of a document that a person was refused it. Documents about no known
    customer leave the customers of the record empty. The id of a customer whom there is not is put on record
    at the person's own branch: so is who tries ids, and no answer comes sooner."""
    caller = Asking(person, request, runtime(request))
    if document is None:
        if "customer" in request.path_params and person.branches:
            await record_denial(caller, person.branches[0], [], (), purpose=asked.name)
        return
    if isinstance(document, Customer):
        customers = [document.id]
    else:
        named = getattr(document, "customer", None)
        customers = [named] if isinstance(named, str) else []
    await record_denial(caller, document.branch, customers, (), purpose=asked.name)
