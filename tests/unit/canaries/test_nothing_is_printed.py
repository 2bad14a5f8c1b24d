"""No phone, name or words reach standard output, metrics or what is kept in the clear, by any route (Q1)."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from deploy.local.processes import ROOT
from tests.unit.canaries.requests import CANARIES, PLAIN

pytestmark = pytest.mark.timeout(600)
SERVICES = ("customer", "lobby", "referral", "notify")
NO_HANDLER = {"notify": {"ValueError"}}
"""No command is reached in `notify`: who is asked for has no presence and no entry."""


@cache
def asked(service: str) -> tuple[str, dict[str, Any]]:
    """Ask a service with canaries by every route; returns what it printed, and the report."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "tests.unit.canaries.serving", service, str(report)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=550)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr, json.loads(report.read_text())


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_typed_and_whatever_fails_no_canary_is_printed(service: str):
    printed, report = asked(service)
    lines = [line for line in printed.splitlines() if line]
    assert [line[:300] for line in lines if any(one in line for one in (*CANARIES, PLAIN))] == []
    assert all(json.loads(line)["service"] == service for line in lines)
    failures = [json.loads(line) for line in lines if "error" in json.loads(line)]
    assert NO_HANDLER.get(service, {"RuntimeError", "ValueError"}) <= {one["error"] for one in failures}
    assert sum(report["answers"]["calm"].values()) > 50


@pytest.mark.parametrize("service", SERVICES)
def test_no_label_of_a_metric_holds_a_canary(service: str):
    _, report = asked(service)
    assert [
        one for one in report["metrics"].splitlines() if any(word in one for word in (*CANARIES, PLAIN))
    ] == []
    assert "foyer_refused_total" in report["metrics"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_under_api_is_kept_by_nobody(service: str):
    _, report = asked(service)
    assert {state: of.get("-1", 0) for state, of in report["answers"].items()} == dict.fromkeys(
        report["answers"], 0
    )


def test_what_is_kept_and_published_of_a_customer_is_sealed():
    _, report = asked("customer")
    assert sum(many for status, many in report["answers"]["calm"].items() if 200 <= int(status) < 300) > 100
    assert [one[:300] for one in report["kept"].splitlines() if any(word in one for word in CANARIES)] == []


def test_who_signs_in_by_an_account_at_the_bank_is_among_those_who_ask():
    _, report = asked("notify")
    assert report["answers"]["calm, by account"] == {
        "503": 1,
        "401": 2,
        "204": 1,
    }  # it has no key to sign with
