"""Access by roles of one's own, and by those of a colleague covered at one branch."""

import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.lobby.commands import RIGHTS
from services.lobby.queue.queries import ViewFloor
from services.lobby.settings.queries import ViewSettings
from services.referral.rights import RIGHTS as REFERRAL
from shared.access import Gate, Person, Revoked, sign
from shared.contracts.base import Envelope, Event, encode
from shared.contracts.notify import StaffSignedOff, TokensRevoked
from shared.contracts.words import Role
from shared.errors import NotAllowed, NotSignedIn
from shared.revocations import hear_revocations
from shared.rights import Query, allows, require

COVERS = frozenset({("B1", Role.LOBBY_MANAGER)})
TELLER = Person("wang.wei", frozenset({Role.TELLER}), ("B1", "B2"), COVERS)


def keys() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def test_who_covers_has_the_role_at_that_branch_and_at_no_other() -> None:
    TELLER.must("B1", Role.LOBBY_MANAGER)
    with pytest.raises(NotAllowed):
        TELLER.must("B2", Role.LOBBY_MANAGER)
    assert TELLER.roles_at("B1") == {Role.TELLER, Role.LOBBY_MANAGER}
    assert TELLER.roles_at("B2") == {Role.TELLER}


def test_a_role_covered_does_not_count_where_no_branch_is_asked_for() -> None:
    with pytest.raises(NotAllowed):
        TELLER.must_be(Role.LOBBY_MANAGER)
    TELLER.must_be(Role.TELLER)
    TELLER.must_somewhere(Role.LOBBY_MANAGER)
    with pytest.raises(NotAllowed):
        TELLER.must_somewhere(Role.BRANCH_HEAD)


def test_nobody_covers_a_branch_where_they_do_not_work() -> None:
    moved = Person("wang.wei", frozenset({Role.TELLER}), ("B2",), COVERS)
    assert not moved.may("B1", Role.LOBBY_MANAGER, Role.TELLER)


def test_operations_runs_every_branch_and_is_nothing_else_there() -> None:
    ops = Person("ops", frozenset({Role.OPS, Role.TELLER}), ("B1",))
    assert ops.may("B9", Role.OPS)
    assert not ops.may("B9", Role.TELLER)


ROOMS = (Path(__file__).parents[3] / "services" / "notify" / "web" / "rooms/rooms.js").read_text()
OF_LOBBY = sorted(set(re.findall(r"[\"']lobby\.([a-z_]+)[\"']", ROOMS)))
"""The queries and commands that the rooms of the hall ask lobby, by name."""
WITH_A_ROOM = {role for asked, right in RIGHTS.items() if asked.name in OF_LOBBY for role in right.roles}
"""The roles that have one of these rooms."""
DESKS = {
    Role.BACK_OFFICE: "work_for_back_office",
    Role.RISK: "work_for_risk",
    Role.PRODUCT_DESK: "work_for_product_desk",
}


def test_the_rooms_of_the_hall_are_found() -> None:
    assert "view_floor" in OF_LOBBY
    assert {Role.TELLER, Role.LOBBY_MANAGER, Role.BRANCH_HEAD} <= WITH_A_ROOM


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("query", [ViewFloor, ViewSettings])
def test_whoever_has_a_room_of_the_hall_may_read_the_branch_that_it_shows(
    role: Role, query: type[Query]
) -> None:
    """The page's head asks for the floor of the branch, and its lists for the names of the transactions.
    Operations sets up machines and rules, and sees nothing of who is in the hall."""
    person, right = Person("xu.hui", frozenset({role}), ("B1",)), RIGHTS[query]
    sees = role in WITH_A_ROOM and (role != Role.OPS or query is ViewSettings)
    with nullcontext() if sees else pytest.raises(NotAllowed):
        require(person, right, "B1")
    with nullcontext() if sees and role == Role.OPS else pytest.raises(NotAllowed):
        require(person, right, "B2")


@pytest.mark.parametrize("role", DESKS)
def test_a_department_has_a_desk_and_no_room_of_the_hall(role: Role) -> None:
    person = Person("lu.yu", frozenset({role}), ("B1",))
    of_referral = {asked.name for asked, right in REFERRAL.items() if allows(person, right, "B1")}
    assert role not in WITH_A_ROOM
    assert {DESKS[role], "list_department_tasks", "take_deal_task"} <= of_referral
    assert not {asked.name for asked, right in RIGHTS.items() if allows(person, right, "B1")} & {*OF_LOBBY}
    assert DESKS[role] not in {asked.name for asked, right in REFERRAL.items() if allows(person, right, "B2")}


