"""Every route of customer, tried by everybody who may not: nothing is read, nothing is changed (Q1).

The routes come from the service, the roles from its table of rights: a new route is attacked by itself.
"""

import asyncio
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from services.customer.audit.domain.chain import AuditChain
from services.customer.audit.domain.glass import Glass
from services.customer.audit.domain.records import AuditRecord
from services.customer.rights import RIGHTS
from shared import clock
from shared.access import Person
from shared.accesses import ACCESSES
from shared.contracts.words import Role
from shared.rights import allows
from tests.unit.attacking import Way
from tests.unit.customer.attack.bank import (
    C1,
    CUSTOMERS,
    HALL_SECRETS,
    INSIDERS,
    MASKED,
    NOBODY,
    OWN_SECRETS,
    STRANGERS,
    Bank,
    bank,
)
from tests.unit.customer.attack.requests import PLAN, is_of_the_customer
from tests.unit.customer.people import AUDITOR, HEAD, LOBBY, MANAGER, OPS, OTHER, RISK, TELLER

WAYS = [way for way in PLAN.every_way() if way.asked]
PEOPLE = (*INSIDERS, *STRANGERS, NOBODY, OTHER)
OF_THE_BANK = {
    "GET /api/customer/tags": "the bank's own words",
    "GET /api/customer/complaints/of-my-customers": "one's own, at whatever branch",
}
"""Routes that are of no branch: who may ask them anywhere is shown nothing of another's."""
REFUSED = {(403, "not_allowed"), (404, "not_found")}
NOT_BY_GLASS = ("/audit",)
"""Reads that a broken glass does not open: who read a file is for who keeps it."""
OF_CLOSED = ("/audit", "/may-contact")
"""Reads that a closed file still answers: who read it, and that nobody may be contacted."""
REASON = {"reason": "客户在柜台晕倒"}
OF_THE_FLOOR = {
    "POST /api/customer/customers/{customer}/needs": "a need is stated to whoever is there (D4)",
    "POST /api/customer/customers/{customer}/consents/withdraw": "a no is taken down by anybody",
    "POST /api/customer/customers/{customer}/consents/refuse": "a no is taken down by anybody",
    "POST /api/customer/customers/{customer}/break-glass": "it is for those who do not keep the customer",
}
"""Changes that all of the branch may make to a customer whom they do not keep, and why."""


@cache
def _built() -> Bank:
    return asyncio.run(bank())


@pytest.fixture
def world() -> Bank:
    """A bank of one's own."""
    return _built().copy()


def ways(chosen: Iterable[Way] = WAYS) -> Any:
    """Parametrise by routes."""
    return pytest.mark.parametrize("way", list(chosen), ids=lambda way: way.name)


def permitted(who: Person, way: Way) -> bool:
    """Tell whether the table of rights lets a person ask this at B1."""
    branches = who.branches if way.name in OF_THE_BANK else ("B1",)
    return all(allows(who, RIGHTS[asked], branch) for asked in way.asked for branch in branches)


def keeps(who: Person) -> bool:
    """Tell whether a person sees the personal data of C1."""
    return who.staff == MANAGER.staff or Role.BRANCH_HEAD in who.roles


def stands_above(who: Person, way: Way) -> bool:
    """Tell whether a person changes customers whom they do not keep by their office: the head of the region,
    for segments."""
    return Role.REGION_HEAD in who.roles and way.path.endswith("/segment")


def clear_in(text: str, secrets: Iterable[str] = (*OWN_SECRETS, *HALL_SECRETS)) -> list[str]:
    """Return the secrets that stand in an answer."""
    return [secret for secret in secrets if secret in text]


@ways()
async def test_who_has_no_right_is_told_nothing_and_changes_nothing(world: Bank, way: Way) -> None:
    before = world.everything()
    refused = [one for one in PEOPLE if not permitted(one, way)]
    for who in refused:
        answer = await world.asked(who, way.method, way.address(world.ids), way.body())
        assert answer.status_code in (403, 404), f"{who.staff}: {answer.text}"
        assert answer.json()["code"] in ("not_allowed", "not_found"), who.staff
        assert not clear_in(answer.text, [*OWN_SECRETS, *HALL_SECRETS, MASKED]), who.staff
    assert world.everything() == before
    on_record = {(one["staff"], one["route"]) for one in world.store.raws(ACCESSES)}
    assert on_record == {(who.staff, way.name) for who in refused}


@ways(way for way in WAYS if not way.reads and is_of_the_customer(way) and way.name not in OF_THE_FLOOR)
async def test_the_customer_of_a_colleague_is_changed_by_nobody_else(world: Bank, way: Way) -> None:
    before = world.everything()
    for who in (one for one in (*INSIDERS, OTHER) if not keeps(one) and not stands_above(one, way)):
        answer = await world.asked(who, way.method, way.address(world.ids), way.body())
        assert answer.status_code in (403, 404), f"{who.staff}: {answer.text}"
        assert not clear_in(answer.text), who.staff
    assert world.everything() == before


@ways(way for way in WAYS if way.reads)
async def test_what_is_sealed_of_a_customer_is_read_by_who_keeps_them_alone(world: Bank, way: Way) -> None:
    for who in (one for one in (*PEOPLE, AUDITOR, LOBBY, TELLER) if not keeps(one) or "B9" in one.branches):
        answer = await world.asked(who, "GET", way.address(world.ids), None)
        assert not clear_in(answer.text, OWN_SECRETS), who.staff
        assert answer.status_code < 500, answer.text


