"""The traces of four services, put together as one tree of causes, with the time of every step."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

HEAD = "time (UTC)", "since its cause", "what happened", "by whom, or → to whom"
UNITS = (("d", 86_400), ("h", 3_600), ("min", 60))


def chain(found: dict[str, Any], *, ids: bool = False) -> list[str]:
    """Render a trace as a tree: events and commands under their causes, with the services that handled them.

    `found` holds the answers of ``/trace`` by service. A line has the time of the step, how long after its
    cause that was, and, with `ids`, the id of the step at its end. Above them stands a line that names the
    columns; nothing at all where nothing was found.
    """
    published = {
        one["id"]: (name, one)
        for name, all in found.items()
        for one in all["published"]
        if ":answer" not in one["id"]
    }
    handled: dict[str, list[str]] = {}
    roots: dict[str, dict[str, Any]] = {}
    for name, all in found.items():
        for one in all["handled"]:
            handled.setdefault(one["_id"], []).append(name)
            if one["_id"] not in published:
                roots[one["_id"]] = one
    below: dict[str, list[str]] = {}
    for id, (_, one) in sorted(published.items()):
        below.setdefault(one["causation_id"], []).append(id)
    for id, one in roots.items():
        if one["causation_id"] in published or one["causation_id"] in roots:
            below.setdefault(one["causation_id"], []).append(id)
    rows: list[tuple[str, str, str, str, str]] = []

    def walk(id: str, depth: int, before: datetime | None) -> None:
        if id in published:
            at, what = time_of(id), short(published[id][1]["type"])
            who = f"→ {', '.join(handled[id])}" if id in handled else ""
        else:
            at, who = datetime.fromisoformat(roots[id]["at"]), roots[id]["actor"]
            what = f"{handled[id][0]}: {short(roots[id]['kind'])}"
        since = lasting(at - before) if at and before else ""
        rows.append((f"{at:%m-%d %H:%M:%S.%f}"[:-3] if at else "", since, "  " * depth + what, who, id))
        for next_id in below.get(id, []):
            walk(next_id, depth + 1, at or before)

    starts = [
        id
        for id, one in roots.items()
        if one["causation_id"] not in published and one["causation_id"] not in roots
    ]
    for id in sorted(starts, key=lambda it: datetime.fromisoformat(roots[it]["at"])):
        walk(id, 0, None)
    return _aligned([(*HEAD, "id"), *rows], ids) if rows else []


def time_of(id: str) -> datetime | None:
    """Return the time that an event's id carries; None for one that is no uuid7."""
    try:
        known = UUID(id)
    except ValueError:
        return None
    if known.version != 7:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=known.int >> 80)


def short(kind: str) -> str:
    """Shorten the type of an event: ``lobby.ticket_issued`` of ``foyer.lobby.ticket_issued.v1``."""
    return kind.removeprefix("foyer.").rpartition(".v")[0] if kind.startswith("foyer.") else kind


def lasting(time: timedelta) -> str:
    """Say how long something took, in two units at most: ``+133 ms``, ``+2.4 s``, ``+4 min 10 s``."""
    seconds = time.total_seconds()
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    if seconds < 1:
        return f"{sign}{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{sign}{seconds:.1f} s"
    whole, parts = int(seconds), []
    for unit, size in (*UNITS, ("s", 1)):
        if whole >= size:
            parts.append(f"{whole // size} {unit}")
            whole %= size
    return sign + " ".join(parts[:2])


def _aligned(rows: list[tuple[str, str, str, str, str]], ids: bool) -> list[str]:
    """Lay rows out in columns; the time that passed stands to the right, so that units are under each
    other."""
    wide = [max(len(row[place]) for row in rows) for place in range(4)]
    return [
        "  ".join(
            (f"{at:<{wide[0]}}", f"{since:>{wide[1]}}", f"{what:<{wide[2]}}", f"{who:<{wide[3]}}", id)
            if ids
            else (f"{at:<{wide[0]}}", f"{since:>{wide[1]}}", f"{what:<{wide[2]}}", who)
        ).rstrip()
        for at, since, what, who, id in rows
    ]
