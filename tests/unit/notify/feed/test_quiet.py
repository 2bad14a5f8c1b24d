"""Incidents are told to few, and without a sound (D12); faults to those whom they concern (D7)."""

from datetime import timedelta
from typing import Any

from services.notify.app import EVENT_HANDLERS, TIMER_HANDLERS
from services.notify.feed.domain.entries import Entry
from services.notify.feed.domain.rules import QUIET
from services.notify.floors.domain import Floor
from services.notify.staff.domain.directories import Directory, Member
from services.notify.staff.domain.feeds import Feed
from shared.contracts import lobby
from shared.contracts.words import DeviceKind, IncidentKind, Place, Role, Trouble
from tests.unit.acting import World

PEOPLE = {
    "wang": (Role.LOBBY_MANAGER, True),
    "zhou": (Role.LOBBY_MANAGER, False),
    "liu": (Role.BRANCH_HEAD, True),
    "li": (Role.TELLER, True),
    "zhao": (Role.TELLER, True),
    "chen": (Role.ACCOUNT_MANAGER, True),
    "ren": (Role.REGION_HEAD, False),
}
RAISED = lobby.IncidentRaised(
    branch="B1", incident="i1", kind=IncidentKind.OFFENDER, place=Place.COUNTERS, raised_by="staff:li"
)


def branch(**present: bool) -> World:
    members = [
        Member(staff=staff, roles=(role,), present=present.get(staff, there))
        for staff, (role, there) in PEOPLE.items()
    ]
    return World("notify", Directory(id="B1", members=tuple(members)), *(Feed(id=staff) for staff in PEOPLE))


def told(world: World, kind: str) -> dict[str, Entry]:
    found = [one for one in world.documents.values() if isinstance(one, Entry) and one.kind == kind]
    return {one.staff: one for one in found}


async def receive(world: World, event: Any) -> None:
    await world.act(EVENT_HANDLERS[type(event)], event, correlation_id="i1")


async def test_an_incident_is_told_to_who_is_on_duty_the_head_and_the_raiser_and_to_nobody_else() -> None:
    world = branch()
    await receive(world, RAISED)
    assert set(told(world, "incident_raised")) == {"wang", "liu", "li"}


async def test_if_no_lobby_manager_is_there_all_of_them_are_told() -> None:
    world = branch(wang=False)
    await receive(world, RAISED)
    assert set(told(world, "incident_raised")) == {"wang", "zhou", "liu", "li"}


async def test_every_entry_of_it_is_quiet_and_the_floor_is_not_woken() -> None:
    world = branch()
    await receive(world, RAISED)
    assert all(one.quiet for one in told(world, "incident_raised").values())
    assert (Floor, "B1") not in world.documents


async def test_what_goes_one_level_up_stays_quiet() -> None:
    world = branch()
    await receive(world, RAISED)
    await world.wait(timedelta(minutes=3), dict(TIMER_HANDLERS))
    above = told(world, "unacknowledged")
    assert "ren" in above
    assert all(one.quiet for one in above.values())


async def test_all_that_is_told_of_incidents_and_loiterers_is_quiet() -> None:
    assert {
        lobby.IncidentRaised,
        lobby.IncidentAttended,
        lobby.PoliceCalled,
        lobby.IncidentClosed,
        lobby.LoitererNoticed,
        lobby.LoitererSettled,
    } == QUIET


async def test_an_entry_about_an_incident_is_found_by_it_and_names_people_plainly() -> None:
    world = branch()
    await receive(world, RAISED)
    entry = told(world, "incident_raised")["liu"]
    assert entry.about == "i1"
    assert entry.text.zh == "不法分子，柜台，上报人：li。"


def faulted(*unavailable: str) -> lobby.DeviceFaulted:
    return lobby.DeviceFaulted(
        branch="B1",
        device="T1",
        kind=DeviceKind.SELF_SERVICE,
        status=Trouble.HARDWARE_ERROR,
        transactions=("cash_withdrawal",),
        unavailable=unavailable,
    )


async def test_tellers_are_told_of_a_fault_only_if_customers_will_come_to_them() -> None:
    world = branch()
    await receive(world, faulted())
    assert set(told(world, "device_faulted")) == {"wang", "zhou"}
    world = branch()
    await receive(world, faulted("cash_withdrawal"))
    assert set(told(world, "device_faulted")) == {"wang", "zhou", "li", "zhao"}
    assert told(world, "device_faulted")["wang"].text.zh == "自助设备T1故障：硬件故障；现金取款暂停自助办理。"
    assert (Floor, "B1") in world.documents
