"""Handlers of consents: what customers say about being contacted, and whether they may be (W5)."""

import asyncio

from services.customer.consents.commands import (
    ChangeContactRules,
    ChangePreferences,
    GiveConsent,
    RefuseContact,
    WithdrawConsent,
)
from services.customer.consents.domain import hours, records
from services.customer.consents.domain.hours import BANK, ContactRules
from services.customer.consents.domain.permission import Circumstances, circumstances
from services.customer.consents.domain.standing import ConsentRecord, ContactStanding
from services.customer.consents.queries import first_use_of, records_of
from services.customer.files.domain.customer import Customer
from shared.branch_places import place_of
from shared.contracts.customer import CustomerErased, CustomerLocked
from shared.editions import must_be_as_marked, must_be_as_seen
from shared.unit_of_work import UnitOfWork


async def give_consent(command: GiveConsent, work: UnitOfWork) -> None:
    word = command.word
    customer = await work.get(Customer, word.customer)
    known = await work.find(ContactStanding, word.customer)
    first_used = await work.query(first_use_of, word.customer, word.marks) if word.marks else None
    absorbed = [await work.find(ContactStanding, id) for id in customer.absorbed]
    work.apply(records.give_consent(customer, known, word, first_used, absorbed, now=work.now))


async def withdraw_consent(command: WithdrawConsent, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.word.customer)
    known = await work.find(ContactStanding, command.word.customer)
    work.apply(records.withdraw_consent(customer, known, command.word, now=work.now))


async def refuse_contact(command: RefuseContact, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.word.customer)
    known = await work.find(ContactStanding, command.word.customer)
    work.apply(records.refuse_contact(customer, known, command.word, now=work.now))


async def change_preferences(command: ChangePreferences, work: UnitOfWork) -> None:
    customer = await work.get(Customer, command.customer)
    known = await work.find(ContactStanding, command.customer)
    now, by = (known.mark, known.wished_by) if known else ("", "")
    wishes = command.preferences
    if command.keep_email and known is not None:
        wishes = wishes.model_copy(update={"email": known.preferences.email})
    decision = records.change_preferences(customer, known, wishes, command.by)
    if decision.changes:
        must_be_as_marked(command.seen, now, by)
    work.apply(decision)


async def change_rules(command: ChangeContactRules, work: UnitOfWork) -> None:
    known, bank = await asyncio.gather(work.find(ContactRules, command.branch), work.find(ContactRules, BANK))
    held = known or bank or ContactRules(id=BANK)
    decision = hours.change_rules(command.branch, known, command.rules, command.by, now=work.now)
    if decision.changes:
        must_be_as_seen(command.seen, held.id, held.number, held.changed_by, held.changed_at)
    work.apply(decision)


async def erase_words(event: CustomerErased | CustomerLocked, work: UnitOfWork) -> None:
    """Erase the evidence and the wishes of a customer whose file was locked or erased; what they said stays
    (Q1)."""
    ids = await work.query(records_of, event.customer)
    standing = await work.find(ContactStanding, event.customer)
    for record in await asyncio.gather(*(work.find(ConsentRecord, id) for id in ids)):
        if record is not None and (record.evidence or record.mark):
            work.apply(records.erase_record(record))
    if standing is not None:
        work.apply(records.erase_standing(standing))


async def circumstances_of(customer: Customer, work: UnitOfWork) -> Circumstances:
    """Gather all that decides whether a customer may be contacted, as this unit of work sees it."""
    standing, own, bank, place = await asyncio.gather(
        work.find(ContactStanding, customer.id),
        work.find(ContactRules, customer.branch),
        work.find(ContactRules, BANK),
        place_of(customer.branch, work),
    )
    absorbed = await asyncio.gather(*(work.find(ContactStanding, id) for id in customer.absorbed))
    return circumstances(customer, standing, absorbed, own or bank, place)
