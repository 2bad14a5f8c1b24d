"""A story told by four services, put together as one tree of causes."""

from typing import Any


def chain(found: dict[str, Any]) -> list[str]:
    """The story as a tree: what caused what, in which service, with what was done about it."""
    told = {
        one["id"]: (name, one)
        for name, all in found.items()
        for one in all["told"]
        if ":answer" not in one["id"]
    }
    took: dict[str, list[str]] = {}
    roots: dict[str, dict[str, Any]] = {}
    for name, all in found.items():
        for one in all["took"]:
            took.setdefault(one["_id"], []).append(name)
            if one["_id"] not in told:
                roots[one["_id"]] = one
    below: dict[str, list[str]] = {}
    for id, (_, one) in sorted(told.items()):
        below.setdefault(one["cause"], []).append(id)
    for id, one in roots.items():
        if one["cause"] in told or one["cause"] in roots:
            below.setdefault(one["cause"], []).append(id)
    lines: list[str] = []

    def walk(id: str, depth: int) -> None:
        name, kind = (told[id][0], told[id][1]["type"]) if id in told else (took[id][0], roots[id]["kind"])
        who = f" by {roots[id]['actor']}" if id in roots else ""
        heard = f"  → {', '.join(took.get(id, []))}" if id in told and id in took else ""
        lines.append(f"{'  ' * depth}{name}: {kind}{who}  [{id}]{heard}")
        for next_id in below.get(id, []):
            walk(next_id, depth + 1)

    starts = [id for id, one in roots.items() if one["cause"] not in told and one["cause"] not in roots]
    for id in sorted(starts, key=lambda it: str(roots[it]["at"])):
        walk(id, 0)
    return lines
