"""Replacing what runs, while people are at work."""

from collections.abc import Callable

import pytest

from deploy.local.secrets import SERVICES
from tests.compose.conftest import watched
from tests.compose.installation import Installation

LONGEST_GAP = 2.0


def test_services_are_replaced_one_by_one_and_nobody_is_refused_for_two_seconds(
    place: Installation, arrive: Callable[[], str], figures: dict[str, object]
):
    before = {name: place.container(name) for name in SERVICES}
    with watched(f"{place.url()}/staff") as page:
        done = place.follow("upgrade")
    assert [line for line in done.stdout.splitlines() if line.endswith("is replaced")] == [
        f"{name} is replaced" for name in SERVICES
    ]
    assert all(place.container(name) != old for name, old in before.items())
    figures["gap_at_upgrade_s"] = round(page.gap, 2)
    assert page.gap < LONGEST_GAP, page.wrong
    assert arrive()


@pytest.mark.parametrize("name", ["caddy"])
def test_a_way_in_that_is_replaced_refuses_for_less_than_two_seconds(
    place: Installation, figures: dict[str, object], name: str
):
    with watched(f"{place.url()}/staff") as page:
        place.compose("up", "-d", "--no-deps", "--force-recreate", "--wait", name)
    figures[f"gap_at_replacing_{name}_s"] = round(page.gap, 2)
    assert page.gap < LONGEST_GAP, page.wrong


def test_a_new_version_that_does_not_get_ready_leaves_the_old_one_at_work(
    place: Installation, arrive: Callable[[], str]
):
    before = place.container("lobby")
    key = place.secrets / "master_key_lobby"
    good = key.read_text()
    try:
        key.write_text("not a key\n")
        done = place.shell("deploy/replace.sh lobby", check=False)
    finally:
        key.write_text(good)
    assert done.returncode != 0
    assert "the old one goes on" in done.stderr
    assert place.container("lobby") == before
    assert arrive()
