"""A branch in any time zone with a complaint under the clocks of its law."""

from datetime import UTC, date, datetime

from services.customer.cases.commands import OpenCase, SettleCase, TakeOverCase
from services.customer.cases.domain.case import Case, NewComplaint
from services.customer.cases.domain.handling import Settlement
from services.customer.cases.domain.laws import STANDARD
from services.customer.cases.domain.rules import DayCount, RuleSet, Span, Term
from shared.branch_places import learn_place
from shared.contracts.customer import CaseClock
from shared.contracts.lobby import BranchOpened
from shared.contracts.words import AnswerWay, ComplaintTopic
from tests.unit.acting import World
from tests.unit.customer.building import branch

ZONES = {"cn": "Asia/Shanghai", "uk": "Europe/London", "eu": "Europe/Berlin", "us": "America/New_York"}


def at(text: str) -> datetime:
    """A moment, such as ``2026-04-02T09:00`` by UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def branch_in(law: str, now: str, *present: str) -> World:
    """A branch in a country of the law, at a moment."""
    world = await branch(*present)
    world.now = at(now)
    await world.act(learn_place, BranchOpened(branch="B1", name_zh="一", name_en="One", timezone=ZONES[law]))
    return world


async def raised(law: str, now: str, about: str | None = None) -> World:
    """A complaint that was raised in the country of a law at a moment, not taken over."""
    world = await branch_in(law, now, "lm.1")
    await world.do(OpenCase("K1", NewComplaint("B1", ComplaintTopic.FEES, "staff:teller", about_staff=about)))
    return world


async def running(law: str, now: str) -> World:
    """A complaint that ``lm.1`` has taken over."""
    world = await raised(law, now)
    await world.do(TakeOverCase("K1", "lm.1"))
    return world


def case_of(world: World) -> Case:
    return world.get(Case, "K1")


def days_of(world: World) -> dict[str, str]:
    """The last days of the clocks that run."""
    return {one.clock.value: one.day for one in case_of(world).clocks}


def today_of(world: World) -> date:
    return case_of(world).place.day_of(world.now)


def settled(world: World, by: str = "lm.1", *, as_head: bool = False, on: str | None = None) -> SettleCase:
    """The command that settles the case, with an answer sent today or on a day."""
    sent = on or today_of(world).isoformat()
    return SettleCase("K1", by, as_head, Settlement(AnswerWay.PHONE, sent, b"cause", b"resolution"))


def answer_set(valid_from: str, valid_until: str | None = None, count: int = 15, **more: object) -> RuleSet:
    """A rule set with a clock of some calendar days for the answer."""
    span = Span(count=count, unit=DayCount.CALENDAR_DAYS)
    terms = (Term(clock=CaseClock.ANSWER, span=span, warn=1, source="a law"),)
    known = STANDARD["cn"][0].model_copy(
        update={"terms": terms, "valid_from": valid_from, "valid_until": valid_until, "extensions": ()}
    )
    return known.model_copy(update=more)
