"""Knowing who has come in (D2, D6)."""

from services.customer.files.domain.customer import Customer
from shared.contracts.customer import CustomerRecognised
from shared.contracts.lobby import CustomerArrived


def recognise(event: CustomerArrived, customer: Customer) -> CustomerRecognised:
    """Somebody who came in is this customer, with these open needs. Told where they are, not at home."""
    return CustomerRecognised(
        branch=event.branch,
        visit=event.visit,
        customer=customer.id,
        masked_name=customer.masked_name,
        segment=customer.segment,
        account_manager=customer.account_manager,
        needs=customer.open_needs,
    )
