"""What is forgotten of a customer beside the file (Q1): how to reach them, wherever they left it."""

from collections.abc import Iterable

from services.customer.enquiries.domain.enquiry import Statement
from services.customer.leads.domain.leads import Lead
from shared.domain import Decision


def forget_contacts(left: Iterable[Lead | Statement | None]) -> Decision:
    """Names, phones and addresses go; what was said stays with its case."""
    decision = Decision()
    for one in left:
        if one is not None:
            decision.save(one.evolve(name=None, phone=None, address=None))
    return decision
