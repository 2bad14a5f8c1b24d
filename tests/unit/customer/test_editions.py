"""Two people in one form of rules: the slower is told what is in force now, and nothing is written over."""

from typing import Any

import pytest

from shared.access import Person
from tests.unit.customer.people import HEAD, OPS
from tests.unit.customer.served import Served, served

RHYTHM = {
    "rhythms": [{"segments": ["mass", "affluent", "vip", "private"], "every": 30, "grace": 5}],
    "slots": 16,
}
HINTS = {"threshold": 50, "every": 30, "expires": 30, "rest": 180, "horizon": 90}
FORMS: dict[str, tuple[Person, str, dict[str, Any], tuple[str, ...]]] = {
    "rhythm": (HEAD, "/api/customer/branches/B1/rhythm", RHYTHM, ("scope", "edition")),
    "hours": (
        HEAD,
        "/api/customer/branches/B1/contact-rules",
        {"quiet_days": ["2027-05-04"]},
        ("of", "number"),
    ),
    "hints": (HEAD, "/api/customer/branches/B1/latent/rules", HINTS, ("of", "number")),
    "reviews": (OPS, "/api/customer/risk-reviews", {"days": {"high": 90}}, ("", "number")),
}
"""Rules by who sets them, where and with what, and the fields of their edition."""


async def seen(world: Served, who: Person, path: str, fields: tuple[str, str]) -> str:
    """Return the edition that somebody reads."""
    now = await world.get(who, path)
    scope, number = fields
    return f"{now[scope] if scope else 'bank'}:{now[number]}"


@pytest.mark.parametrize("rules", FORMS)
async def test_of_two_who_set_the_same_rules_the_slower_is_told_what_is_in_force(rules: str) -> None:
    who, path, form, fields = FORMS[rules]
    world = await served()
    read = await seen(world, who, path, fields)
    first = await world.ask(who, "PUT", path, {**form, "seen": read})
    assert first.status_code < 300, first.text
    now = await seen(world, who, path, fields)
    assert now != read
    held = await world.get(who, path)
    slower = await world.ask(who, "PUT", path, {**form, "seen": read})
    assert (slower.status_code, slower.json()["code"]) == (409, "rules_changed")
    assert slower.json()["now"] == now
    assert await world.get(who, path) == held
    again = await world.ask(who, "PUT", path, {**form, "seen": now})
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
    slower = await world.ask(OPS, "PUT", f"{path}/cn", {"sets": [*sets, later], "seen": read})
    assert (slower.status_code, slower.json()["code"]) == (409, "rules_changed")
    assert slower.json()["changed_by"] == "ops"


async def test_rules_that_are_set_without_having_been_read_are_set() -> None:
    world = await served()
    for _ in range(2):
        answer = await world.ask(HEAD, "PUT", "/api/customer/branches/B1/rhythm", RHYTHM)
        assert answer.status_code == 200, answer.text
