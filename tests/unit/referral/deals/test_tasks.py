"""The departments' work on the tasks of a deal (A4)."""

import pytest

from services.referral.deals.commands import FinishTask, LeaveOutTask, TakeTask, UnblockTask
from services.referral.deals.domain.deal import (
    TaskBlocked,
    TaskNotBegun,
    TaskNotReturned,
    TaskNotTaken,
    TaskNotYours,
    TaskSettled,
    TaskTaken,
)
from shared.contracts.referral import (
    DealSkipReason,
    DealTaskAccepted,
    DealTaskBlocked,
    DealTaskDone,
    DealTaskOffered,
    DealTaskReturned,
    DealTaskUnblocked,
)
from shared.contracts.words import Role
from shared.errors import NotFound
from tests.unit.referral.deals.building import (
    ball,
    block,
    days,
    do,
    finish,
    give_back,
    put_back,
    resume,
    states,
    take,
    task,
    with_deal,
)


async def test_the_first_step_is_offered_and_the_others_wait() -> None:
    world = await with_deal()
    assert states(world) == {
        "papers": "offered",
        "credit": "waiting",
        "terms": "waiting",
        "payout": "waiting",
    }
    assert ball(world) == [("papers", "branch", "am.1")]


async def test_what_depends_on_a_step_is_offered_when_it_is_done() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    assert states(world)["credit"] == states(world)["terms"] == "offered"
    assert states(world)["payout"] == "waiting"
    assert ball(world) == [("credit", "risk", None), ("terms", "product_desk", None)]


async def test_a_step_that_depends_on_two_waits_for_both() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await do(world, "credit")
    assert states(world)["payout"] == "waiting"
    await do(world, "terms", "pd.1")
    assert states(world)["payout"] == "offered"


async def test_an_offer_names_the_role_of_the_department_and_the_chain_of_the_deal() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    offered = [one for one in world.published if isinstance(one.data, DealTaskOffered)]
    assert [one.data.role for one in offered] == [None, Role.RISK, Role.PRODUCT_DESK]
    assert {one.correlationid for one in offered} == {"V1"}


async def test_of_two_who_take_the_same_task_at_once_one_gets_it() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    answers = await world.do_together(
        [TakeTask("D1", "credit", "risk.1"), TakeTask("D1", "credit", "risk.2")]
    )
    assert answers[0] is None
    assert isinstance(answers[1], TaskTaken)
    assert answers[1].status == 409
    assert task(world, "credit").owner == "risk.1"
    assert len(world.events(DealTaskAccepted)) == 2  # papers, and credit once


async def test_taking_twice_changes_nothing() -> None:
    world = await with_deal()
    await take(world, "papers", "am.1")
    before = len(world.published)
    await take(world, "papers", "am.1")
    assert len(world.published) == before


async def test_a_task_that_waits_cannot_be_taken() -> None:
    world = await with_deal()
    with pytest.raises(TaskNotBegun):
        await take(world, "credit")


async def test_a_task_must_be_taken_before_it_is_finished() -> None:
    world = await with_deal()
    with pytest.raises(TaskNotTaken):
        await finish(world, "papers", "am.1")


async def test_a_task_of_a_colleague_is_not_finished() -> None:
    world = await with_deal()
    await take(world, "papers", "am.1")
    with pytest.raises(TaskNotYours):
        await finish(world, "papers", "am.2")


async def test_finishing_twice_changes_nothing_and_a_done_task_is_settled() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    before = len(world.published)
    await finish(world, "papers", "am.1")
    assert len(world.published) == before
    with pytest.raises(TaskSettled):
        await take(world, "papers", "am.1")


async def test_a_step_that_the_template_does_not_have_is_not_found() -> None:
    world = await with_deal()
    with pytest.raises(NotFound):
        await take(world, "nothing", "am.1")


