"""The end of the day: everything ends in order and in time."""

import time

import httpx

from shared.layout import WRONG_LAYOUT
from tests.compose.installation import Installation, wait_until

OLDER_LAYOUT = """
import asyncio
from shared.settings import Settings
from shared.store import Store

async def main():
    await Store(Settings(), "lobby").db["meta"].update_one({"_id": "layout"}, {"$set": {"number": 1}})

asyncio.run(main())
"""


def test_data_of_another_layout_are_refused_and_the_guide_begins_anew(place: Installation):
    place.compose("exec", "-T", "lobby", "python", "-c", OLDER_LAYOUT)
    place.compose("restart", "--no-deps", "lobby")
    wait_until(lambda: place.containers()["lobby"]["State"]["ExitCode"] == WRONG_LAYOUT, "the refusal")
    assert '"event": "wrong_layout"' in place.compose("logs", "--no-log-prefix", "--tail", "20", "lobby")
    place.follow("begin-anew")
    assert httpx.get(f"{place.url('lobby')}/ready", timeout=10, trust_env=False).status_code == 200


def test_everything_stops_within_ten_seconds(place: Installation, figures: dict[str, object]):
    used = place.compose("stats", "--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}")
    figures["memory"] = dict(line.split("\t") for line in used.splitlines())
    began = time.monotonic()
    place.follow("stop")
    figures["stop_s"] = round(time.monotonic() - began, 1)
    assert time.monotonic() - began < 10
    codes = {name: one["State"]["ExitCode"] for name, one in place.containers().items()}
    assert codes == dict.fromkeys(codes, 0)
