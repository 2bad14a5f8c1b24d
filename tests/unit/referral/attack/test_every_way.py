"""Every route of referral, tried by everybody who may not: nothing is read, nothing is changed (Q1).

The routes come from the service, the roles from its table of rights: a new route is attacked by itself.
"""

import asyncio
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest

from services.referral.rights import RIGHTS
from shared.access import Person
from shared.accesses import ACCESSES
from shared.contracts.words import Role
from shared.rights import Scope, allows
from tests.unit.attacking import Way
from tests.unit.referral.attack.bank import INSIDERS, NOBODY, PEOPLE, STRANGERS, WORDS, Branch, branch
from tests.unit.referral.attack.requests import PLAN
from tests.unit.referral.people import COLLEAGUE, DESK, HEAD, MANAGER
from tests.unit.referral.test_rights import ROUTES

OWN_LIST = "GET /api/referral/referrals"
"""The route whose right hangs on what is asked for: `tests/unit/referral/test_rights.py` has it."""
WAYS = [way for way in PLAN.every_way() if way.name != OWN_LIST]
OF_THE_BANK = {
    "GET /api/referral/products/{product}/versions": "the catalogue is the bank's",
    "GET /api/referral/suitability": "the rules are the bank's",
}
"""Reads that are of no branch, and why."""
OF_COLLEAGUES = {
    "POST /api/referral/customers/{customer}/assessments": "whoever of the branch sits before the customer",
}
"""Changes that an account manager makes to what a colleague keeps, and why."""
THINGS = frozenset(
    {
        *("prospect", "referral", "deal", "recommendation", "holder_task", "budget", "commitment"),
        *("plan_item", "report", "customer"),
    }
)
"""Names in paths of what belongs to a branch."""
OWNED = THINGS - {"budget", "report"}
"""Names in paths of what belongs to am.1."""
MISSING = "X1"
ODD_IDS = ("%00", "%2e%2e%2fB9", "C1%0a", "$ne", "'or'1", "é", "a" * 300, "%ff", "C1%20")
ODD: tuple[Any, ...] = (
    *(None, True, -1, 2**63, 2**70, 1.5, 1e308, "", " ", "\x00", "\u202e", "a" * 5000),
    *([], {}, ["x"] * 300, [[]], {"$ne": 1}, "2026-13-40", "9999-99", "0000-00-00", "=1+1"),
)
"""Values that stand in the place of each member of a body, one after the other."""
ODD_QUERIES = (
    {"branch": "B1%00"},
    {"branch": ""},
    {"branch": "bank"},
    {"period": "2026-13"},
    {"period": "2026-W99"},
    {"period": "9999-Q4"},
    {"month": "0000-01"},
    {"month": "2026-99"},
    {"stage": "x"},
    {"metric": "a" * 41},
    {"edition": "0"},
    {"skip": "-1"},
    {"after": "%00"},
    {"after": "%F0%9F%92%A9" * 60},
    {"before": "~"},
    {"staff": "$ne"},
    {"currency": "cny"},
    {"department": "x"},
    {"language": "../zh"},
)


@cache
def _built() -> Branch:
    return asyncio.run(branch())


@pytest.fixture
def world() -> Branch:
    """A branch of one's own."""
    return _built().copy()


def ways(chosen: Iterable[Way] = WAYS) -> Any:
    """Parametrise by routes."""
    return pytest.mark.parametrize("way", list(chosen), ids=lambda way: way.name)


def permitted(who: Person, way: Way) -> bool:
    """Tell whether the table of rights lets a person ask this at B1, or for what is the bank's, anywhere."""
    branches = who.branches if way.name in OF_THE_BANK else ("B1",)
    return any(all(allows(who, RIGHTS[asked], branch) for asked in way.asked) for branch in branches)


def of_a_branch(way: Way) -> bool:
    """Tell whether the path leads to a thing of B1."""
    return bool(THINGS.intersection(way.names))


def of_manager(way: Way) -> bool:
    """Tell whether the path leads to a thing that am.1 keeps."""
    return bool(OWNED.intersection(way.names))


def words_in(text: str) -> list[str]:
    """Return the sealed words that stand in an answer."""
    return [words for words in WORDS if words in text]


def test_every_route_is_attacked() -> None:
    assert {way.name for way in WAYS} | {OWN_LIST} == set(ROUTES)


@ways()
async def test_a_request_reaches_its_route_with_all_that_it_takes(world: Branch, way: Way) -> None:
    """A request that is refused as malformed attacks nothing: somebody who may ask it is not told so."""
    answers = []
    for who in (one for one in (MANAGER, HEAD, DESK, *INSIDERS) if permitted(one, way)):
        answer = await world.copy().asked(who, way.method, way.address(world.ids), way.body())
        answers.append(answer.text)
        assert answer.status_code < 500, answer.text
    assert answers
    assert [text for text in answers if '"malformed"' in text] == []


@ways()
async def test_who_has_no_right_is_told_nothing_and_changes_nothing(world: Branch, way: Way) -> None:
    before = world.everything()
    refused = [one for one in PEOPLE if not permitted(one, way)]
    for who in refused:
        answer = await world.asked(who, way.method, way.address(world.ids), way.body())
        assert answer.status_code in (403, 404), f"{who.staff}: {answer.text}"
        assert answer.json()["code"] in ("not_allowed", "not_found"), who.staff
        assert not words_in(answer.text), who.staff
    assert world.everything() == before
    on_record = {(one["staff"], one["route"]) for one in world.store.raws(ACCESSES)}
    assert on_record == {(who.staff, way.name) for who in refused}


