"""Contact plans follow the customers' files, the rhythm, and the days (A1)."""

import asyncio

from services.customer.contacts.commands import EndExcuse, ExcuseContact, RecordContact
from services.customer.contacts.domain import changes, following
from services.customer.contacts.domain.contact import Contact
from services.customer.contacts.domain.plan import ContactPlan, ContactTurns, Terms, new_plan
from services.customer.contacts.domain.portfolio import Portfolio, judged, portfolio_id
from services.customer.contacts.domain.rhythm import BANK, RhythmBook, in_force
from services.customer.contacts.domain.saving import save
from services.customer.files.domain.customer import Customer
from shared.branch_places import place_of
from shared.contracts.customer import CustomerErased, CustomerLocked, CustomerRegistered
from shared.contracts.words import Segment
from shared.editions import must_be_as_marked
from shared.unit_of_work import UnitOfWork


async def terms_of(branch: str, work: UnitOfWork) -> Terms:
    """Return what the plans of a branch are computed by: its rhythms or the bank's, the standard ones before
    there are any."""
    own, bank, place = await asyncio.gather(
        work.find(RhythmBook, branch), work.find(RhythmBook, BANK), place_of(branch, work)
    )
    return Terms(in_force(branch, own, bank), place)


async def plan_of(customer: Customer, terms: Terms, work: UnitOfWork) -> ContactPlan:
    """Return the plan of a customer as it stands, or a new one; its `version` is 0 then."""
    known = await work.find(ContactPlan, customer.id)
    return known or new_plan(
        customer.id,
        branch=customer.branch,
        account_manager=customer.account_manager,
        masked_name=customer.masked_name,
        segment=customer.segment,
        today=terms.place.day_of(work.now),
    )


async def follow_file(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Let the plan follow a file that was opened or changed, as the file is now: a customer who has an
    account manager has a plan, and keeps it with another one."""
    customer = await work.find(Customer, event.customer)
    if customer is None or customer.is_closed:
        return
    known = await work.find(ContactPlan, customer.id)
    if known is None and customer.account_manager is None:
        return
    terms = await terms_of(customer.branch, work)
    plan = known or await plan_of(customer, terms, work)
    decision = following.assign(
        plan,
        terms,
        account_manager=customer.account_manager,
        segment=customer.segment,
        masked_name=customer.masked_name,
        sealed_name=customer.sealed.name if customer.sealed else None,
        branch=customer.branch,
        now=work.now,
    )
    work.apply(decision)
    await count_in(known, await work.find(ContactPlan, customer.id), terms, work)


async def forget_customer(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Empty the plan of a customer whose file was locked or erased (Q1). The words of contacts are read by
    nobody from then on, and by nobody at all once the key is gone."""
    plan = await work.find(ContactPlan, event.customer)
    if plan is None:
        return
    terms = await terms_of(plan.branch, work)
    erased = plan.evolve(
        account_manager=None,
        sealed_name=None,
        masked_name="*",
        last_words=None,
        last_words_of=None,
        hours={},
        steps=(),
        noted={},
    )
    work.apply(save(plan, erased, terms))
    await count_in(plan, await work.find(ContactPlan, plan.id), terms, work)


async def record_contact(command: RecordContact, work: UnitOfWork) -> None:
    if await work.find(Contact, command.contact) is not None:
        return
    customer = await work.get(Customer, command.customer)
    customer.must_exist()
    terms = await terms_of(customer.branch, work)
    plan = await plan_of(customer, terms, work)
    contact = Contact(
        id=command.contact,
        branch=customer.branch,
        customer=customer.id,
        account_manager=customer.account_manager,
        by=command.by,
        at=command.at or work.now,
        recorded_at=work.now,
        way=command.way,
        initiative=command.initiative,
        outcome=command.outcome,
        until=command.until,
        words=command.words,
        visit=command.visit,
    )
    work.apply(changes.record_contact(plan, contact, terms, now=work.now))
    await count_in(plan if plan.version else None, await work.find(ContactPlan, plan.id), terms, work)


async def excuse_contact(command: ExcuseContact, work: UnitOfWork) -> None:
    plan, terms = await _managed(command.customer, work)
    decision = changes.excuse(plan, command.reason, command.until, command.by, terms, now=work.now)
    if decision.changes:
        _must_be_as_seen(plan, command.seen)
    work.apply(decision)


async def end_excuse(command: EndExcuse, work: UnitOfWork) -> None:
    plan, terms = await _managed(command.customer, work)
    if command.seen and not plan.excuse_mark:
        return  # what was read has ended
    _must_be_as_seen(plan, command.seen)
    work.apply(changes.end_excuse(plan, terms, now=work.now))


async def turn_plan(due: ContactTurns, work: UnitOfWork) -> None:
    """Let a day begin for a customer: what falls due or was missed with it is told (A1)."""
    plan, terms = await _managed(due.customer, work)
    work.apply(changes.turn(plan, terms, now=work.now))


async def _managed(customer: str, work: UnitOfWork) -> tuple[ContactPlan, Terms]:
    plan = await work.get(ContactPlan, customer)
    return plan, await terms_of(plan.branch, work)


def _must_be_as_seen(plan: ContactPlan, seen: str | None) -> None:
    must_be_as_marked(seen, plan.excuse_mark, plan.excuse.by if plan.excuse else "")


async def count_in(
    before: ContactPlan | None, after: ContactPlan | None, terms: Terms, work: UnitOfWork
) -> None:
    """Count a customer in the portfolio where they are, and no more where they were."""
    today = terms.place.day_of(work.now)
    was, now = _place_of(before), _place_of(after)
    if was == now:
        return
    for place, count in ((was, -1), (now, 1)):
        if place is not None:
            branch, manager, segment = place
            id = portfolio_id(branch, manager)
            known = await work.find(Portfolio, id)
            portfolio = known or Portfolio(id=id, branch=branch, account_manager=manager)
            work.apply(judged(portfolio.changed_by(segment, count), terms, today))


def _place_of(plan: ContactPlan | None) -> tuple[str, str, Segment] | None:
    if plan is None or plan.account_manager is None:
        return None
    return plan.branch, plan.account_manager, plan.segment
