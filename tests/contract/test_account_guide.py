"""The guide of the account manager names routes, events and refusals that there are."""

import re

import pytest

from deploy.local import contracts
from shared import errors
from shared.contracts.base import Event
from tests.apps import app_of

GUIDE = " ".join((contracts.DOCS / "guide" / "account-manager.md").read_text().split())
ROUTES = {
    (method.upper(), re.sub(r"\{[^}]*\}", "{}", path))
    for service in ("customer", "lobby", "referral", "notify")
    for path, methods in app_of(service).openapi()["paths"].items()
    for method in methods
}
REQUESTS = re.findall(r"`(GET|PUT|POST|DELETE) ([^`?]+)[^`]*`", GUIDE)
CURLS = re.findall(r'curl -X (\w+) "?\$FOYER(/[^\s"?]+)', GUIDE)
NAMED = sorted(set(re.findall(r"`([A-Z][a-z]+[A-Z][A-Za-z]+)`", GUIDE)))
REFUSED = sorted(set(re.findall(r"(?:refus|overwritten)[^.`]*\(`([a-z_]+)`", GUIDE)))


def every(kind: type) -> set[type]:
    """Return all classes below a class."""
    return {kind, *(one for below in kind.__subclasses__() for one in every(below))}


def fits(path: str, route: str) -> bool:
    """Tell whether a path of the guide, which may begin with ``…``, is that of a route."""
    whole = re.escape(re.sub(r"\{[^}]*\}", "{}", path)).replace("…", ".*").replace(r"\{\}", "[^/]+")
    example = "/".join("[^/]+" if part == "{}" else re.escape(part) for part in route.split("/"))
    start = "" if path.startswith("/api/") else ".*"
    return bool(re.fullmatch(start + whole, route) or re.fullmatch(example, path))


@pytest.mark.parametrize(("method", "path"), [*REQUESTS, *CURLS])
def test_a_request_of_the_guide_has_a_route(method: str, path: str):
    assert [route for known, route in ROUTES if known == method and fits(path, route)]


@pytest.mark.parametrize("name", NAMED)
def test_an_event_of_the_guide_is_published(name: str):
    assert name in {one.__name__ for one in every(Event)}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_of_the_guide_has_its_code(code: str):
    assert code in {one.code for one in every(errors.Refusal) if hasattr(one, "code")}


def test_the_guide_names_enough_to_be_looked_at():
    assert len(REQUESTS) > 15
    assert len(CURLS) > 2
    assert len(NAMED) > 100
    assert len(REFUSED) > 5
