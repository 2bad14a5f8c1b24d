"""Profiles of the time of a run: round trips to the store, and processor time by library and by function."""

import cProfile
import io
import pstats
import re
from collections import defaultdict

from pymongo import monitoring

LIBRARIES = re.compile(r"site-packages/([^/]+)|(/main/(?:shared|tests)/\w+)|lib/python[\d.]+/([^/]+)")


class RoundTrips(monitoring.CommandListener):
    """Counts commands and how long each took, as the driver sees it."""

    def __init__(self) -> None:
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self._names: dict[int, str] = {}

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self._names[event.request_id] = f"{event.command_name} {event.command.get(event.command_name, '')}"

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        self.took[self._names.pop(event.request_id, event.command_name)].append(event.duration_micros / 1000)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        self.took[f"FAILED {self._names.pop(event.request_id, '')}"].append(event.duration_micros / 1000)


class Profile:
    """Measures from `begin` to `end`. cProfile makes everything slower: read shares, not rates."""

    def __init__(self) -> None:
        self._trips = RoundTrips()
        monitoring.register(self._trips)
        self._profile = cProfile.Profile()

    def begin(self) -> None:
        self._trips.took.clear()
        self._profile.enable()

    def end(self, events: int) -> str:
        """The findings as text."""
        self._profile.disable()
        out = io.StringIO()
        out.write("store command                   calls   ms each   ms per event\n")
        for name, took in sorted(self._trips.took.items(), key=lambda it: -sum(it[1])):
            out.write(
                f"{name[:30]:30s} {len(took):6d} {sum(took) / len(took):9.2f} {sum(took) / events:14.3f}\n"
            )
        stats = pstats.Stats(self._profile, stream=out)
        out.write("\nlibrary                    us per event   calls per event\n")
        by_library: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0])
        for (file, _, name), (_, calls, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
            entry = by_library[_library(file, name)]
            entry[0] += own
            entry[1] += calls
        for library, (own, calls) in sorted(by_library.items(), key=lambda it: -it[1][0])[:24]:
            out.write(f"{library:26s} {own / events * 1e6:12.1f} {calls / events:17.1f}\n")
        out.write("\n")
        stats.sort_stats("tottime").print_stats(45)
        stats.sort_stats("cumtime").print_stats(70)
        return out.getvalue()


def _library(file: str, name: str) -> str:
    """Which library a function belongs to; built-in ones by their own name."""
    if file == "~":
        return f"built-in {name[:60]}"
    found = LIBRARIES.search(file)
    return next(part for part in found.groups() if part).removeprefix("/main/") if found else file[-30:]
