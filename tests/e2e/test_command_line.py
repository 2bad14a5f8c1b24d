"""The command line beside a running Foyer: what it says, and what it leaves alone."""

import os
import subprocess
import sys

import pytest

from deploy.local.clients import Kiosk
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from shared.clock import now
from shared.dead_letters import DeadLetters
from shared.settings import Settings
from shared.store import Store
from shared.unit_of_work import Cause
from tests.stage import Branch

pytestmark = pytest.mark.own_stack


def foyer(stack: Stack, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.local.cli", *words]
    environment = {**os.environ, "FOYER_STATE": str(stack.state)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


def test_a_second_demo_beside_a_running_one_says_so_and_leaves_it_alone(stack: Stack):
    for words in (["demo"], ["demo", "--once", "--json"], ["up"]):
        done = foyer(stack, *words)
        assert done.returncode == 1
        assert stack.url() in done.stderr
        assert "./foyer down" in done.stderr
    assert set(stack.status().values()) == {"ready"}
    assert foyer(stack, "status").returncode == 0


async def test_a_ticket_is_traced_to_the_machine_that_asked_for_it(stack: Stack, branch: Branch):
    async with Kiosk(branch.kiosk, stack.url()) as kiosk:
        sent = await kiosk.send("customer_arrived", need="cash")
    done = foyer(stack, "trace", f"{branch.id}/{sent.answer['ticket']}", "--ids")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "lobby: device.customer_arrived" in lines[1]
    assert lines[1].endswith(sent.id)
    assert any("  lobby.ticket_issued" in line for line in lines[2:])


def test_what_is_not_known_has_no_trace(stack: Stack):
    done = foyer(stack, "trace", "nothing-of-the-kind")
    assert (done.returncode, done.stdout) == (1, "")


def test_kept_events_are_sent_again_to_one_service(stack: Stack, branch: Branch):
    done = foyer(stack, "replay", "customer")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(": ") for line in done.stdout.splitlines())
    assert int(told["notify"].split()[0]) >= 4  # at least the staff of this branch was enrolled
    assert foyer(stack, "replay", "nobody").returncode == 2


AWKWARD = ("timer:offer/lobby:1/2", "referral:V1/loan", "50%/a?b#c d", "王/1", "trailing/", "x/retry")
"""Foyer makes such ids itself: of deadlines, and of what a device named."""


async def dead_letter(stack: Stack, *ids: str, known: bool) -> None:
    """Make dead letters of `referral`: of an event that it consumes, or without a route."""
    settings = Settings(
        mongo_uri=stack.store.uri, master_key=stack.secret("master_key_referral"), instance="by hand"
    )
    store = Store(settings, "referral")
    dead_letters = DeadLetters(store, settings.keys("master_key"))
    for id in ids:
        route = ("foyer.events", "0.notify.staff_enrolled") if known else ("", "")
        cause = Cause(id, "foyer.notify.staff_enrolled.v1", now(), "system", "B1")
        record = dead_letters.record_of(cause, body=b"{}", code="failed", detail="", handler="", route=route)
        await dead_letters.keep(id, record)
    await store.close()


async def dead_letters_left(stack: Stack) -> set[str]:
    done = foyer(stack, "dead-letters")
    assert done.returncode == 0, done.stderr
    return {id for id in (*AWKWARD, "good-0", "good-1") if f"{id:38}" in done.stdout}


async def test_a_dead_letter_is_dropped_under_any_id(stack: Stack):
    await dead_letter(stack, *AWKWARD, known=False)
    for id in AWKWARD:
        done = foyer(stack, "dead-letters", "drop", id)
        assert done.returncode == 0, done.stdout + done.stderr
    assert await dead_letters_left(stack) == set()
    assert foyer(stack, "dead-letters", "drop", AWKWARD[0]).returncode == 1


async def test_all_dead_letters_are_sent_again_and_one_that_cannot_be_stops_no_other(stack: Stack):
    await dead_letter(stack, "good-0", known=True)
    await dead_letter(stack, *AWKWARD[:2], known=False)
    await dead_letter(stack, "good-1", known=True)
    done = foyer(stack, "dead-letters", "retry", "all")
    assert done.returncode == 1
    assert "good-0 sent" in done.stdout
    assert "good-1 sent" in done.stdout
    for id in AWKWARD[:2]:
        assert f"{id} stays: referral/dead-letters/" in done.stdout
        assert "unknown_type" in done.stdout
    for id in AWKWARD[:2]:
        assert foyer(stack, "dead-letters", "drop", id).returncode == 0
