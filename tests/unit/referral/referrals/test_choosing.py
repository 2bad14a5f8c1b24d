"""The choice of who is offered a referral: by presence, covers, the needs served, and load (D5)."""

import pytest

from services.referral.referrals.commands import CloseReferral, SetServedNeeds
from services.referral.referrals.domain.referral import (
    NotAnAccountManager,
    Referral,
    ReferralNotYours,
    ReferralState,
)
from services.referral.referrals.handlers import expire_offer
from services.referral.subscriptions import TIMER_HANDLERS
from shared.contracts.notify import CoverEnd, CoverEnded, FloorCovered
from shared.contracts.referral import (
    ReferralAccepted,
    ReferralClosed,
    ReferralDeclined,
    ReferralExpired,
    ReferralOffered,
    ReferralOutcome,
    ServedNeedsSet,
)
from shared.contracts.words import Role
from shared.roster import cover, end_cover
from tests.unit.acting import World
from tests.unit.referral.building import accept, branch, decline, find, load_of


def offered(world: World) -> list[tuple[str, str | None]]:
    found = [one for one in world.events(ReferralOffered) if isinstance(one, ReferralOffered)]
    return [(one.account_manager, one.covered_by) for one in found]


async def covering(world: World, by: str, absent: str) -> None:
    event = FloorCovered(branch="B1", absent=absent, cover=by, role=Role.ACCOUNT_MANAGER)
    await world.act(cover, event)


async def test_who_serves_the_need_comes_before_who_serves_others_and_presence_before_both():
    world = await branch("am.2", "am.3")
    await world.do(SetServedNeeds("B1", "am.1", ("wealth",), "head"))
    await world.do(SetServedNeeds("B1", "am.2", ("loan",), "head"))
    await world.do(SetServedNeeds("B1", "am.3", ("card", "wealth"), "head"))
    await find(world)
    await decline(world, "am.3")
    await decline(world, "am.2")
    assert [who for who, _ in offered(world)] == ["am.3", "am.2", "am.1"]


async def test_of_whom_nothing_is_written_may_serve_any():
    world = await branch("am.1", "am.2")
    await world.do(SetServedNeeds("B1", "am.1", ("loan",), "head"))
    await find(world)
    assert offered(world) == [("am.2", None)]


async def test_what_is_served_is_set_for_account_managers_alone_and_told_once():
    world = await branch("am.1")
    await world.do(SetServedNeeds("B1", "am.1", ("loan", "card", "loan"), "head"))
    await world.do(SetServedNeeds("B1", "am.1", ("card", "loan"), "head"))
    assert world.events(ServedNeedsSet) == [
        ServedNeedsSet(branch="B1", staff="am.1", needs=("card", "loan"), set_by="head")
    ]
    with pytest.raises(NotAnAccountManager):
        await world.do(SetServedNeeds("B1", "lm.1", ("loan",), "head"))


async def test_who_covers_an_account_manager_is_told_and_answers_for_them():
    world = await branch("am.2", staff=("am.1", "am.2"))
    await world.do(SetServedNeeds("B1", "am.1", ("wealth",), "head"))
    await covering(world, "am.2", "am.1")
    await find(world)
    assert offered(world) == [("am.1", "am.2")]
    await accept(world, "am.2")
    (accepted,) = world.events(ReferralAccepted)
    assert isinstance(accepted, ReferralAccepted)
    assert (accepted.account_manager, accepted.answered_by) == ("am.1", "am.2")
    assert (load_of(world, "am.1"), load_of(world, "am.2")) == (1, 0)
    await world.do(CloseReferral("R1", ReferralOutcome.LOST, "am.2", False))
    assert len(world.events(ReferralClosed)) == 1


async def test_when_the_cover_has_ended_nobody_else_answers():
    world = await branch("am.2", staff=("am.1", "am.2"))
    await world.do(SetServedNeeds("B1", "am.1", ("wealth",), "head"))
    await covering(world, "am.2", "am.1")
    await find(world)
    covered = {"branch": "B1", "absent": "am.1", "cover": "am.2", "role": Role.ACCOUNT_MANAGER}
    await world.act(end_cover, CoverEnded(**covered, reason=CoverEnd.BACK))
    with pytest.raises(ReferralNotYours):
        await accept(world, "am.2")


async def test_who_said_no_and_who_did_not_answer_stand_in_the_referral_and_the_finder_is_named():
    world = await branch("am.1", "am.2", "am.3")
    referral = await find(world)
    await decline(world, "am.1")
    (declined,) = world.events(ReferralDeclined)
    assert isinstance(declined, ReferralDeclined)
    assert (declined.need, declined.found_by) == ("wealth", "lm.1")
    timer = world.timers.pop(referral.acceptance_timer)
    await world.act(expire_offer, timer.event)
    (expired,) = world.events(ReferralExpired)
    assert isinstance(expired, ReferralExpired)
    assert (expired.account_manager, expired.found_by) == ("am.2", "lm.1")
    after = world.get(Referral, "R1")
    assert [one.staff for one in after.declined] == ["am.1"]
    assert (after.expired, after.state) == (("am.2",), ReferralState.OFFERED)
    assert type(timer.event) in TIMER_HANDLERS
