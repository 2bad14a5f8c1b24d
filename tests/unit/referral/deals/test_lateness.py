"""Tasks that are late go up the levels, a working day each (A4)."""

from services.referral.deals.commands import LeaveOutTask
from shared.contracts.referral import DealLateness, DealLevel, DealSkipReason, DealTaskOverdue
from tests.unit.acting import World
from tests.unit.referral.building import branch
from tests.unit.referral.deals.building import (
    block,
    days,
    do,
    finish,
    give_back,
    open_deal,
    put_back,
    take,
    task,
    with_deal,
)


def levels(world: World, what: DealLateness | None = None) -> list[str]:
    """The levels before which tasks were brought, in order."""
    return [
        one.level.value
        for one in world.events(DealTaskOverdue)
        if isinstance(one, DealTaskOverdue) and (what is None or one.what is what)
    ]


async def test_a_task_that_nobody_takes_goes_up_level_by_level_in_working_days() -> None:
    world = await with_deal("wealth")  # on Monday, to be taken until the end of Tuesday
    await days(world, 1)
    assert levels(world) == []
    await days(world, 1)
    assert levels(world) == ["department"]
    await days(world, 3)
    assert levels(world) == ["department", "account_manager", "branch_head", "region_head"]
    await days(world, 30)
    assert levels(world) == ["department", "account_manager", "branch_head", "region_head"]
    assert (task(world, "plan").late, task(world, "plan").level) == (
        DealLateness.NOT_TAKEN,
        DealLevel.REGION_HEAD,
    )


async def test_weekends_do_not_count() -> None:
    world = await branch("am.1")
    await days(world, 4)
    await open_deal(world, "D1", "wealth")  # on Friday, to be taken until the end of Monday
    await days(world, 3)
    assert levels(world) == []
    await days(world, 1)
    assert levels(world) == ["department"]


async def test_a_task_that_was_taken_is_late_after_its_day() -> None:
    world = await with_deal("wealth")  # two working days: until the end of Wednesday
    await take(world, "plan", "pd.1")
    await days(world, 2)
    assert levels(world) == []
    await days(world, 1)
    assert levels(world, DealLateness.NOT_DONE) == ["department"]
    (late,) = world.events(DealTaskOverdue)
    assert isinstance(late, DealTaskOverdue)
    assert (late.deal_owner, late.due) == ("pd.1", "2026-03-04")


async def test_taking_ends_the_lateness_of_an_offer_and_starts_no_new_clock_before_the_day() -> None:
    world = await with_deal("wealth")
    await days(world, 2)
    assert levels(world) == ["department"]
    await take(world, "plan", "pd.1")
    assert task(world, "plan").late is None
    await days(world, 1)
    assert levels(world) == ["department", "department"]
    assert levels(world, DealLateness.NOT_DONE) == ["department"]


async def test_blocking_a_late_task_does_not_start_its_levels_again() -> None:
    world = await with_deal("wealth")
    await take(world, "plan", "pd.1")
    await days(world, 3)
    await block(world, "plan", "pd.1")
    await days(world, 1)
    assert levels(world) == ["department", "account_manager"]


async def test_what_is_done_or_left_out_is_late_no_more() -> None:
    world = await with_deal("wealth")
    await take(world, "plan", "pd.1")
    await finish(world, "plan", "pd.1")
    assert task(world, "plan").timer not in world.timers
    await world.do(LeaveOutTask("D1", "check", "head.1", DealSkipReason.NOT_NEEDED))
    assert task(world, "check").timer not in world.timers


async def test_a_return_that_the_account_manager_leaves_lying_goes_to_them_then_up() -> None:
    world = await with_deal("wealth")
    await give_back(world, "plan", "pd.1")
    await days(world, 2)
    assert levels(world) == ["account_manager"]
    await days(world, 2)
    assert levels(world) == ["account_manager", "branch_head", "region_head"]


async def test_a_task_that_is_put_back_is_to_be_taken_again() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await take(world, "credit")
    await days(world, 1)
    await put_back(world, "credit")
    await days(world, 1)
    assert levels(world) == ["department"]  # terms, which nobody took
    await days(world, 1)
    assert sorted(levels(world)) == ["account_manager", "department", "department"]
