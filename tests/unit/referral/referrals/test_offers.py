"""Referrals: offered to one account manager after the other, until one accepts (D5)."""

from datetime import timedelta

import pytest

from services.referral.app import TIMER_HANDLERS
from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
)
from services.referral.referrals.domain.referral import (
    AcceptanceDue,
    NotAnAccountManager,
    Referral,
    ReferralAlreadyAnswered,
    ReferralAlreadyClosed,
    ReferralNotAccepted,
    ReferralNotEscalated,
    ReferralNotYours,
    ReferralPassedOn,
    ReferralState,
)
from services.referral.referrals.handlers import (
    accept_referral,
    assign_referral,
    decline_referral,
    expire_offer,
)
from shared.contracts.notify import StaffEnrolled, StaffSignedOff
from shared.contracts.referral import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralExpired,
    ReferralOffered,
    ReferralOpened,
    ReferralOutcome,
)
from shared.contracts.words import Role
from shared.roster import enrol, sign_off
from tests.unit.acting import MORNING, World
from tests.unit.referral.building import AM, accept, branch, decline, find, load_of


def asked(world: World) -> list[str]:
    return [one.account_manager for one in world.events(ReferralOffered)]


async def test_a_prospect_is_offered_with_a_deadline():
    world = await branch("am.1")
    await find(world)
    opened, offered = world.events()
    assert opened == ReferralOpened(
        branch="B1", referral="R1", visit="V1", need="wealth", found_by="lm.1", customer="C1"
    )
    assert offered == ReferralOffered(
        branch="B1",
        referral="R1",
        visit="V1",
        need="wealth",
        account_manager="am.1",
        round=1,
        answer_by=MORNING + timedelta(minutes=10),
        customer="C1",
    )
    assert {one.correlationid for one in world.published} == {"V1"}


async def test_the_same_event_opens_no_second_referral():
    world = await branch("am.1")
    await find(world)
    await find(world)
    assert len(world.events(ReferralOpened)) == 1


async def test_who_is_there_is_asked_before_who_is_not():
    world = await branch("am.3")
    assert (await find(world)).account_manager == "am.3"


async def test_who_left_is_asked_last():
    world = await branch("am.1", "am.2")
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="am.1", roles=AM))
    await find(world)
    await decline(world, "am.2")
    assert asked(world) == ["am.2", "am.1"]


async def test_who_has_least_in_hand_is_asked_first():
    world = await branch("am.1", "am.2")
    for id in ("R1", "R2", "R3"):
        taken = await find(world, id)
        await accept(world, taken.account_manager, id)
    assert asked(world) == ["am.1", "am.2", "am.1"]
    assert (await find(world, "R4")).account_manager == "am.2"


async def test_among_equals_who_was_not_asked_for_longest_is_asked_first():
    world = await branch("am.1", "am.2", "am.3")
    for id in ("R1", "R2", "R3", "R4", "R5"):
        world.now += timedelta(minutes=1)
        taken = (await find(world, id)).account_manager
        await accept(world, taken, id)
        await world.do(CloseReferral(id, ReferralOutcome.LOST, taken, False))
    assert asked(world) == ["am.1", "am.2", "am.3", "am.1", "am.2"]


async def test_prospects_of_one_moment_are_spread_over_who_is_there():
    world = await branch("am.1", "am.2", "am.3")
    for id in ("R1", "R2", "R3"):
        await find(world, id)
    assert asked(world) == ["am.1", "am.2", "am.3"]


async def test_closing_gives_a_hand_free():
    world = await branch("am.1", "am.2")
    for id in ("R1", "R2"):
        await accept(world, (await find(world, id)).account_manager, id)
    world.now += timedelta(minutes=1)
    await world.do(CloseReferral("R2", ReferralOutcome.WON, "am.2", False))
    assert (load_of(world, "am.1"), load_of(world, "am.2")) == (1, 0)
    assert (await find(world, "R3")).account_manager == "am.2"


async def test_accepting_ends_the_asking():
    world = await branch("am.1")
    await find(world)
    await accept(world, "am.1")
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    (taken,) = world.events(ReferralAccepted)
    assert (taken.account_manager, taken.found_by, taken.assigned_by) == ("am.1", "lm.1", None)
    assert not world.events(ReferralExpired)
    assert load_of(world, "am.1") == 1


async def test_declining_passes_it_on_with_the_reason():
    world = await branch("am.1", "am.2")
    await find(world)
    world.now += timedelta(minutes=4)
    await decline(world, "am.1")
    (declined,) = world.events(ReferralDeclined)
    assert (declined.account_manager, declined.reason) == ("am.1", "no_time")
    again = world.events(ReferralOffered)[-1]
    assert (again.account_manager, again.round) == ("am.2", 2)
    assert again.answer_by == world.now + timedelta(minutes=10)
    assert (load_of(world, "am.1"), load_of(world, "am.2")) == (0, 1)


async def test_silence_passes_it_on_to_the_next_and_in_the_end_to_the_branch_head():
    world = await branch("am.1", "am.2")
    await find(world)
    await world.wait(timedelta(minutes=30), TIMER_HANDLERS)
    assert [one.account_manager for one in world.events(ReferralExpired)] == ["am.1", "am.2", "am.3"]
    (escalated,) = world.events(ReferralEscalated)
    assert escalated.asked == ("am.1", "am.2", "am.3")
    assert not world.timers
    assert [load_of(world, name) for name in escalated.asked] == [0, 0, 0]


