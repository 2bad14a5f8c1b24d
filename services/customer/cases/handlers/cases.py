"""Complaint cases (D9): from the first word to cause and answer."""

from services.customer.cases.domain import cases
from services.customer.cases.domain.case import ANSWER_WITHIN, TAKE_OVER_WITHIN, Case
from services.customer.cases.domain.cases import NewCase, Settlement, TakeOver, Words
from services.customer.staff.handlers.roster import roster_of
from shared.contracts.lobby import ComplaintRaised
from shared.unit import Unit


async def open_case(new: NewCase, unit: Unit) -> None:
    if await unit.find(Case, new.id) is not None:
        return
    unit.keep(
        cases.open_case(
            new,
            await roster_of(new.branch, unit),
            now=unit.now,
            take_over_by=unit.due(TAKE_OVER_WITHIN),
            answer_by=unit.due(ANSWER_WITHIN),
        )
    )


async def open_case_of_machine(event: ComplaintRaised, unit: Unit) -> None:
    """Somebody pressed "complaint" at a machine; the words are taken by whoever takes the case over."""
    raised_by = unit.cause.actor
    await open_case(NewCase(event.complaint, event.branch, event.topic, raised_by, event.visit), unit)


async def take_words(words: Words, unit: Unit) -> None:
    case = await unit.get(Case, words.case)
    unit.keep(cases.take_words(case, words.words))


async def take_case_over(wish: TakeOver, unit: Unit) -> None:
    case = await unit.get(Case, wish.case)
    unit.keep(cases.take_over(case, wish.by, now=unit.now))


async def settle_case(settlement: Settlement, unit: Unit) -> None:
    case = await unit.get(Case, settlement.case)
    unit.keep(cases.settle(case, settlement, now=unit.now))
