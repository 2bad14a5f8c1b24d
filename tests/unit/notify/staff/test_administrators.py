"""Administrators: nobody gives themselves a role, and roles of power take two (Q1)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.security.domain import SecurityRecord
from services.notify.staff.commands import EnrolStaff
from services.notify.staff.domain.administrators import (
    ADMINISTRATORS,
    Administrators,
    LastAdministrator,
    NameReserved,
    OwnRights,
    OwnSecret,
    weigh,
)
from services.notify.staff.domain.staff import ADMIN, POWERS, Enrolment, Staff
from shared.contracts.notify import RightsChanged, RightsProposed, SecurityKind
from shared.contracts.words import Role
from tests.fakes import FakeStore
from tests.unit.acting import MORNING, World
from tests.unit.notify.staff.test_staff import start

TELLER, ADMINISTRATOR, AUDITOR = Role.TELLER, Role.ADMINISTRATOR, Role.AUDITOR
AUDIT = Enrolment("au.di", "审计", (AUDITOR,), ("B001",), "hash")


def admin(name: str) -> Enrolment:
    return Enrolment(name, name, (ADMINISTRATOR,), (), "hash")


async def installation(*administrators: str) -> World:
    """An installation with these administrators, each named by the first of them."""
    world = World("notify")
    for name in administrators:
        await world.do(
            EnrolStaff(admin(name)), actor=f"staff:{administrators[0] if name != administrators[0] else 'x'}"
        )
    world.published.clear()
    return world


async def enrol(world: World, enrolment: Enrolment, by: str) -> Staff:
    await world.do(EnrolStaff(enrolment), actor=f"staff:{by}")
    return world.get(Staff, enrolment.staff)


async def test_the_only_administrator_gives_a_role_of_power_alone() -> None:
    world = await installation("ad.1")
    assert (await enrol(world, AUDIT, "ad.1")).roles == (AUDITOR,)
    assert [one.roles for one in world.events(RightsChanged)] == [(AUDITOR,)]  # the auditors are told


@pytest.mark.parametrize("role", POWERS)
async def test_a_role_of_power_counts_when_a_second_administrator_gives_it_too(role: Role) -> None:
    world = await installation("ad.1", "ad.2")
    wanted = replace(AUDIT, roles=(TELLER, role))
    first = await enrol(world, wanted, "ad.1")
    assert (first.roles, first.proposed, first.proposed_by) == ((TELLER,), (role,), "ad.1")
    assert [(one.staff, one.roles, one.by) for one in world.events(RightsProposed)] == [
        ("au.di", (role,), "ad.1")
    ]
    again = await enrol(world, replace(wanted, password=None), "ad.1")
    assert again.roles == (TELLER,)
    second = await enrol(world, replace(wanted, password=None), "ad.2")
    assert (second.roles, second.proposed, second.proposed_by) == ((TELLER, role), (), "")


async def test_who_is_only_proposed_does_not_come_in_and_joins_no_branch() -> None:
    world = await installation("ad.1", "ad.2")
    waiting = await enrol(world, AUDIT, "ad.1")
    assert not waiting.may_sign_in
    assert waiting.branches == ("B001",)
    assert [one.kind for one in records(world) if one.staff == "au.di"] == [
        SecurityKind.RIGHTS_CHANGED,
        SecurityKind.RIGHTS_PROPOSED,
        SecurityKind.PASSWORD_SET,
    ]
    assert (await enrol(world, replace(AUDIT, password=None), "ad.2")).may_sign_in


async def test_a_second_administrator_who_does_not_agree_drops_the_proposal() -> None:
    world = await installation("ad.1", "ad.2")
    await enrol(world, AUDIT, "ad.1")
    dropped = await enrol(world, replace(AUDIT, roles=(), password=None), "ad.2")
    assert (dropped.roles, dropped.proposed) == ((), ())
    late = await enrol(world, replace(AUDIT, password=None), "ad.2")
    assert (late.roles, late.proposed_by) == ((), "ad.2")


async def test_another_role_than_the_proposed_one_begins_anew() -> None:
    world = await installation("ad.1", "ad.2")
    await enrol(world, AUDIT, "ad.1")
    other = await enrol(world, replace(AUDIT, roles=(Role.OPS,), password=None), "ad.2")
    assert (other.roles, other.proposed, other.proposed_by) == ((), (Role.OPS,), "ad.2")


@pytest.mark.parametrize("role", sorted(set(Role) - {ADMINISTRATOR}))
async def test_nobody_gives_themselves_a_role(role: Role) -> None:
    world = await installation("ad.1")
    with pytest.raises(OwnRights):
        await enrol(world, replace(admin("ad.1"), roles=(ADMINISTRATOR, role)), "ad.1")
    assert world.get(Staff, "ad.1").roles == (ADMINISTRATOR,)


async def test_nobody_gives_themselves_a_branch_and_everybody_may_lay_a_role_down() -> None:
    world = await installation("ad.1", "ad.2")
    with pytest.raises(OwnRights):
        await enrol(world, replace(admin("ad.1"), branches=("B001",)), "ad.1")
    assert (await enrol(world, replace(admin("ad.2"), roles=(), password=None), "ad.2")).roles == ()


@pytest.mark.parametrize("change", [{"password": "another hash"}, {"password": None, "ends_factor": True}])
async def test_nobody_sets_their_own_password_or_ends_their_own_factor_as_an_administrator(
    change: dict[str, Any],
) -> None:
    world = await installation("ad.1", "ad.2")
    before = world.get(Staff, "ad.2")
    with pytest.raises(OwnSecret):
        await enrol(world, replace(admin("ad.2"), **change), "ad.2")
    assert world.get(Staff, "ad.2") == before


@pytest.mark.parametrize("name", ["system", "settings", "identity"])
async def test_nobody_is_called_what_records_call_the_system(name: str) -> None:
    world = await installation("ad.1", "ad.2")
    with pytest.raises(NameReserved):
        await enrol(world, replace(AUDIT, staff=name, roles=(TELLER,)), "ad.1")
    assert [one for one in records(world) if one.staff == name] == []


@pytest.mark.parametrize("by", ["ad.1", "ad.2"])
async def test_the_last_administrator_stays(by: str) -> None:
    world = await installation("ad.1", "ad.2")
    await enrol(world, replace(admin("ad.2"), roles=()), "ad.1")
    with pytest.raises(LastAdministrator):
        await enrol(world, replace(admin("ad.1"), roles=(), password=None), by)
    assert world.get(Staff, "ad.1").roles == (ADMINISTRATOR,)


async def test_of_two_who_are_taken_away_in_one_moment_one_stays() -> None:
    world = await installation("ad.1", "ad.2")
    gone = [EnrolStaff(replace(admin(name), roles=(), password=None)) for name in ("ad.1", "ad.2")]
    answers = await world.do_together(gone, actor="staff:ad.1")
    assert [type(one) for one in answers if isinstance(one, Exception)] == [LastAdministrator]
    assert world.get(Administrators, ADMINISTRATORS).staff == ("ad.2",)


async def test_who_takes_the_others_away_gives_no_power_alone() -> None:
    world = await installation("ad.1", "ad.2")
    await enrol(world, replace(admin("ad.2"), roles=()), "ad.1")
    assert (await enrol(world, AUDIT, "ad.1")).roles == ()


@pytest.mark.parametrize("secret", [{"password": "new"}, {"ends_factor": True}])
async def test_who_gives_a_secret_to_one_with_power_takes_the_power_until_another_agrees(secret) -> None:
    world = await installation("ad.1", "ad.2", "ad.3")
    await enrol(world, AUDIT, "ad.1")
    assert (await enrol(world, replace(AUDIT, password=None), "ad.2")).roles == (AUDITOR,)
    same = replace(AUDIT, **{"password": None, **secret})
    taken = await enrol(world, same, "ad.1")
    assert (taken.roles, taken.proposed) == ((), (AUDITOR,))
    assert (await enrol(world, same, "ad.2")).roles == ()  # with a secret of their own they begin anew
    assert (await enrol(world, replace(AUDIT, password=None), "ad.3")).roles == (AUDITOR,)


async def test_a_new_secret_of_the_host_makes_an_administrator_who_begins_alone_again() -> None:
    store = FakeStore("notify")
    first = await start(store, "correct horse", ADMIN)
    assert first.roles == (ADMINISTRATOR,)
    kept = await store.find(Administrators, ADMINISTRATORS)
    store.put(kept.evolve(staff=("ad.2",), several=True, version=kept.version + 1))
    store.put(first.evolve(roles=(), version=first.version + 1))
    assert (await start(store, "correct horse", ADMIN)).roles == ()  # applied once: it stays taken away
    assert (await start(store, "battery staple", ADMIN)).roles == (ADMINISTRATOR,)
    assert [(one["staff"], one["by"]) for one in store.raws("security_records")] == [(ADMIN, "settings")] * 2
    after = await store.find(Administrators, ADMINISTRATORS)
    assert (after.staff, after.several) == (("ad.2", ADMIN), False)


@given(
    asked=st.sets(st.sampled_from(Role)),
    held=st.sets(st.sampled_from(Role)),
    proposed=st.sets(st.sampled_from(POWERS)),
    proposed_by=st.sampled_from(["", "ad.1", "ad.2"]),
    password=st.booleans(),
)
def test_no_role_of_power_is_ever_given_by_one_of_several_alone(
    asked: set[Role], held: set[Role], proposed: set[Role], proposed_by: str, password: bool
) -> None:
    before = Staff(
        id="li.na",
        name="李娜",
        roles=tuple(held),
        branches=(),
        password="hash",
        password_since=MORNING,
        proposed=tuple(proposed),
        proposed_by=proposed_by,
    )
    wanted = Enrolment("li.na", "李娜", tuple(asked), None, "other" if password else None)
    counts = weigh(
        wanted, before, Administrators(id=ADMINISTRATORS, staff=("ad.1", "ad.2"), several=True), "ad.1"
    )
    gained = set(counts.roles) & set(POWERS) - (set() if password else held)
    assert gained <= (proposed if proposed_by == "ad.2" and not password else set())
    assert set(counts.roles) | set(counts.proposed) == asked
    assert set(counts.proposed) <= set(POWERS)


def records(world: World) -> list[SecurityRecord]:
    return [one for one in world.documents.values() if isinstance(one, SecurityRecord)]
