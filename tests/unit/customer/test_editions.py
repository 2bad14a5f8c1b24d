"""Two people in one form: the slower is told what stands there now, and nothing is written over."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from shared.access import Person
from tests.unit.customer.people import HEAD, MANAGER, OPS, RISK
from tests.unit.customer.served import Served, served

RHYTHM = {
    "rhythms": [{"segments": ["mass", "affluent", "vip", "private"], "every": 30, "grace": 5}],
    "slots": 16,
}
HINTS = {"threshold": 50, "every": 30, "expires": 30, "rest": 180, "horizon": 90}
FORMS: dict[str, tuple[Person, str, dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "rhythm": (HEAD, "/api/customer/branches/B1/rhythm", RHYTHM, {"slots": 20}, ("scope", "edition")),
    "hours": (
        HEAD,
        "/api/customer/branches/B1/contact-rules",
        {"quiet_days": ["2027-05-04"]},
        {"quiet_days": ["2027-05-05"]},
        ("of", "number"),
    ),
    "hints": (HEAD, "/api/customer/branches/B1/latent/rules", HINTS, {"every": 60}, ("of", "number")),
    "reviews": (
        OPS,
        "/api/customer/risk-reviews",
        {"days": {"high": 90}},
        {"days": {"high": 60}},
        ("", "number"),
    ),
}
"""Rules by who sets them, where and with what, what another sets, and the fields of their edition."""


async def seen(world: Served, who: Person, path: str, fields: tuple[str, str]) -> str:
    """Return the edition that somebody reads."""
    now = await world.get(who, path)
    scope, number = fields
    return f"{now[scope] if scope else 'bank'}:{now[number]}"


@pytest.mark.parametrize("rules", FORMS)
async def test_of_two_who_set_the_same_rules_the_slower_is_told_what_is_in_force(rules: str) -> None:
    who, path, form, another, fields = FORMS[rules]
    world = await served()
    read = await seen(world, who, path, fields)
    first = await world.ask(who, "PUT", path, {**form, "seen": read})
    assert first.status_code < 300, first.text
    now = await seen(world, who, path, fields)
    assert now != read
    held = await world.get(who, path)
    slower = await world.ask(who, "PUT", path, {**form, **another, "seen": read})
    assert (slower.status_code, slower.json()["code"]) == (409, "rules_changed")
    assert slower.json()["now"] == now
    assert await world.get(who, path) == held
    again = await world.ask(who, "PUT", path, {**form, **another, "seen": now})
    assert again.status_code < 300, again.text


async def test_of_two_who_set_the_sets_of_one_law_the_slower_is_refused() -> None:
    world = await served()
    path = "/api/customer/branches/B1/complaint-law"
    law = next(one for one in (await world.get(OPS, path))["laws"] if one["law"] == "cn")
    sets = [
        {name: value for name, value in one.items() if name not in ("id", "law", "number")}
        for one in law["sets"]
    ]
    later = {**sets[-1], "valid_from": "2031-01-01"}
    sets[-1] |= {"valid_until": "2030-12-31"}
    read = f"cn:{law['edition']}"
    first = await world.ask(OPS, "PUT", f"{path}/cn", {"sets": [*sets, later], "seen": read})
    assert first.status_code == 200, first.text
    sets[-1] |= {"valid_until": "2031-12-31"}
    much_later = {**later, "valid_from": "2032-01-01"}
    slower = await world.ask(OPS, "PUT", f"{path}/cn", {"sets": [*sets, much_later], "seen": read})
    assert (slower.status_code, slower.json()["code"]) == (409, "rules_changed")
    assert slower.json()["changed_by"] == "ops"


async def test_rules_that_are_set_without_having_been_read_are_set() -> None:
    world = await served()
    for _ in range(2):
        answer = await world.ask(HEAD, "PUT", "/api/customer/branches/B1/rhythm", RHYTHM)
        assert answer.status_code == 200, answer.text


@dataclass(frozen=True)
class Place:
    """Something that is read at `at`, with its mark under the names `mark`, and replaced at `path`, or at
    `at`, by one of two contents. `ends` is the method and the path by which it is ended, if there is one."""

    who: Person
    at: str
    mark: tuple[str | int, ...]
    contents: tuple[dict[str, Any], dict[str, Any]]
    path: str = ""
    method: str = "PUT"
    ends: tuple[str, str] | None = None
    first: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


C1, SOON, LATER = (
    "/api/customer/customers/C1",
    *((clock.now() + timedelta(days=days)).date().isoformat() for days in (10, 20)),
)
TEXT = {"zh": {"text": "您好{name}"}, "en": {"text": "Hello {name}"}, "signature": "测试银行"}
TEMPLATE = {**TEXT, "purpose": "service", "channel": "sms", "placeholders": [{"name": "name", "most": 9}]}
TEMPLATES = "/api/customer/message-templates"
SEGMENTS = "/api/customer/segments/rules"
VERSION = {"rules": [{"name": "all", "segment": "mass"}]}
VISIT = {"minutes": 60, "purpose": "review", "place": "branch"}
PLACES = {
    "wishes": Place(
        MANAGER,
        f"{C1}/consents",
        ("mark",),
        ({"email": "ming@example.com"}, {"language": "zh"}),
        f"{C1}/contact-preferences",
    ),
    "excuse": Place(
        MANAGER,
        f"{C1}/contacts",
        ("plan", "excuse_mark"),
        ({"reason": "away", "until": SOON}, {"reason": "ill", "until": LATER}),
        f"{C1}/contact-excuse",
        ends=("DELETE", f"{C1}/contact-excuse"),
    ),
    "household": Place(
        MANAGER,
        f"{C1}/household",
        ("mark",),
        ({"other": "C2", "role": "spouse"}, {"other": "C2", "role": "child"}),
        ends=("DELETE", f"{C1}/household"),
    ),
    "segment": Place(
        HEAD,
        f"{C1}/segment",
        ("mark",),
        ({"segment": "vip", "reason": "care"}, {"segment": "private", "reason": "other"}),
        ends=("DELETE", f"{C1}/segment"),
    ),
    "draft": Place(
        OPS,
        TEMPLATES,
        (0, "mark"),
        (TEMPLATE, {**TEMPLATE, "useful_minutes": 60}),
        f"{TEMPLATES}/hello",
        ends=("POST", f"{TEMPLATES}/hello/publish"),
        first=[("PUT", f"{TEMPLATES}/hello", {**TEMPLATE, "useful_minutes": 5})],
    ),
    "tags": Place(
        OPS,
        "/api/customer/tags",
        ("mark",),
        ({"words": [{"tag": "golf", "zh": "高尔夫", "en": "Golf"}]}, {"words": []}),
    ),
    "retention": Place(
        RISK,
        "/api/customer/retention?branch=B1",
        ("mark",),
        ({"days": {"leads": 30}}, {"days": {"leads": 60}}),
    ),
    "law": Place(HEAD, "/api/customer/branches/B1/complaint-law", ("mark",), ({"law": "uk"}, {"law": "eu"})),
    "activation": Place(
        HEAD,
        f"{SEGMENTS}?branch=B1",
        ("own", "mark"),
        ({"from_day": SOON}, {"from_day": LATER}),
        f"{SEGMENTS}/1/activate?branch=B1",
        "POST",
        first=[("POST", f"{SEGMENTS}?branch=B1", VERSION)],
    ),
    "manager": Place(
        HEAD,
        C1,
        ("keeper_mark",),
        ({"account_manager": "am.2"}, {"account_manager": None}),
        f"{C1}/account-manager",
    ),
    "time": Place(
        MANAGER,
        f"{C1}/visits",
        (0, "mark"),
        ({"start": f"{SOON}T11:00", "minutes": 60}, {"start": f"{SOON}T12:00", "minutes": 60}),
        "/api/customer/visits/{}/move",
        "POST",
        first=[("POST", f"{C1}/visits", {**VISIT, "start": f"{SOON}T10:00"})],
    ),
    "need": Place(
        MANAGER,
        f"{C1}/needs",
        (0, "mark"),
        ({"due": SOON}, {"due": LATER}),
        f"{C1}/needs/{{}}/assign",
        "POST",
        first=[("POST", f"{C1}/needs", {"need": "wealth"})],
    ),
}


async def bank_with(place: Place) -> tuple[Served, str]:
    """Return a bank of two customers with what is replaced, and where it is."""
    world = await served()
    await world.open("C2", "王小红", "13900000000")
    for method, path, body in place.first:
        answer = await world.ask(place.who, method, path, body)
        assert answer.status_code < 300, answer.text
        await world.hear()
    path = place.path or place.at
    if "{}" in path:
        (one,) = await world.get(place.who, place.at)
        path = path.format(one.get("visit") or one["id"])
    return world, path


async def mark_at(world: Served, place: Place) -> str:
    """Return the mark of what somebody reads."""
    found = await world.get(place.who, place.at)
    for name in place.mark:
        found = found[name]
    return str(found)


@pytest.mark.parametrize("name", PLACES)
async def test_of_two_who_replace_the_same_thing_the_slower_is_refused_and_nothing_is_lost(name: str) -> None:
    place = PLACES[name]
    world, path = await bank_with(place)
    read, (one, other) = await mark_at(world, place), place.contents
    first = await world.ask(place.who, place.method, path, {**one, "seen": read})
    assert first.status_code < 300, first.text
    await world.hear()
    now, held = await mark_at(world, place), await world.get(place.who, place.at)
    assert now != read
    slower = await world.ask(place.who, place.method, path, {**other, "seen": read})
    assert (slower.status_code, slower.json()["code"]) == (409, "changed_meanwhile")
    assert slower.json()["now"] == now
    assert await world.get(place.who, place.at) == held
    again = await world.ask(place.who, place.method, path, {**other, "seen": now})
    assert again.status_code < 300, again.text


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.ends])
async def test_what_another_has_replaced_meanwhile_is_not_ended(name: str) -> None:
    place = PLACES[name]
    assert place.ends is not None
    world, path = await bank_with(place)
    await world.ask(place.who, place.method, path, place.contents[0])
    await world.hear()
    read = await mark_at(world, place)
    await world.ask(place.who, place.method, path, place.contents[1])
    await world.hear()
    method, end = place.ends
    late = await world.ask(place.who, method, f"{end}?seen={read}")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    ended = await world.ask(place.who, method, f"{end}?seen={late.json()['now']}")
    assert ended.status_code < 300, ended.text


async def test_the_rhythm_that_another_has_set_meanwhile_is_not_dropped() -> None:
    world = await served()
    path = "/api/customer/branches/B1/rhythm"
    await world.ask(HEAD, "PUT", path, RHYTHM)
    late = await world.ask(HEAD, "DELETE", f"{path}?seen=bank:0")
    assert (late.status_code, late.json()["code"]) == (409, "rules_changed")
    dropped = await world.ask(HEAD, "DELETE", f"{path}?seen=B1:1")
    assert dropped.status_code == 200, dropped.text


@pytest.mark.parametrize("name", PLACES)
async def test_what_is_sent_without_having_been_read_replaces_what_is_there(name: str) -> None:
    place = PLACES[name]
    world, path = await bank_with(place)
    for content in place.contents:
        answer = await world.ask(place.who, place.method, path, content)
        assert answer.status_code < 300, answer.text