async def test_a_blocked_task_says_why_keeps_its_day_and_goes_on() -> None:
    world = await with_deal()
    await take(world, "papers", "am.1")
    due = task(world, "papers").due
    await block(world, "papers", "am.1")
    (blocked,) = world.events(DealTaskBlocked)
    assert isinstance(blocked, DealTaskBlocked)
    assert blocked.reason == "papers"
    assert task(world, "papers").due == due
    with pytest.raises(TaskBlocked):
        await finish(world, "papers", "am.1")
    await days(world, 1)
    await world.do(UnblockTask("D1", "papers", "am.1", False))
    (unblocked,) = world.events(DealTaskUnblocked)
    assert isinstance(unblocked, DealTaskUnblocked)
    assert unblocked.blocked_seconds == 24 * 3600
    assert states(world)["papers"] == "accepted"


async def test_a_returned_task_goes_to_the_step_before_it_and_comes_again() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await world.do(LeaveOutTask("D1", "terms", "head.1", DealSkipReason.NOT_NEEDED))
    await take(world, "credit")
    await give_back(world, "credit")
    (returned,) = world.events(DealTaskReturned)
    assert isinstance(returned, DealTaskReturned)
    assert (returned.returned_to, returned.reason) == ("papers", "incomplete")
    assert states(world)["papers"] == "offered"
    assert states(world)["credit"] == "returned"
    assert ball(world) == [("papers", "branch", "am.1")]
    assert task(world, "papers").round == 2
    await do(world, "papers", "am.1")
    assert states(world)["credit"] == "offered"
    assert task(world, "credit").return_reason == "incomplete"  # it shows on the strip


async def test_where_others_have_built_on_the_step_before_the_account_manager_gets_it() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await take(world, "credit")
    await give_back(world, "credit")
    assert states(world)["papers"] == "done"
    assert ("credit", "branch", "am.1") in ball(world)
    await resume(world, "credit")
    assert states(world)["credit"] == "offered"
    assert task(world, "credit").round == 2


async def test_a_first_step_is_returned_to_the_account_manager() -> None:
    world = await with_deal("wealth")
    await give_back(world, "plan", "pd.1")
    assert ball(world) == [("plan", "branch", "am.1")]
    with pytest.raises(TaskNotBegun):
        await take(world, "plan", "pd.1")


async def test_only_what_was_returned_to_the_account_manager_is_given_on() -> None:
    world = await with_deal()
    with pytest.raises(TaskNotReturned):
        await resume(world, "papers")


async def test_a_task_is_left_to_the_colleagues_again() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await take(world, "credit")
    due = task(world, "credit").due
    await put_back(world, "credit")
    assert task(world, "credit").owner is None
    await take(world, "credit", "risk.2")
    assert (task(world, "credit").owner, task(world, "credit").due) == ("risk.2", due)


async def test_the_head_puts_back_what_somebody_left_lying() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await take(world, "credit")
    with pytest.raises(TaskNotYours):
        await put_back(world, "credit", "risk.2")
    await put_back(world, "credit", "head.1", as_head=True)
    assert states(world)["credit"] == "offered"


async def test_a_step_that_is_left_out_holds_nobody_up() -> None:
    world = await with_deal()
    await do(world, "papers", "am.1")
    await do(world, "credit")
    await world.do(LeaveOutTask("D1", "terms", "head.1", DealSkipReason.DONE_ELSEWHERE))
    assert states(world)["payout"] == "offered"


async def test_done_tells_how_long_it_took_and_whether_it_was_in_time() -> None:
    world = await with_deal()
    await take(world, "papers", "am.1")
    await days(world, 7)  # five working days, of three
    await finish(world, "papers", "am.1")
    (done,) = world.events(DealTaskDone)
    assert isinstance(done, DealTaskDone)
    assert (done.days, done.in_time, done.worked_seconds) == (5, False, 7 * 24 * 3600)


async def test_when_all_is_done_the_account_manager_holds_the_ball() -> None:
    world = await with_deal("wealth")
    for name, by in (("plan", "pd.1"), ("check", "risk.1"), ("signing", "am.1"), ("booking", "bo.1")):
        await do(world, name, by)
    assert ball(world) == [(None, "branch", "am.1")]


async def test_a_command_of_another_person_on_a_blocked_task_is_refused() -> None:
    world = await with_deal()
    await take(world, "papers", "am.1")
    await block(world, "papers", "am.1")
    with pytest.raises(TaskNotYours):
        await world.do(FinishTask("D1", "papers", "am.3", False))
