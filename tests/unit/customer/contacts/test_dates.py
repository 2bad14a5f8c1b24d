from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customer.contacts.commands import ExcuseContact
from services.customer.contacts.domain.dates import DateRound, DatesDue, look_soon
from services.customer.contacts.domain.plan import ContactPlan
from services.customer.contacts.handlers.dates import begin_look
from services.customer.contacts.looking import look
from services.customer.files.commands import EraseCustomer
from services.customer.files.domain.dates import mark_of, marks_on, next_on
from shared import clock
from shared.clock import Moment
from shared.contracts.customer import ExcuseReason, NextStepSet, StepKind
from shared.contracts.customer.words import DateKind
from shared.unit_of_work import Cause
from tests.unit.customer.building import new_file
from tests.unit.customer.over_http import HEAD, MANAGER, Served

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai
# a Saturday in 2026, which no deadline of the rhythm is
WEDDING = {"kind": "wedding", "day": "2001-03-07", "words": "银婚"}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The routes at noon of Monday, 2 March 2026; `now` may be set on."""
    one = Served(NOON)
    monkeypatch.setattr(clock, "now", lambda: one.now)
    return one


async def with_dates(served: Served, *dates: dict[str, str]) -> None:
    """Open the file of C1, whose birthday is the first of January, with these dates."""
    if await served.store.find(ContactPlan, "C1") is None:
        await served.open(new_file())
    edition = (await served.ask(MANAGER, "GET", "/customers/C1")).json()["edition"]
    form = {"edition": edition, "dates": list(dates)}
    assert (await served.ask(MANAGER, "PUT", "/customers/C1/profile", form)).status_code == 200


async def night(served: Served, days: int = 0) -> None:
    """Let days pass, and the night of the branch come."""
    served.now += timedelta(days=days)
    cause = Cause(f"night-{served.now}", "dates_due", served.now)
    await served._run(begin_look, DatesDue(branch="B1"), cause)
    round = await served.store.find(DateRound, "B1")
    assert round is not None
    await look(served, round)  # type: ignore[arg-type]
    ended = await served.store.find(DateRound, "B1")
    assert ended is not None
    assert not ended.under_way


async def lines(served: Served) -> list[Any]:
    found: list[Any] = (await served.ask(MANAGER, "GET", "/today?branch=B1")).json()["lines"]
    return found


async def plan(served: Served) -> ContactPlan:
    found = await served.store.find(ContactPlan, "C1")
    assert found is not None
    return found


async def test_a_customer_is_listed_when_a_date_is_near_with_its_day_and_words(served: Served):
    await with_dates(served, WEDDING)
    assert await lines(served) == []
    await night(served)
    (line,) = await lines(served)
    assert (line["step"], line["late_days"]) == ("date", 0)
    assert line["dates"] == [{"kind": "wedding", "day": "2026-03-07", "in_days": 5, "words": "银婚"}]


async def test_no_date_is_in_the_plan_and_none_on_the_bus(served: Served):
    await with_dates(served, WEDDING)
    await night(served)
    last = served.events(NextStepSet)[-1]
    assert (last.step, last.cause) == (StepKind.DATE, "")
    for text in (str(served.store.raws(ContactPlan.collection)), str(served.published)):
        assert "03-07" not in text
        assert "银婚" not in text


async def test_a_date_is_listed_once_a_year(served: Served):
    await with_dates(served, WEDDING)
    await night(served)
    call = {"way": "phone", "outcome": "reached"}
    assert (await served.ask(MANAGER, "POST", "/customers/C1/contacts", call)).status_code == 201
    assert (await plan(served)).step(StepKind.DATE) is None
    await night(served, days=1)
    assert (await plan(served)).step(StepKind.DATE) is None
    await night(served, days=363)  # the first of March 2027
    assert (await plan(served)).step(StepKind.DATE) is not None


async def test_a_date_that_has_passed_goes_from_the_list(served: Served):
    await with_dates(served, WEDDING)
    await night(served)
    await night(served, days=5)
    assert (await plan(served)).step(StepKind.DATE) is not None
    await night(served, days=1)
    assert (await plan(served)).step(StepKind.DATE) is None


async def test_a_date_that_is_taken_out_of_the_file_goes_from_the_list(served: Served):
    await with_dates(served, WEDDING)
    await night(served)
    await with_dates(served)
    assert (await plan(served)).step(StepKind.DATE) is None


async def test_a_date_that_is_written_into_a_file_is_looked_for_within_five_minutes_and_once(served: Served):
    await with_dates(served, WEDDING)
    await with_dates(served, {**WEDDING, "words": "珍珠婚"})
    soon = [id for id, event in served.timers.items() if isinstance(event, DatesDue) and id != "dates:B1"]
    assert len(soon) == 1
    assert look_soon("B1", Moment(served.now)).timers[0].due - served.now <= timedelta(minutes=5)
    file = (await served.ask(MANAGER, "GET", "/customers/C1")).json()
    tags = {"edition": file["edition"], "tags": ["高尔夫"]}
    served.now += timedelta(minutes=5)
    assert (await served.ask(MANAGER, "PUT", "/customers/C1/profile", tags)).status_code == 200
    assert [id for id in served.timers if id.startswith("dates:B1:")] == soon


async def test_the_birthday_of_an_identity_number_counts(served: Served):
    await served.open(new_file())
    await with_dates(served)  # keys of a file are made by the routes
    await with_dates(served, {"kind": "founded", "day": "2010-07-01"})
    await night(served, days=299)  # 26 December 2026
    (line,) = await lines(served)
    assert line["dates"] == [{"kind": "birthday", "day": "2027-01-01", "in_days": 6, "words": ""}]


async def test_a_contract_that_ends_is_near_once_and_not_every_year(served: Served):
    await with_dates(served, {"kind": "contract", "day": "2027-03-05"})
    await night(served)
    assert (await plan(served)).step(StepKind.DATE) is None
    await night(served, days=365)
    assert (await plan(served)).step(StepKind.DATE) is not None


async def test_nobody_is_listed_for_a_date_who_is_to_be_left_alone(served: Served):
    await with_dates(served, WEDDING)
    await served.hear_command(ExcuseContact("C1", "am.1", ExcuseReason.MOURNING, "2026-03-03"))
    await night(served)
    assert (await plan(served)).step(StepKind.DATE) is None


async def test_the_days_ahead_are_a_setting(served: Served):
    await with_dates(served, WEDDING)
    rhythms = [{"segments": ["private", "vip", "affluent", "mass"], "every": 300}]
    rules = {"rhythms": rhythms, "slots": 16, "ahead": 4}
    assert (await served.ask(HEAD, "PUT", "/branches/B1/rhythm", rules)).json()["ahead"] == 4
    await night(served)
    assert (await plan(served)).step(StepKind.DATE) is None
    await night(served, days=1)
    assert (await plan(served)).step(StepKind.DATE) is not None


async def test_an_erased_customer_leaves_no_sign_of_a_date(served: Served):
    await with_dates(served, WEDDING)
    await night(served)
    assert (await plan(served)).noted
    await served.hear_command(EraseCustomer("C1"))
    assert ((await plan(served)).noted, (await plan(served)).steps) == ({}, ())


def test_the_leap_day_is_on_the_28th_in_a_common_year():
    born = (DateKind.BIRTHDAY, "2000-02-29")
    assert next_on(*born, date(2027, 2, 25), 7) == date(2027, 2, 28)
    assert next_on(*born, date(2028, 2, 25), 7) == date(2028, 2, 29)
    assert "02-29" not in marks_on(date(2028, 2, 28))


@given(st.dates(date(1920, 1, 1), date(2026, 1, 1)), st.integers(2026, 2060))
def test_a_yearly_date_is_on_exactly_one_day_of_each_year(born: date, year: int):
    mark = mark_of(DateKind.BIRTHDAY, born.isoformat())
    first = date(year, 1, 1)
    days = [one for n in range(366) if (one := first + timedelta(days=n)).year == year]
    assert len([day for day in days if mark in marks_on(day)]) == 1
