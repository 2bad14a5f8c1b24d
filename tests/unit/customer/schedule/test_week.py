"""The week of an account manager (Q2): visits, steps, tasks and plan items, and the contacts that are due."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from services.customer.schedule.api import feed, week
from services.customer.schedule.domain.entries import ScheduleEntry
from services.customer.visits.commands import IssueCalendarFeed
from services.customer.visits.domain.calendar import hash_of
from services.customer.visits.domain.visit import CustomerVisit
from shared.access import Person
from shared.contracts.base import Event
from shared.contracts.customer import Confidentiality, CustomerLocked, VisitPlace, VisitPurpose
from shared.contracts.referral import (
    DealGiven,
    DealReturnReason,
    DealTaskAccepted,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    Department,
    DropReason,
    NextStep,
    PlanItemAdded,
    PlanItemDropped,
    PlanItemKind,
    PlanItemMoved,
    ProspectGiven,
    ProspectMoved,
    ProspectOpened,
    ProspectOrigin,
    ProspectStage,
    ProspectStepSet,
)
from shared.contracts.words import Role
from tests.unit.customer.people import HEAD, MANAGER, OTHER
from tests.unit.customer.served import Served, served

WEDNESDAY = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
"""Half past eight in Shanghai."""
PATH = "/api/customer/schedule?branch=B1"


@pytest.fixture(autouse=True)
def _at_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(week.clock, "now", lambda: WEDNESDAY)
    monkeypatch.setattr(feed, "now", lambda: WEDNESDAY)


async def office() -> Served:
    world = await served()
    world.now = WEDNESDAY
    return world


async def entries(world: Served, person: Any = MANAGER) -> dict[str, list[str]]:
    """The other work for each day of the week."""
    found = await world.get(person, PATH)
    return {day["day"]: [one["subject"] for one in day["work"]] for day in found["days"] if day["work"]}


def opened(day: str = "2026-11-26", **more: Any) -> ProspectOpened:
    known: dict[str, Any] = {
        "branch": "B1",
        "prospect": "P1",
        "need": "wealth",
        "account_manager": "am.1",
        "customer": "C1",
        "origin": ProspectOrigin.HALL,
        "next_step": NextStep.CALL,
        "next_on": day,
    }
    return ProspectOpened(**{**known, **more})


def moved(after: ProspectStage, day: str | None = None) -> ProspectMoved:
    return ProspectMoved(
        branch="B1",
        prospect="P1",
        need="wealth",
        account_manager="am.1",
        customer="C1",
        before=ProspectStage.NEW,
        after=after,
        stage_seconds=60,
        next_step=NextStep.MEET if day else None,
        next_on=day,
    )


def task(model: type[Event], owner: str | None, role: Role | None = Role.BACK_OFFICE, **more: Any) -> Event:
    return model(
        branch="B1",
        deal="D1",
        task="D1-T1",
        step="papers",
        step_zh="收集材料",
        step_en="Collect papers",
        department=Department.BACK_OFFICE,
        role=role,
        deal_owner=owner,
        due="2026-11-27",
        customer="C1",
        account_manager="am.1",
        product="mortgage",
        template="loan",
        round=1,
        **more,
    )


def item(day: str = "2026-11-27") -> PlanItemAdded:
    return PlanItemAdded(
        branch="B1",
        plan_item="I1",
        item=PlanItemKind.MEETING,
        item_owner="am.1",
        due=day,
        added_by="head",
    )


async def test_the_next_step_of_a_prospect_stands_on_its_day_and_moves_with_it() -> None:
    world = await office()
    await world.tell(opened())
    assert await entries(world) == {"2026-11-26": ["P1"]}
    await world.tell(moved(ProspectStage.MET, "2026-11-27"))
    assert await entries(world) == {"2026-11-27": ["P1"]}
    step = ProspectStepSet(
        branch="B1",
        prospect="P1",
        need="wealth",
        account_manager="am.1",
        customer="C1",
        next_step=NextStep.VISIT,
        next_on="2026-11-25",
        set_by="am.1",
    )
    await world.tell(step)
    assert await entries(world) == {"2026-11-25": ["P1"]}
    await world.tell(moved(ProspectStage.LOST))
    assert await entries(world) == {}


async def test_a_prospect_that_is_given_to_a_colleague_goes_to_their_week() -> None:
    world = await office()
    await world.tell(opened())
    await world.tell(
        ProspectGiven(
            branch="B1", prospect="P1", need="wealth", account_manager="am.2", customer="C1", had_by="am.1"
        )
    )
    assert (await entries(world), await entries(world, OTHER)) == ({}, {"2026-11-26": ["P1"]})


async def test_a_task_of_a_deal_is_in_the_week_of_whoever_took_it_until_it_is_done() -> None:
    world = await office()
    await world.tell(task(DealTaskOffered, None))
    assert await entries(world) == {}
    await world.tell(task(DealTaskAccepted, "am.1", waited_seconds=9))
    found = await world.get(MANAGER, PATH)
    (work,) = [one for day in found["days"] for one in day["work"]]
    assert (work["zh"], work["en"], work["masked_name"]) == ("收集材料", "Collect papers", "王**")
    done = task(DealTaskDone, "am.1", done_by="am.1", worked_seconds=9, days=1, in_time=True)
    await world.tell(done)
    assert await entries(world) == {}


async def test_a_task_that_is_offered_to_the_account_manager_is_theirs_at_once() -> None:
    world = await office()
    await world.tell(task(DealTaskOffered, None, role=None))
    assert await entries(world) == {"2026-11-27": ["D1-T1"]}


@pytest.mark.parametrize(("returned_to", "week"), [(None, {"2026-11-27": ["D1-T1"]}), ("plan", {})])
async def test_a_task_returned_to_the_account_manager_is_in_their_week_until_it_goes_on(
    returned_to: str | None, week: dict[str, list[str]]
) -> None:
    world = await office()
    reason = DealReturnReason.INCOMPLETE
    returned = {"reason": reason, "returned_by": "bo.1", "returned_to": returned_to, "days": 1}
    await world.tell(task(DealTaskAccepted, "am.1", waited_seconds=9))
    await world.tell(task(DealTaskReturned, None, **returned))
    assert await entries(world) == week
    await world.tell(task(DealTaskOffered, None))
    assert await entries(world) == {}


async def test_the_tasks_of_a_deal_that_is_given_to_a_colleague_go_to_their_week() -> None:
    world = await office()
    await world.tell(task(DealTaskOffered, None, role=None))
    given = {"branch": "B1", "deal": "D1", "customer": "C1", "product": "mortgage", "had_by": "am.1"}
    await world.tell(DealGiven(**given, account_manager="am.2", tasks=("D1-T1", "D1-T2")))
    assert (await entries(world), await entries(world, OTHER)) == ({}, {"2026-11-27": ["D1-T1"]})


async def test_a_plan_item_is_moved_and_dropped() -> None:
    world = await office()
    await world.tell(item())
    moved_on = PlanItemMoved(
        branch="B1",
        plan_item="I1",
        item=PlanItemKind.MEETING,
        item_owner="am.1",
        before="2026-11-27",
        due="2026-11-26",
        moved_by="am.1",
    )
    await world.tell(moved_on)
    assert await entries(world) == {"2026-11-26": ["I1"]}
    await world.tell(
        PlanItemDropped(
            branch="B1",
            plan_item="I1",
            item=PlanItemKind.MEETING,
            item_owner="am.1",
            reason=DropReason.NO_TIME,
            dropped_by="am.1",
        )
    )
    assert await entries(world) == {}


async def test_a_step_on_a_day_off_is_said_not_to_fit() -> None:
    world = await office()
    await world.tell(opened("2026-11-29"))  # a Sunday
    found = await world.get(MANAGER, PATH)
    assert [one["subject"] for one in found["unplaced_work"]] == ["P1"]


async def test_what_is_late_is_laid_into_today_and_marked() -> None:
    world = await office()
    await world.tell(opened("2026-11-20"))
    found = await world.get(MANAGER, PATH)
    (work,) = found["days"][2]["work"]
    assert (work["late"], work["at"]) == (True, "09:00")


def visit(start: datetime) -> CustomerVisit:
    return CustomerVisit(
        id="W1",
        version=1,
        branch="B1",
        customer="C1",
        staff="am.1",
        purpose=VisitPurpose.CARE,
        place=VisitPlace.OFFICE,
        confidentiality=Confidentiality.NORMAL,
        timezone="Asia/Shanghai",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        planned_at=WEDNESDAY,
        changed_at=WEDNESDAY,
        record_due=start + timedelta(days=1),
    )


async def test_a_visit_takes_its_hours_and_what_is_due_goes_around_it() -> None:
    world = await office()
    world.store.put(visit(WEDNESDAY + timedelta(minutes=30)))  # nine to ten
    await world.tell(item("2026-11-25"))
    found = await world.get(MANAGER, PATH)
    today = found["days"][2]
    assert [(one["starts"], one["ends"]) for one in today["visits"]] == [("09:00", "10:00")]
    assert today["work"][0]["at"] == "10:06"
    assert found["days"][5]["working"] is False


async def test_contacts_that_are_due_are_laid_into_the_free_slots() -> None:
    world = await office()
    plan = await world.find(_plan(), "C1")
    world.store.put(plan.evolve(due="2026-11-25", listed_from="2026-11-25", late_from="2026-12-03"))
    found = await world.get(MANAGER, PATH)
    (contact,) = found["days"][2]["contacts"]
    assert (contact["customer"], contact["masked_name"], contact["at"]) == ("C1", "王**", "09:00")


def _plan() -> Any:
    from services.customer.contacts.domain.plan import ContactPlan

    return ContactPlan


async def test_the_head_reads_the_week_of_a_colleague_and_nobody_else_does() -> None:
    world = await office()
    await world.tell(opened())
    theirs = f"{PATH}&account_manager=am.1"
    assert (await world.get(HEAD, theirs))["account_manager"] == "am.1"
    assert (await world.ask(OTHER, "GET", theirs)).status_code == 403


async def test_a_customer_who_is_locked_leaves_the_week() -> None:
    world = await office()
    await world.tell(opened())
    await world.tell(CustomerLocked.model_construct(branch="B1", customer="C1"))
    assert await entries(world) == {}
    (raw,) = world.store.raws(ScheduleEntry.collection)
    assert raw["customer"] is None


async def test_the_calendar_feed_has_the_steps_as_confidential_days_with_a_growing_sequence() -> None:
    world = await office()
    await world.do(IssueCalendarFeed("am.1", ("B1",), hash_of("t" * 22)))
    await world.tell(opened())
    await world.tell(moved(ProspectStage.MET, "2026-11-30"))
    answer = await world.ask(MANAGER, "GET", f"/api/customer/calendar/{'t' * 22}.ics")
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(entry["uid"]) == "prospect-P1@schedule.foyer"
    assert (entry["sequence"], entry.decoded("dtstart")) == (1, date(2026, 11, 30))
    assert (str(entry["summary"]), str(entry["class"])) == ("潜客跟进 王**", "CONFIDENTIAL")
    assert "王小明" not in answer.text


async def test_the_calendar_of_somebody_who_moved_shows_nothing_of_the_branch_they_left() -> None:
    world = await office()
    await world.tell(opened())
    moved_on = Person("am.1", MANAGER.roles, ("B2",))
    address = (await world.ask(moved_on, "POST", "/api/customer/calendar")).json()["path"]
    answer = await world.ask(moved_on, "GET", address)
    assert answer.status_code == 200
    assert icalendar.Calendar.from_ical(answer.content).walk("VEVENT") == []
    both = Person("am.1", MANAGER.roles, ("B2", "B1"))
    address = (await world.ask(both, "POST", "/api/customer/calendar")).json()["path"]
    answer = await world.ask(both, "GET", address)
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 1


async def test_who_works_at_no_branch_has_no_calendar() -> None:
    world = await office()
    nowhere = Person("am.1", MANAGER.roles, ())
    for method in ("POST", "DELETE"):
        answer = await world.ask(nowhere, method, "/api/customer/calendar")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
