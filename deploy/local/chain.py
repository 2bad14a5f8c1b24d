"""The traces of four services, put together as one tree of causes."""

from datetime import datetime
from typing import Any


def chain(found: dict[str, Any]) -> list[str]:
    """Render a trace as a tree: events and commands under their causes, with the services that handled them.

    `found` holds the answers of ``/trace`` by service.
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
    lines: list[str] = []

    def walk(id: str, depth: int) -> None:
        if id in published:
            name, kind = published[id][0], published[id][1]["type"]
        else:
            name, kind = handled[id][0], roots[id]["kind"]
        actor = f" by {roots[id]['actor']}" if id in roots else ""
        consumers = f"  → {', '.join(handled.get(id, []))}" if id in published and id in handled else ""
        lines.append(f"{'  ' * depth}{name}: {kind}{actor}  [{id}]{consumers}")
        for next_id in below.get(id, []):
            walk(next_id, depth + 1)

    starts = [
        id
        for id, one in roots.items()
        if one["causation_id"] not in published and one["causation_id"] not in roots
    ]
    for id in sorted(starts, key=lambda it: datetime.fromisoformat(roots[it]["at"])):
        walk(id, 0)
    return lines