def test_a_token_says_who_somebody_is_and_whom_they_cover_until_it_is_old() -> None:
    private, public = keys()
    now = datetime.now(UTC)
    assert Gate(public).person(sign(TELLER, private, now)) == TELLER
    with pytest.raises(NotSignedIn):
        Gate(public).person(sign(TELLER, private, now - timedelta(minutes=16)))
    with pytest.raises(NotSignedIn):
        Gate(keys()[1]).person(sign(TELLER, private, now))


def test_a_clock_that_is_some_seconds_behind_takes_a_fresh_token() -> None:
    private, public = keys()
    now = datetime.now(UTC)
    assert Gate(public).person(sign(TELLER, private, now + timedelta(seconds=5))) == TELLER
    with pytest.raises(NotSignedIn):
        Gate(public).person(sign(TELLER, private, now + timedelta(minutes=1)))


def test_rights_of_an_earlier_epoch_are_refused_and_those_of_now_are_good() -> None:
    private, public = keys()
    now, gate = datetime.now(UTC), Gate(public)
    before, after = (sign(replace(TELLER, epoch=epoch), private, now) for epoch in (1, 2))
    person = gate.person(before)
    gate.revoke({"wang.wei": Revoked(now, epoch=2)})
    with pytest.raises(NotSignedIn):
        gate.person(before)
    assert not gate.stands(person)
    assert gate.person(after) == TELLER
    gate.revoke({"li.na": Revoked(now, epoch=2)})
    assert gate.person(before) == TELLER


def test_a_session_that_has_ended_takes_its_own_tokens_along_and_no_others() -> None:
    private, public = keys()
    now, gate = datetime.now(UTC), Gate(public)
    ended, other = (sign(replace(TELLER, session=one), private, now) for one in ("s1", "s2"))
    gate.revoke({"wang.wei/s1": Revoked(now)})
    with pytest.raises(NotSignedIn):
        gate.person(ended)
    assert gate.person(other).session == "s2"


def test_who_covers_nobody_any_more_loses_the_tokens_that_say_so_and_no_others() -> None:
    private, public = keys()
    now, gate = datetime.now(UTC), Gate(public)
    before, after = (sign(TELLER, private, now + timedelta(milliseconds=ms)) for ms in (-300, 300))
    without = sign(replace(TELLER, covers=frozenset()), private, now - timedelta(seconds=1))
    gate.revoke({"wang.wei@B1": Revoked(now)})
    with pytest.raises(NotSignedIn):
        gate.person(before)
    assert gate.person(after) == TELLER
    assert gate.person(without).covers == frozenset()


def test_what_is_heard_stays_refused_while_the_store_has_an_earlier_revocation_of_that_name_alone() -> None:
    private, public = keys()
    gate, now = Gate(public), datetime.now(UTC)
    token = sign(replace(TELLER, epoch=2), private, now)
    gate.revoke({"wang.wei": Revoked(now - timedelta(minutes=1), epoch=2)})
    assert gate.person(token) == TELLER
    gate.hear("wang.wei", Revoked(now, epoch=3))
    gate.revoke(
        {"wang.wei": Revoked(now - timedelta(minutes=1), epoch=2)}
    )  # the next one waits behind much else
    with pytest.raises(NotSignedIn):
        gate.person(token)


def test_what_is_heard_is_refused_at_once_and_still_when_the_store_has_it() -> None:
    private, public = keys()
    gate, now = Gate(public), datetime.now(UTC)
    token = sign(replace(TELLER, session="s1", epoch=1), private, now)
    gate.person(token)
    gate.hear("wang.wei/s2", Revoked(now))
    gate.person(token)
    gate.hear("wang.wei", Revoked(now, epoch=2))
    with pytest.raises(NotSignedIn):
        gate.person(token)
    gate.revoke({})  # the store has not got it yet
    with pytest.raises(NotSignedIn):
        gate.person(token)
    gate.revoke({"wang.wei": Revoked(now, epoch=2)})
    with pytest.raises(NotSignedIn):
        gate.person(token)
    gate.revoke({})  # it has run out
    gate.person(token)


async def test_a_gate_hears_of_revocations_beside_the_queue_and_of_nothing_else() -> None:
    private, public = keys()
    gate, now = Gate(public), datetime.now(UTC)
    person = gate.person(sign(replace(TELLER, session="s1", epoch=1), private, now))
    hear = hear_revocations(gate)

    def told(event: Event) -> Any:
        envelope = Envelope[Event](
            id="e-0000001", source="/notify/B1", type=event.type_name(), time=now, branch="B1", data=event
        )
        return SimpleNamespace(body=encode(envelope), type=event.type_name())

    await hear(SimpleNamespace(body=b"{", type="foyer.notify.tokens_revoked.v1"))
    await hear(told(StaffSignedOff(branch="B1", staff="wang.wei", roles=())))
    assert gate.stands(person)
    await hear(told(TokensRevoked(branch="B1", staff="wang.wei", session="s1")))
    assert not gate.stands(person)
