"""The end of the day: everything ends in order and in time."""

import time

from tests.compose.installation import Installation


def test_everything_stops_within_ten_seconds(place: Installation, figures: dict[str, object]):
    figures["memory"] = dict(
        line.split("\t")
        for line in place.docker("stats", "--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}").splitlines()
    )
    began = time.monotonic()
    place.follow("stop")
    figures["stop_s"] = round(time.monotonic() - began, 1)
    assert time.monotonic() - began < 10
    codes = {name: one["State"]["ExitCode"] for name, one in place.containers().items()}
    assert codes == dict.fromkeys(codes, 0)
