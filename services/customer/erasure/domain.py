"""Erasure beside the customer file (Q1): what a customer left elsewhere, and what is past its term."""

from collections.abc import Iterable
from datetime import datetime

from services.customer.audit.domain.glass import Glass
from services.customer.cases.domain.case import Case
from services.customer.enquiries.domain.enquiry import Enquiry
from services.customer.enquiries.domain.statement import Statement
from services.customer.leads.domain import Lead
from shared.contracts.customer import DataClass
from shared.contracts.customer.base import CustomerEvent
from shared.domain import Decision, Document


class RetentionDue(CustomerEvent):
    """It is night at the branch: what is past its term is erased."""


class TracesDue(CustomerEvent, zh="删除复查", en="The second look after an erasure"):
    """A customer was erased a moment ago: what was under way then is looked for."""

    customer: str


def erase_contacts(left: Iterable[Lead | Statement | None]) -> Decision:
    """Erase names, phones and addresses; what was said stays with its enquiry."""
    decision = Decision()
    for one in left:
        if one is not None:
            kept = one.without_contact() if isinstance(one, Lead) else _anonymous(one)
            decision.save(kept)
    return decision


def _anonymous(statement: Statement) -> Statement:
    return statement.evolve(name=None, phone=None, address=None)


def erase_past_term(document: Document) -> Decision:
    """Erase the sealed words of a document that is past its term; that it was, and when, stays."""
    match document:
        case Case():
            return Decision().save(document.without_texts())
        case Enquiry():
            return Decision().save(document.evolve(answer=None, objection=None))
        case Statement():
            return Decision().save(document.evolve(words=None, name=None, phone=None, address=None))
        case Lead():
            return erase_contacts([document])
        case Glass():
            return Decision().save(document.evolve(reason=None))
    return Decision()


PAST_TERM: dict[DataClass, tuple[type[Document], str, tuple[str, ...]]] = {
    DataClass.COMPLAINTS: (Case, "settled_at", ("words", "root_cause", "resolution", "repair_note")),
    DataClass.ENQUIRIES: (Enquiry, "sent_at", ("answer", "objection")),
    DataClass.LEADS: (Lead, "taken_at", ("name", "phone", "address", "history")),
    DataClass.BREAK_GLASS: (Glass, "at", ("reason",)),
}
"""Documents with words under seal by class: the field from which the term runs, and what is erased."""


def is_old(document: Document, since: str, before: datetime) -> bool:
    """Tell whether the term of a document has run out."""
    at = getattr(document, since)
    return at is not None and at < before
