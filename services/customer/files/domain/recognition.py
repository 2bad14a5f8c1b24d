"""Recognising customers in their visits (D2, D6), and who was recognised in which (W3)."""

from typing import ClassVar

from services.customer.files.domain.customer import Customer
from shared.contracts.customer import CustomerRecognised
from shared.contracts.lobby import CustomerArrived
from shared.domain import Decision, Document


class RecognisedVisit(Document):
    """The customer who was recognised in a visit, whose id it has: events of the hall name only the visit."""

    collection: ClassVar[str] = "recognised_visits"

    branch: str
    customer: str


def recognise(event: CustomerArrived, customer: Customer) -> Decision:
    """Recognise the customer in an arrival, with their open needs, at the branch where they are."""
    recognised = CustomerRecognised(
        branch=event.branch,
        visit=event.visit,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
        needs=customer.open_need_words,
    )
    visit = RecognisedVisit(id=event.visit, branch=event.branch, customer=customer.id)
    return Decision().save(visit, recognised)
