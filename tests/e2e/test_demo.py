"""``./foyer demo``: a whole branch day, in which every duty of the lobby manager and the account managers
happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.day import UNFINISHED
from deploy.local.day.business import SCENES as BUSINESS
from deploy.local.day.duties import DUTIES
from deploy.local.day.relationship import SCENES
from deploy.local.processes import ROOT
from tests.stage import own_base

CLOSING = "duty by duty"
AFTER = "the page stays"
DEAL = re.compile(r"^  A4 .*  (\S+)$", re.MULTILINE)
"""The event of the deal that was closed."""
CHAIN = (
    "device.customer_arrived",
    "lobby.prospect_identified",
    "referral.referral_accepted",
    "referral.prospect_opened",
    "referral.deal_opened",
    "referral.deal_task_done",
    "referral.deal_closed",
    "referral.prospect_won",
    "referral.business_reported",
)
"""The way of a piece of business, from the kiosk to the report of the territory."""


@pytest.mark.own_stack
@pytest.mark.timeout(800)
def test_every_duty_happens_on_every_played_day_and_is_shown_by_an_event(tmp_path: Path):
    """However often it is started on one date."""
    for again in (False, True):
        whole = played(tmp_path / "demo")
        assert ("goes on with the data" in whole) is again, whole
        assert CLOSING in whole, whole
        shown = [line for line in whole.splitlines() if line.startswith("  ") and line.split()[0] in DUTIES]
        assert {line.split()[0] for line in shown} == set(DUTIES), whole
        assert [line for line in shown if "NOT SHOWN" in line] == [], whole
        failed = tuple(f"{UNFINISHED} ({scene.__name__})" for scene in (*SCENES, *BUSINESS))
        assert [one for one in failed if one in whole] == [], whole
        assert [kind for kind in CHAIN if kind not in whole] == [], whole


def played(state: Path) -> str:
    """Return what a demo prints until the page stays, and the trace of its deal; it ends well."""
    command = [sys.executable, "-m", "deploy.local.cli", "demo", "--minutes", "5"]
    command += ["--port", str(own_base() + 10)]
    environment = {**os.environ, "FOYER_STATE": str(state), "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: list[str] = []
    try:
        assert demo.stdout is not None
        for line in demo.stdout:
            said.append(line.rstrip())
            if AFTER in line:
                deal = DEAL.search("\n".join(said))
                assert deal is not None, said
                words = [*command[:3], "trace", deal[1]]
                traced = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
                said.append(traced.stdout.decode())
                break
    finally:
        demo.terminate()  # as Ctrl-C, which a shell may have told its background to ignore
        demo.wait(60)
    assert demo.returncode == 0, "\n".join(said)
    return "\n".join(said)
