"""Goals, and what was achieved (Q2)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.referral.plans.domain.achievements import Achievement, Tally
from services.referral.plans.domain.goals import Goal
from shared.contracts.customer import HandOverCompleted, HandOverProposed, PortfolioHeld
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import GoalReached, GoalSet, GoalSplit, GoalUnreached
from tests.unit.referral.people import COLLEAGUE, HEAD, MANAGER, REGION_HEAD
from tests.unit.referral.region import THURSDAY, Region, closed, contacted, opened, region, undone, won

NOVEMBER = "2026-11"
MINUTE = timedelta(minutes=1)


async def set_goal(
    world: Region, metric: str, target: int, owner: str | None = None, currency: str = ""
) -> None:
    body = {"metric": metric, "period": NOVEMBER, "target": target, "currency": currency}
    await world.put(HEAD, "/branches/B1/goals", body | ({"owner": owner} if owner else {}))


async def goals(world: Region, person: object = HEAD) -> dict[tuple[str, str], dict[str, object]]:
    """The goals of November by owner and metric."""
    found = await world.read(person, f"/branches/B1/goals?period={NOVEMBER}")  # type: ignore[arg-type]
    return {(goal["owner"], goal["metric"]): goal for goal in found}


async def test_what_is_achieved_is_folded_from_events_and_reaches_a_goal() -> None:
    world = await region()
    await set_goal(world, "prospects_won", 2, "am.1")
    await world.tell(won("P1"))
    assert not world.events(GoalReached)
    await world.tell(won("P2"))
    (reached,) = world.events(GoalReached)
    assert (reached.goal_owner, reached.achieved) == ("am.1", 2)  # type: ignore[attr-defined]
    goal = (await goals(world))["am.1", "prospects_won"]
    assert (goal["achieved"], goal["target"], goal["reached"]) == (2, 2, True)


async def test_an_event_that_comes_again_counts_once() -> None:
    world = await region()
    await set_goal(world, "amount_won", 1_000_00, "am.1", "CNY")
    for _ in range(3):
        await world.tell(won("P1", amount=70_00), id="event-again")
    assert (await goals(world))["am.1", "amount_won"]["achieved"] == 70_00


async def test_an_undone_contact_subtracts_by_a_line_of_its_own_on_the_day_of_the_first() -> None:
    world = await region()
    yesterday = THURSDAY - timedelta(days=1)
    await set_goal(world, "contacts_held", 1, "am.1")
    await world.tell(contacted("K1", "am.1", yesterday))
    assert world.events(GoalReached)
    await world.tell(undone("K1"))
    listed = await world.read(MANAGER, f"/branches/B1/achievements?metric=contacts_held&period={NOVEMBER}")
    assert [(one["day"], one["amount"], one["undoes"]) for one in listed["lines"]] == [
        ("2026-11-25", 1, False),
        ("2026-11-25", -1, True),
    ]
    assert listed["total"] == 0
    assert len(world.events(GoalUnreached)) == 1
    await world.tell(undone("K1"))
    assert len(world.store.raws(Achievement.collection)) == 2


async def test_a_contact_whose_end_came_first_never_counts() -> None:
    world = await region()
    await world.tell(undone("K1"))
    await world.tell(contacted("K1", "am.1", THURSDAY))
    listed = await world.read(HEAD, f"/branches/B1/achievements?metric=contacts_held&period={NOVEMBER}")
    assert (listed["total"], listed["lines"]) == (0, [])


async def test_a_try_that_reached_nobody_does_not_count() -> None:
    world = await region()
    await world.tell(contacted("K1", "am.1", THURSDAY, two_way=False))
    assert not world.store.raws(Achievement.collection)


async def test_a_contact_counts_on_the_day_of_the_branch_on_which_it_was_held() -> None:
    world = await region()
    last_evening = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    await world.tell(contacted("K1", "am.1", last_evening))
    await world.tell(contacted("K2", "am.1", last_evening + timedelta(minutes=1)))
    october = await world.read(HEAD, "/branches/B1/achievements?metric=contacts_held&period=2026-10")
    assert [line["subject"] for line in october["lines"]] == ["K1"]


async def test_the_total_of_a_quarter_is_the_sum_of_all_pages_of_its_list() -> None:
    world = await region()
    for number in range(450):
        await world.tell(opened(f"P{number}"), at=THURSDAY - timedelta(days=number % 50))
    path = "/branches/B1/achievements?metric=prospects_opened&period=2026-Q4"
    page = await world.read(HEAD, path)
    lines, pages = list(page["lines"]), 1
    while page["next"]:
        page = await world.read(HEAD, f"{path}&after={page['next']}")
        lines += page["lines"]
        pages += 1
    assert (pages, len({line["subject"] for line in lines})) == (3, 450)
    assert sum(line["amount"] for line in lines) == page["total"] == 450


async def test_the_lines_of_a_week_are_refused_since_figures_are_kept_by_months() -> None:
    world = await region()
    path = "/branches/B1/achievements?metric=contacts_held&period=2026-W48"
    answer = await world.ask(HEAD, "GET", path)
    assert (answer.status_code, answer.json()["code"]) == (422, "goal_of_week")


async def test_the_parts_of_a_goal_show_by_how_much_they_differ_from_the_whole() -> None:
    world = await region()
    await set_goal(world, "deals_closed", 10)
    await set_goal(world, "deals_closed", 4, "am.1")
    await set_goal(world, "deals_closed", 3, "am.2")
    assert (await goals(world))["B1", "deals_closed"]["difference"] == -3
    await set_goal(world, "deals_closed", 8, "am.2")
    assert (await goals(world))["B1", "deals_closed"]["difference"] == 2


async def test_a_regions_goal_is_the_sum_of_its_branches_and_shows_their_targets() -> None:
    world = await region()
    body = {"metric": "prospects_won", "period": NOVEMBER, "target": 9}
    await world.put(REGION_HEAD, "/region/goals", body)
    await set_goal(world, "prospects_won", 5)
    await world.tell(won("P1"))
    await world.tell(won("P2", by="am.9", branch="B2"))
    (goal,) = await world.read(REGION_HEAD, f"/region/goals?period={NOVEMBER}")
    assert (goal["set_by"], goal["period"]) == ("region", NOVEMBER)
    assert (goal["achieved"], goal["branches"]) == (2, {"B1": 1, "B2": 1})
    assert (goal["targets"], goal["difference"]) == ({"B1": 5, "B2": None}, -4)


async def set_region_goal(world: Region, target: int) -> None:
    body = {"metric": "prospects_won", "period": NOVEMBER, "target": target}
    await world.put(REGION_HEAD, "/region/goals", body)
    await world.pass_time(MINUTE)


async def test_a_regions_goal_is_reached_by_the_last_achievement_of_any_of_its_branches() -> None:
    world = await region()
    await set_region_goal(world, 3)
    await world.tell(won("P1"))
    await world.tell(won("P2", by="am.9", branch="B2"))
    await world.pass_time(MINUTE)
    assert not world.events(GoalReached)
    await world.tell(won("P3", by="am.9", branch="B2"))
    await world.pass_time(MINUTE)
    await world.tell(won("P4"))
    await world.pass_time(MINUTE)
    (reached,) = world.events(GoalReached)
    assert (reached.level, reached.goal_owner, reached.achieved) == ("region", "region", 3)  # type: ignore[attr-defined]


async def test_a_regions_goal_is_reached_by_branches_that_count_at_the_same_moment() -> None:
    world = await region()
    await set_region_goal(world, 2)
    facts = (won("P1"), won("P2", by="am.9", branch="B2"))
    handlers = world.service.events[type(facts[0])]
    await world.act_together([(handlers, one) for one in facts])  # neither sees what the other counts
    await world.pass_time(MINUTE)
    assert len(world.events(GoalReached)) == 1


async def test_a_regions_goal_that_is_reached_already_is_so_at_once_and_no_more_when_it_is_raised() -> None:
    world = await region()
    await world.tell(won("P1"))
    await set_region_goal(world, 1)
    await set_region_goal(world, 2)
    await world.pass_time(MINUTE)
    assert [type(one) for one in world.events() if isinstance(one, GoalReached | GoalUnreached)] == [
        GoalReached,
        GoalUnreached,
    ]


async def test_a_branch_where_the_head_works_no_more_is_no_part_of_the_region() -> None:
    world = await region()
    await world.put(
        REGION_HEAD, "/region/goals", {"metric": "prospects_won", "period": NOVEMBER, "target": 9}
    )
    await world.tell(StaffEnrolled(branch="B2", staff="region", roles=()))
    (goal,) = await world.read(REGION_HEAD, f"/region/goals?period={NOVEMBER}")
    assert goal["branches"] == {"B1": 0}


async def test_an_account_manager_sees_their_own_goals_and_the_branchs_alone() -> None:
    world = await region()
    await set_goal(world, "deals_closed", 10)
    await set_goal(world, "deals_closed", 4, "am.1")
    await set_goal(world, "deals_closed", 3, "am.2")
    await world.tell(closed("D1"))
    assert {owner for owner, _ in await goals(world, COLLEAGUE)} == {"B1", "am.2"}
    path = f"/branches/B1/achievements?metric=deals_closed&period={NOVEMBER}&staff=am.1"
    assert (await world.read(COLLEAGUE, path))["total"] == 0
    assert (await world.read(MANAGER, path))["total"] == 1


async def test_a_goal_set_after_the_fact_is_reached_at_once() -> None:
    world = await region()
    await world.tell(closed("D1"))
    await set_goal(world, "amount_closed", 400_000_00, currency="CNY")
    assert [type(event) for event in world.events()][-2:] == [GoalSet, GoalReached]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": "2026-W48"}, "goal_of_week"),
        ({"period": "2026-13"}, "unknown_period"),
        ({"period": "2026-10"}, "goal_period_past"),
        ({"currency": "CNY"}, "goal_needs_currency"),
        ({"metric": "amount_won"}, "goal_needs_currency"),
        ({"owner": "lm.1"}, "goal_owner_unknown"),
    ],
)
async def test_a_goal_that_cannot_be_meant_is_refused(change: dict[str, str], code: str) -> None:
    world = await region()
    body = {"metric": "prospects_won", "period": NOVEMBER, "target": 1, **change}
    answer = await world.ask(HEAD, "PUT", "/branches/B1/goals", body)
    assert answer.json()["code"] == code
    assert not world.store.raws(Goal.collection)


async def hand_over(world: Region, accepted: int, held: int) -> None:
    """Hand `accepted` of the customers of am.1 over to am.2, on the 21st of November."""
    await world.tell(PortfolioHeld(branch="B1", staff="am.1", customers=held, open_items=0))
    await world.tell(
        HandOverProposed(
            branch="B1",
            handover="H1",
            giver="am.1",
            receiver="am.2",
            proposed_by="head",
            customers=accepted,
            effective_on="2026-11-21",
        )
    )
    await world.tell(
        HandOverCompleted(
            branch="B1",
            handover="H1",
            giver="am.1",
            receiver="am.2",
            proposed_by="head",
            accepted=accepted,
            returned=0,
            withdrawn=0,
        )
    )


async def test_a_hand_over_splits_a_goal_by_customers_and_days_and_credits_nobody_else() -> None:
    world = await region()
    await set_goal(world, "prospects_won", 30, "am.1")
    await set_goal(world, "prospects_won", 30)
    await world.tell(won("P1"))
    await hand_over(world, accepted=50, held=100)
    found = await goals(world)
    giver, receiver = found["am.1", "prospects_won"], found["am.2", "prospects_won"]
    assert (giver["target"], receiver["target"]) == (25, 5)  # half of the customers, a third of the days
    assert (giver["achieved"], receiver["achieved"]) == (1, 0)
    assert found["B1", "prospects_won"]["difference"] == 0
    await hand_over(world, accepted=50, held=100)
    assert len(world.events(GoalSplit)) == 1


async def test_the_counters_of_a_branch_and_of_its_people_are_the_sums_of_the_lines() -> None:
    world = await region()
    for number in range(7):
        await world.tell(won(f"P{number}", by=("am.1", "am.2")[number % 2], amount=number * 11 or None))
    raws = world.store.raws(Achievement.collection)
    tallies = {raw["staff"]: raw for raw in world.store.raws(Tally.collection)}
    assert tallies["*"]["lines"] == len(raws) == 13
    for staff in ("am.1", "am.2"):
        of = sum(raw["amount"] for raw in raws if (raw["staff"], raw["metric"]) == (staff, "amount_won"))
        assert tallies[staff]["counts"]["amount_won/CNY"][NOVEMBER] == of
