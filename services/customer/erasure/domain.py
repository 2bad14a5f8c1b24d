"""Erasure beside the customer file (Q1): the contact data that a customer left elsewhere."""

from collections.abc import Iterable

from services.customer.enquiries.domain.statement import Statement
from services.customer.leads.domain import Lead
from shared.domain import Decision


def erase_contacts(left: Iterable[Lead | Statement | None]) -> Decision:
    """Erase names, phones and addresses; what was said stays with its enquiry."""
    decision = Decision()
    for one in left:
        if one is not None:
            decision.save(one.evolve(name=None, phone=None, address=None))
    return decision