async def test_nobody_is_asked_twice():
    world = await branch("am.1", "am.2", "am.3")
    await find(world)
    for name in ("am.1", "am.2", "am.3"):
        await decline(world, name)
    assert world.get(Referral, "R1").state is ReferralState.ESCALATED
    assert asked(world) == ["am.1", "am.2", "am.3"]


async def test_a_branch_without_account_managers_asks_its_head_at_once():
    for world in (World("referral"), await branch(staff=())):
        await find(world)
        (escalated,) = world.events(ReferralEscalated)
        assert escalated.asked == ()


async def test_only_the_one_asked_may_answer():
    world = await branch("am.1")
    await find(world)
    for answer in (accept, decline):
        with pytest.raises(ReferralNotYours) as refused:
            await answer(world, "am.2")
        assert (refused.value.code, refused.value.status) == ("referral_not_yours", 403)


async def test_a_second_answer_is_refused():
    world = await branch("am.1", "am.2")
    await find(world)
    await decline(world, "am.1")
    await accept(world, "am.2")
    for name in ("am.1", "am.2"):
        with pytest.raises(ReferralAlreadyAnswered):
            await accept(world, name)


async def test_of_yes_and_no_in_one_moment_the_first_counts():
    world = await branch("am.1")
    await find(world)
    _, other = await world.act_together(
        [
            (accept_referral, AcceptReferral("R1", "am.1")),
            (decline_referral, DeclineReferral("R1", "am.1", "no_time")),
        ]
    )
    assert isinstance(other, ReferralAlreadyAnswered)
    assert world.get(Referral, "R1").state is ReferralState.ACCEPTED
    assert not world.events(ReferralDeclined)


async def test_an_answer_after_it_was_passed_on_comes_too_late():
    world = await branch("am.1", "am.2")
    await find(world)
    await world.wait(timedelta(minutes=11), TIMER_HANDLERS)
    with pytest.raises(ReferralPassedOn) as refused:
        await accept(world, "am.1")
    assert (refused.value.code, refused.value.status) == ("referral_not_yours", 409)
    await accept(world, "am.2")
    assert world.get(Referral, "R1").account_manager == "am.2"


async def test_a_late_answer_counts_while_nobody_else_was_asked():
    world = await branch("am.1", "am.2")
    await find(world)
    world.now += timedelta(minutes=12)
    await accept(world, "am.1")
    assert world.get(Referral, "R1").state is ReferralState.ACCEPTED


async def test_a_timer_that_fires_with_the_answer_changes_nothing():
    world = await branch("am.1", "am.2")
    await find(world)
    due = AcceptanceDue(branch="B1", referral="R1", round=1)
    await world.act_together([(accept_referral, AcceptReferral("R1", "am.1")), (expire_offer, due)])
    assert not world.events(ReferralExpired)
    assert asked(world) == ["am.1"]


async def test_a_timer_of_an_earlier_round_changes_nothing():
    world = await branch("am.1", "am.2")
    await find(world)
    await decline(world, "am.1")
    await world.act(expire_offer, AcceptanceDue(branch="B1", referral="R1", round=1))
    assert world.get(Referral, "R1").account_manager == "am.2"
    assert not world.events(ReferralExpired)


async def test_the_branch_head_gives_it_to_somebody():
    world = await branch("am.1", staff=("am.1",))
    await find(world)
    await decline(world, "am.1")
    await world.do(AssignReferral("R1", "am.1", "head"))
    (given,) = world.events(ReferralAccepted)
    assert (given.account_manager, given.assigned_by) == ("am.1", "head")
    assert load_of(world, "am.1") == 1


async def test_only_an_escalated_referral_is_assigned_and_only_once():
    world = await branch("am.1")
    await find(world)
    with pytest.raises(ReferralNotEscalated):
        await world.do(AssignReferral("R1", "am.2", "head"))
    await world.wait(timedelta(minutes=30), TIMER_HANDLERS)
    one, other = await world.act_together(
        [(assign_referral, AssignReferral("R1", name, "head")) for name in ("am.2", "am.3")]
    )
    assert one is None
    assert isinstance(other, ReferralNotEscalated)


async def test_a_referral_is_assigned_only_to_an_account_manager_of_the_branch():
    world = await branch(staff=())
    await find(world)
    for name in ("lm.1", "am.9"):
        with pytest.raises(NotAnAccountManager):
            await world.do(AssignReferral("R1", name, "head"))


async def test_only_who_has_it_or_the_head_closes_it_and_only_once():
    world = await branch("am.1", "am.2")
    await find(world)
    with pytest.raises(ReferralNotAccepted):
        await world.do(CloseReferral("R1", ReferralOutcome.WON, "am.1", False))
    await accept(world, "am.1")
    with pytest.raises(ReferralNotYours):
        await world.do(CloseReferral("R1", ReferralOutcome.WON, "am.2", False))
    await world.do(CloseReferral("R1", ReferralOutcome.WON, "head", True))
    with pytest.raises(ReferralAlreadyClosed):
        await world.do(CloseReferral("R1", ReferralOutcome.LOST, "am.1", False))
    assert load_of(world, "am.1") == 0


async def test_new_roles_do_not_cost_the_load():
    world = await branch("am.1")
    await find(world)
    await accept(world, "am.1")
    roles = (Role.ACCOUNT_MANAGER, Role.TELLER)
    await world.act(enrol, StaffEnrolled(branch="B1", staff="am.1", roles=roles))
    assert load_of(world, "am.1") == 1
