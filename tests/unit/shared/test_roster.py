"""The roster of a branch: presence, order, covers, and who answers for the floor (D9)."""

from shared.contracts.notify import (
    CoverEnd,
    CoverEnded,
    FloorCovered,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
)
from shared.contracts.words import Role
from shared.roster import Roster, cover, end_cover, enrol, sign_off, sign_on
from tests.unit.acting import World

LOBBY, HEAD, TELLER = (Role.LOBBY_MANAGER,), (Role.BRANCH_HEAD,), (Role.TELLER,)
STAFF = {"lm.1": LOBBY, "lm.2": LOBBY, "head": HEAD}


async def branch(*present: str) -> World:
    """A branch with two lobby managers and a head, of whom some are present, in this order."""
    world = World("customer")
    for name, roles in STAFF.items():
        await world.act(enrol, StaffEnrolled(branch="B1", staff=name, roles=roles))
    for name in present:
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=name, roles=STAFF[name]))
    return world


def roster(world: World) -> Roster:
    return world.get(Roster, "B1")


async def test_the_lobby_manager_who_has_been_present_longest_is_in_charge() -> None:
    assert roster(await branch("head", "lm.2", "lm.1")).in_charge == "lm.2"


async def test_with_no_lobby_manager_present_the_branch_head_is_in_charge() -> None:
    assert roster(await branch()).in_charge == "head"
    assert Roster(id="B1").in_charge is None


async def test_who_covers_the_floor_is_in_charge_until_the_lobby_manager_is_back() -> None:
    world = await branch("lm.1")
    for staff in ("t.1", "head"):
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=staff, roles=TELLER))
    covered = {"branch": "B1", "absent": "lm.1", "cover": "t.1", "role": Role.LOBBY_MANAGER}
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY, cover="t.1"))
    await world.act(cover, FloorCovered(**covered))
    assert roster(world).in_charge == "t.1"
    await world.act(sign_on, StaffSignedOn(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(end_cover, CoverEnded(**covered, reason=CoverEnd.BACK))
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY))
    assert roster(world).in_charge != "t.1"


async def test_who_signs_on_again_does_not_lose_the_place() -> None:
    assert roster(await branch("lm.1", "lm.2", "lm.1")).in_charge == "lm.1"


async def test_who_comes_back_stands_behind_those_who_stayed() -> None:
    world = await branch("lm.1", "lm.2")
    await world.act(sign_off, StaffSignedOff(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(sign_on, StaffSignedOn(branch="B1", staff="lm.1", roles=LOBBY))
    assert roster(world).in_charge == "lm.2"
    assert [member.staff for member in roster(world).members] == list(STAFF)


async def test_who_becomes_a_teller_is_no_longer_in_charge() -> None:
    world = await branch("lm.1", "lm.2")
    await world.act(enrol, StaffEnrolled(branch="B1", staff="lm.1", roles=TELLER))
    assert roster(world).in_charge == "lm.2"
    assert not roster(world).has("lm.1", Role.LOBBY_MANAGER)


async def test_who_signs_on_before_being_enrolled_is_present() -> None:
    world = World("customer")
    await world.act(sign_on, StaffSignedOn(branch="B1", staff="lm.1", roles=LOBBY))
    await world.act(enrol, StaffEnrolled(branch="B1", staff="lm.1", roles=LOBBY))
    assert roster(world).in_charge == "lm.1"
