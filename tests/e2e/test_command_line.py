"""The command line beside a running Foyer: what it says, and what it leaves alone."""

import os
import subprocess
import sys

import pytest

from deploy.local.clients import Kiosk
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
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
    done = foyer(stack, "trace", f"{branch.id}/{sent.answer['ticket']}")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("lobby: foyer.device.customer_arrived.v1 by device:K1")
    assert sent.id in lines[0]
    assert any("foyer.lobby.ticket_issued.v1" in line for line in lines[1:])


def test_what_is_not_known_has_no_trace(stack: Stack):
    done = foyer(stack, "trace", "nothing-of-the-kind")
    assert (done.returncode, done.stdout) == (1, "")


def test_kept_events_are_sent_again_to_one_service(stack: Stack, branch: Branch):
    done = foyer(stack, "replay", "customer")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(": ") for line in done.stdout.splitlines())
    assert int(told["notify"].split()[0]) >= 4  # at least the staff of this branch was enrolled
    assert foyer(stack, "replay", "nobody").returncode == 2