@ways(way for way in WAYS if way.reads and is_of_the_customer(way))
async def test_an_id_of_another_branch_is_answered_as_one_that_there_is_not(world: Bank, way: Way) -> None:
    ids = {**world.ids, "customer": "X1", "visit": "X1", "promise": "X1"}
    for who in STRANGERS:
        hidden = await world.asked(who, "GET", way.address(world.ids), None)
        missing = await world.asked(who, "GET", way.address(ids), None)
        assert hidden.status_code == missing.status_code, who.staff
        assert {**hidden.json(), "detail": ""} == {**missing.json(), "detail": ""}, who.staff


async def test_who_tries_ids_is_on_record_whether_they_lead_somewhere_or_not(world: Bank) -> None:
    stranger = next(one for one in STRANGERS if Role.ACCOUNT_MANAGER in one.roles)
    known = len(world.store.raws(AuditRecord.collection))
    for id in ("C1", "X1"):
        assert (await world.ask(stranger, "GET", f"{CUSTOMERS}/{id}")).status_code == 404
    tried = world.store.raws(AuditRecord.collection)
    denied = [
        (one["branch"], one["staff"], one["customers"]) for one in tried if one["staff"] == stranger.staff
    ]
    assert sorted(denied) == [("B1", stranger.staff, ["C1"]), ("B9", stranger.staff, [])]
    assert len(tried) == known + 2


@pytest.mark.parametrize("who", [OTHER, TELLER, LOBBY], ids=lambda who: who.staff)
@ways(way for way in WAYS if is_of_the_customer(way) and way.name not in OF_THE_FLOOR)
async def test_a_broken_glass_opens_all_that_is_read_of_the_customer_and_changes_nothing(
    world: Bank, way: Way, who: Person
) -> None:
    assert (await world.asked(who, "POST", f"{C1}/break-glass", REASON)).status_code == 201
    before, read = world.everything(), await on_record(world, who)
    answer = await world.asked(who, way.method, way.address(world.ids), way.body())
    assert answer.status_code < 500, answer.text
    if way.reads and permitted(who, way) and not way.path.endswith(NOT_BY_GLASS):
        assert answer.status_code == 200, answer.text
        assert await on_record(world, who) == read + 1
    else:
        assert answer.status_code in (403, 404, 422), answer.text
        assert world.everything() == before
    for glass in world.store.raws(Glass.collection):
        found = await world.find(Glass, glass["_id"])
        world.store.put(found.evolve(ends=clock.now()))
    after = await world.asked(who, way.method, way.address(world.ids), way.body())
    assert not clear_in(after.text, OWN_SECRETS)


@pytest.mark.parametrize("who", [MANAGER, HEAD], ids=lambda who: who.staff)
@ways(way for way in WAYS if way.reads)
async def test_what_a_keeper_reads_in_one_request_is_on_record_once(
    world: Bank, way: Way, who: Person
) -> None:
    read = await on_record(world, who)
    answer = await world.asked(who, way.method, way.address(world.ids), None)
    assert await on_record(world, who) <= read + 1
    assert answer.status_code < 500, answer.text


async def test_a_broken_glass_shows_contacts_needs_and_the_whole_timeline(world: Bank) -> None:
    await world.asked(OTHER, "POST", f"{C1}/break-glass", REASON)
    contacts = await world.get(OTHER, f"{C1}/contacts")
    needs = await world.get(OTHER, f"{C1}/needs")
    assert "联系时说的话" in {one["words"] for one in contacts["contacts"]}
    assert [one["words"] for one in needs] == ["需求的原话"]
    assert (await world.get(OTHER, f"{C1}/timeline"))["whole"] is True
    assert (await world.get(TELLER, f"{C1}/timeline"))["whole"] is False


@pytest.mark.parametrize("end", ["locked", "erased"])
@ways(way for way in WAYS if is_of_the_customer(way))
async def test_of_a_closed_file_nobody_is_shown_anything(world: Bank, way: Way, end: str) -> None:
    if end == "erased":
        await world.done(RISK, "PUT", "/api/customer/retention?branch=B1", {"days": {"files": 0}})
    await world.done(HEAD, "DELETE", C1)
    for who in (MANAGER, HEAD, OTHER, TELLER, AUDITOR, OPS):
        answer = await world.asked(who, way.method, way.address(world.ids), way.body())
        assert not clear_in(answer.text, [*OWN_SECRETS, MASKED]), who.staff
        assert answer.status_code < 500, answer.text
        if not way.path.endswith(OF_CLOSED) and way.method != "DELETE":
            assert answer.status_code in (403, 404, 409, 410, 422), f"{who.staff}: {answer.text}"


async def on_record(world: Bank, who: Person) -> int:
    """Return how many readings of a person are on record, or counted to be."""
    chain = await world.find(AuditChain, "B1")
    counted = sum(one.times for one in chain.tallies if (one.kind, one.staff) == ("opened", who.staff))
    kept = [one for one in world.store.raws(AuditRecord.collection) if one["kind"] == "opened"]
    return counted + sum(one["times"] for one in kept if one["staff"] == who.staff)
