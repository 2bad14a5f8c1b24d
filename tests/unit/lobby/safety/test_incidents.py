"""Incidents, and those who stay without business: raised by a tap, seen to, closed (D12)."""

from datetime import timedelta

import pytest

from services.lobby.branch.domain.branches import Branch
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.safety.commands import (
    AddIncidentNote,
    AttendIncident,
    CallPolice,
    CloseIncident,
    RaiseIncident,
    ReportLoiterer,
    SetLoiteringLimit,
    SettleLoiterer,
)
from services.lobby.safety.domain.incidents import Incident, IncidentIsClosed, IncidentNote, NotAttended
from services.lobby.safety.domain.loiterers import Loiterer, LoitererIsSettled, Vigilance
from shared.contracts import lobby
from shared.contracts.lobby.words import IncidentState
from shared.contracts.words import IncidentKind, LoitererOutcome, Place
from shared.errors import NotFound
from tests.unit.acting import World

TAP = RaiseIncident("i1", "B1", IncidentKind.OFFENDER, Place.COUNTERS, "staff:li")
MINUTE = timedelta(minutes=1)


def hall() -> World:
    camera = Device(id="B1.C1", branch="B1", name="C1", secret_hash=hash_secret("s"))
    return World("lobby", Branch(id="B1", name_zh="一", name_en="One"), camera)


async def raised() -> World:
    world = hall()
    await world.do(TAP)
    return world


def incident(world: World) -> Incident:
    return world.get(Incident, "i1")


async def test_one_tap_raises_an_incident_once():
    world = await raised()
    await world.do(TAP)
    (told,) = world.events()
    assert told == lobby.IncidentRaised(
        branch="B1",
        incident="i1",
        kind=IncidentKind.OFFENDER,
        place=Place.COUNTERS,
        raised_by="staff:li",
    )


async def test_an_incident_of_no_branch_is_refused():
    with pytest.raises(NotFound):
        await World("lobby").do(TAP)


async def test_an_incident_is_attended_and_closed():
    world = await raised()
    await world.do(AttendIncident("i1", "wang"))
    world.now += 5 * MINUTE
    await world.do(CloseIncident("i1", "wang"))
    assert [type(one) for one in world.events()] == [
        lobby.IncidentRaised,
        lobby.IncidentAttended,
        lobby.IncidentClosed,
    ]
    assert world.events()[-1].open_seconds == 300
    assert incident(world).state is IncidentState.CLOSED


async def test_the_police_may_be_called_before_anybody_could_attend():
    world = await raised()
    await world.do(CallPolice("i1", "wang"))
    await world.do(AttendIncident("i1", "wang"))
    assert incident(world).state is IncidentState.POLICE_CALLED
    assert incident(world).attended_by == "wang"
    await world.do(CloseIncident("i1", "wang"))
    assert incident(world).police_called_by == "wang"


@pytest.mark.parametrize("command", [AttendIncident, CallPolice])
async def test_doing_something_twice_tells_it_once(command: type[AttendIncident | CallPolice]):
    world = await raised()
    await world.do(command("i1", "wang"))
    await world.do(command("i1", "liu"))
    assert len(world.events()) == 2


async def test_nobody_closes_what_nobody_attended():
    world = await raised()
    with pytest.raises(NotAttended):
        await world.do(CloseIncident("i1", "wang"))


@pytest.mark.parametrize("command", [AttendIncident, CallPolice])
async def test_a_closed_incident_stays_closed(command: type[AttendIncident | CallPolice]):
    world = await raised()
    await world.do(CallPolice("i1", "wang"))
    await world.do(CloseIncident("i1", "wang"))
    await world.do(CloseIncident("i1", "wang"))
    with pytest.raises(IncidentIsClosed):
        await world.do(command("i1", "wang"))
    assert len(world.events(lobby.IncidentClosed)) == 1


async def test_a_note_is_kept_sealed_and_told_to_nobody():
    world = await raised()
    await world.do(AddIncidentNote("n1", "i1", "wang", b"sealed"))
    assert world.get(IncidentNote, "n1").words == b"sealed"
    assert len(world.events()) == 1


async def see(world: World, id: str, minutes: int, place: Place = Place.HALL) -> None:
    await world.do(ReportLoiterer(id, "B1", "C1", place, minutes))


async def test_who_stays_longer_than_the_branch_minds_is_noticed_once():
    world = hall()
    await see(world, "s1", 29)
    await see(world, "s2", 30)
    await see(world, "s3", 31)
    await see(world, "s4", 31, Place.ENTRANCE)
    assert [one.loiterer for one in world.events(lobby.LoitererNoticed)] == ["s2", "s4"]


async def test_a_branch_sets_its_own_limit():
    world = hall()
    await world.do(SetLoiteringLimit("B1", 10))
    await see(world, "s1", 10)
    assert len(world.events(lobby.LoitererNoticed)) == 1


async def test_after_the_limit_has_passed_again_it_may_be_somebody_else():
    world = hall()
    await see(world, "s1", 30)
    world.now += 30 * MINUTE
    await see(world, "s2", 60)
    assert len(world.events(lobby.LoitererNoticed)) == 2


async def test_what_came_of_it_is_recorded_and_the_next_is_noticed():
    world = hall()
    await see(world, "s1", 30)
    for _ in range(2):
        await world.do(SettleLoiterer("s1", LoitererOutcome.LEFT, "wang", "x"))
    assert len(world.events(lobby.LoitererSettled)) == 1
    assert world.get(Vigilance, "B1").open == {}
    with pytest.raises(LoitererIsSettled):
        await world.do(SettleLoiterer("s1", LoitererOutcome.SPOKE, "wang", "x"))
    await see(world, "s2", 31)
    assert len(world.events(lobby.LoitererNoticed)) == 2


async def test_a_loiterer_may_become_an_incident():
    world = hall()
    await see(world, "s1", 30, Place.ENTRANCE)
    await world.do(SettleLoiterer("s1", LoitererOutcome.INCIDENT, "wang", "i9"))
    (told,) = world.events(lobby.IncidentRaised)
    assert (told.kind, told.place) == (IncidentKind.SUSPICIOUS_PERSON, Place.ENTRANCE)
    assert world.get(Incident, "i9").loiterer == "s1"
    assert world.get(Loiterer, "s1").incident == "i9"