@ways(way for way in WAYS if of_a_branch(way))
async def test_an_id_of_another_branch_is_answered_as_one_that_there_is_not(world: Branch, way: Way) -> None:
    """Neither by what is said, nor by how often the store is asked, nor by what is done."""
    before = world.everything()
    gone = {**world.ids, "customer": MISSING, **dict.fromkeys(THINGS, MISSING)}
    for who in STRANGERS:
        answers = []
        await world.asked(who, way.method, way.address(gone), way.body())  # the first denial is written
        for ids in (world.ids, gone):
            looked = world.store.database.asked
            answer = await world.asked(who, way.method, way.address(ids), way.body())
            said = {**answer.json(), "detail": ""}
            answers.append((answer.status_code, said, world.store.database.asked - looked))
        assert answers[0] == answers[1], who.staff
        assert answers[0][0] in (403, 404), who.staff
    assert world.everything() == before


@ways(way for way in WAYS if not way.reads and of_manager(way) and way.name not in OF_COLLEAGUES)
async def test_what_a_colleague_keeps_is_changed_by_no_other_account_manager(world: Branch, way: Way) -> None:
    before = world.everything()
    answer = await world.asked(COLLEAGUE, way.method, way.address(world.ids), way.body())
    assert answer.status_code in (403, 404, 409), answer.text
    assert world.everything() == before


@ways(way for way in WAYS if way.reads)
async def test_sealed_words_are_read_by_those_for_whom_they_are(world: Branch, way: Way) -> None:
    for who in PEOPLE:
        answer = await world.asked(who, "GET", way.address(world.ids), None)
        assert answer.status_code < 500, answer.text
        for words in words_in(answer.text):
            assert words in read_by(who), f"{who.staff} reads {words}"


def read_by(who: Person) -> set[str]:
    """Return the sealed words that are for a person."""
    found: set[str] = set()
    at_branch = "B1" in who.branches
    if at_branch and who.roles & {Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.REGION_HEAD, Role.AUDITOR}:
        found.add("报告里的话")
    if at_branch and Role.BRANCH_HEAD in who.roles:
        found.add("计划的备注")
    if Role.PRODUCT_DESK in who.roles:
        found |= {"需求的原话", "市场的见闻"}
    if Role.REGION_HEAD in who.roles:
        found.add("市场的见闻")
    return found


@ways(way for way in WAYS if way.names)
async def test_an_odd_id_is_refused_and_changes_nothing(world: Branch, way: Way) -> None:
    before = world.everything()
    for who in (one for one in (MANAGER, HEAD, DESK) if permitted(one, way)):
        for odd in ODD_IDS:
            path = way.path
            for name in way.names:
                path = path.replace("{" + name + "}", odd)
            answer = await world.asked(who, way.method, f"{path}?branch=B1&period={odd}", way.body())
            assert 400 <= answer.status_code < 500, f"{odd}: {answer.status_code} {answer.text}"
    assert world.everything() == before


@ways(way for way in WAYS if way.schema is not None)
async def test_a_bad_body_has_a_code_in_both_languages_and_changes_nothing_by_half(
    world: Branch, way: Way
) -> None:
    who = next(one for one in (MANAGER, HEAD, DESK, *INSIDERS) if permitted(one, way))
    there, before = world.copy(), world.everything()
    for body in _bad_bodies(way):
        answer = await there.asked(who, way.method, way.address(world.ids), body)
        if answer.status_code < 400:
            there = world.copy()
            continue
        problem = answer.json()
        assert answer.status_code < 500, f"{body!r}: {answer.text}"
        assert all(problem[name] for name in ("code", "title", "title_zh")), problem
        assert there.everything() == before, f"{body!r}"


@ways(way for way in WAYS if way.reads)
async def test_an_odd_query_is_refused_or_answered(world: Branch, way: Way) -> None:
    for who in (one for one in (MANAGER, HEAD, DESK, *INSIDERS) if permitted(one, way)):
        for odd in ODD_QUERIES:
            answer = await world.asked(who, "GET", way.address(world.ids, **odd), None)
            assert answer.status_code < 500, f"{odd}: {answer.text}"


@ways(way for way in WAYS if not way.reads)
async def test_nobody_changes_anything_without_a_role(world: Branch, way: Way) -> None:
    before = world.everything()
    answer = await world.asked(NOBODY, way.method, way.address(world.ids), way.body())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert world.everything() == before


def test_a_right_that_counts_anywhere_is_for_those_of_the_bank() -> None:
    """Products, the desk, the region's own: no right of account managers and tellers counts beyond their
    branch."""
    anywhere = {role for right in RIGHTS.values() if right.scope is Scope.ANYWHERE for role in right.roles}
    assert anywhere <= {Role.PRODUCT_DESK, Role.REGION_HEAD, Role.AUDITOR, Role.RISK}


def _bad_bodies(way: Way) -> Iterator[Any]:
    """Yield bodies that differ from a good one in one member, and some that are no body at all."""
    good = way.body()
    yield from ([], "x", 1, None, {"extra": 1}, {**good, "extra": 1} if isinstance(good, dict) else [])
    schema = way.schema or {}
    members = PLAN.resolved(schema).get("properties", {}) if "$ref" in schema else {}
    for name in members:
        for odd in ODD:
            yield {**good, name: odd}
