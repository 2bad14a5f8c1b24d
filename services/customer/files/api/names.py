"""The masked names of customers by their ids, for lists of other services that keep ids alone (W2, Q1)."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Query as QueryParameter
from pydantic import BaseModel, Field

from services.customer.fields import ID
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import NameCustomers
from shared.contracts.words import Segment
from shared.rights import may_at_queried_branch
from shared.runtime import Runtime

router = APIRouter(prefix="/api/customer", tags=["files"])
AT_ONCE = 50
Key = Annotated[str, Field(pattern=ID)]


class NameNow(BaseModel):
    """A customer, masked."""

    customer: str
    masked_name: str
    segment: Segment


@router.get("/names")
async def name_customers(
    branch: Annotated[str, may_at_queried_branch(NameCustomers)],
    customer: Annotated[list[Key], QueryParameter(max_length=AT_ONCE)],
    runtime: Runtime,
) -> list[NameNow]:
    """The masked names of these customers of a branch, 50 at once; those of another branch are left out."""
    found = await runtime.store.load(Customer, sorted(set(customer)))
    return [
        NameNow(customer=one.id, masked_name=one.masked_name, segment=one.segment)
        for one in found
        if isinstance(one, Customer) and one.branch == branch and not one.is_closed
    ]
