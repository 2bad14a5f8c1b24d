"""The hall feeds the contacts (A1, D6): who waits while something is due, and a conversation that counts."""

import asyncio

from services.customer.contacts.commands import RecordContact
from services.customer.contacts.domain import changes, hall
from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.hall import CustomerInHall
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.handlers.others import standing
from services.customer.contacts.handlers.plans import record_contact, terms_of
from services.customer.files.domain.credentials import CredentialRecord
from shared.contracts.customer import ContactOutcome, ContactWay, Initiative
from shared.contracts.lobby import (
    ChangeUndone,
    CustomerArrived,
    CustomerNoShow,
    ServiceCompleted,
    TicketCalled,
    TicketIssued,
    VisitCancelled,
)
from shared.unit_of_work import UnitOfWork

SERVED = ServiceCompleted.name()


async def note_arrival(event: CustomerArrived, work: UnitOfWork) -> None:
    """Note that a customer with an account manager came in, by what they showed."""
    credential = await work.find(CredentialRecord, event.credential) if event.credential else None
    if credential is not None and credential.live:
        await _note(event.visit, event.branch, credential.customer, work)


async def note_number(event: TicketIssued, work: UnitOfWork) -> None:
    """Tell the account manager that a customer with whom something is due takes a number."""
    here = await work.find(CustomerInHall, event.visit)
    if here is None and event.customer:
        await _note(event.visit, event.branch, event.customer, work)
        here = await work.find(CustomerInHall, event.visit)
    if here is None:
        return
    plan = await work.find(ContactPlan, here.customer)
    terms = await terms_of(plan.branch if plan else event.branch, work)
    today = terms.place.day_of(work.now).isoformat()
    work.apply(hall.takes_number(here, event.ticket, plan, soon=terms.book.soon, today=today))


async def note_end(event: TicketCalled | CustomerNoShow | VisitCancelled, work: UnitOfWork) -> None:
    """Note that a customer in the hall does not wait any more."""
    here = await work.find(CustomerInHall, event.visit)
    if here is not None:
        work.apply(hall.waits(here, False))


async def count_conversation(event: ServiceCompleted, work: UnitOfWork) -> None:
    """Record a contact when it was the customer's own account manager who served them: a transaction at a
    teller's is none."""
    here = await work.find(CustomerInHall, event.visit)
    if here is None:
        return
    work.apply(hall.waits(here, False))
    customer = await standing(here.customer, work)
    by = work.cause.actor.removeprefix("staff:")
    if customer is None or customer.account_manager != by:
        return
    command = RecordContact(
        contact=_contact_of(event.visit),
        customer=customer.id,
        by=by,
        way=ContactWay.HALL,
        initiative=Initiative.CUSTOMER,
        outcome=ContactOutcome.REACHED,
        visit=event.visit,
    )
    await record_contact(command, work)


async def take_back(event: ChangeUndone, work: UnitOfWork) -> None:
    """Follow a step of a visit that was undone: the customer waits again, a conversation was none."""
    here = await work.find(CustomerInHall, event.visit)
    if here is None:
        return
    work.apply(hall.waits(here, event.state == "waiting"))
    contact = await work.find(Contact, _contact_of(event.visit))
    if contact is not None and SERVED in event.undone:
        plan = await work.get(ContactPlan, contact.customer)
        work.apply(changes.undo_contact(plan, contact, await terms_of(plan.branch, work), now=work.now))


async def _note(visit: str, branch: str, id: str, work: UnitOfWork) -> None:
    customer, known = await asyncio.gather(standing(id, work), work.find(CustomerInHall, visit))
    if known is not None or customer is None or customer.account_manager is None:
        return
    here = CustomerInHall(
        id=visit,
        branch=branch,
        customer=customer.id,
        account_manager=customer.account_manager,
        at=work.now,
    )
    work.apply(hall.comes(here))


def _contact_of(visit: str) -> str:
    return f"hall-{visit}"
