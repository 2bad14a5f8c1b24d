"""Complaint cases (D9): from the first word to cause and answer."""

from services.customer.cases.domain import cases
from services.customer.cases.domain.case import ANSWER_WITHIN, TAKE_OVER_WITHIN, Case
from services.customer.cases.domain.cases import NewCase, Settlement, TakeOver, Words
from services.customer.staff.handlers.roster import roster_of
from shared.contracts.lobby import ComplaintRaised
from shared.unit_of_work import UnitOfWork


async def open_case(new: NewCase, work: UnitOfWork) -> None:
    if await work.find(Case, new.id) is not None:
        return
    work.apply(
        cases.open_case(
            new,
            await roster_of(new.branch, work),
            now=work.now,
            take_over_by=work.due(TAKE_OVER_WITHIN),
            answer_by=work.due(ANSWER_WITHIN),
        )
    )


async def open_case_of_machine(event: ComplaintRaised, work: UnitOfWork) -> None:
    """Somebody pressed "complaint" at a machine; the words are taken by whoever takes the case over."""
    raised_by = work.cause.actor
    await open_case(NewCase(event.complaint, event.branch, event.topic, raised_by, event.visit), work)


async def take_words(words: Words, work: UnitOfWork) -> None:
    case = await work.get(Case, words.case)
    work.apply(cases.take_words(case, words.words))


async def take_case_over(wish: TakeOver, work: UnitOfWork) -> None:
    case = await work.get(Case, wish.case)
    work.apply(cases.take_over(case, wish.by, now=work.now))


async def settle_case(settlement: Settlement, work: UnitOfWork) -> None:
    case = await work.get(Case, settlement.case)
    work.apply(cases.settle(case, settlement, now=work.now))
