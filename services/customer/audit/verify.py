"""Verify the audit chains of all branches: ``python -m services.customer.audit.verify`` (Q1).

Reads the store with the service's own settings, one record at a time, and changes nothing. Prints a line for
each branch; exits with 1 when a chain is broken. ``--anchors FILE`` (``-``: standard input) takes the log of
the service, whose lines ``audit_anchored`` say how long each chain was on each evening: a chain that was cut
back together with its end in the store is found by them. What the store itself still has of them is read too.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from services.customer.audit.queries import audited_branches, chain_of, find_chain
from shared.chains import Fault, Verification, chain_key
from shared.contracts.customer import AuditAnchored
from shared.settings import Settings
from shared.store import OUTBOX, Store

Anchors = Mapping[str, Mapping[int, str]]
"""Hashes of the last record by branch and length."""


async def verify(store: Store, keys: Sequence[bytes], anchors: Anchors) -> dict[str, tuple[int, list[Fault]]]:
    """Verify the chain of every branch, under the keys that there were, the oldest first; returns its length
    and its faults."""
    found: dict[str, tuple[int, list[Fault]]] = {}
    for branch in sorted({*await audited_branches(store), *anchors}):
        verification = Verification(await find_chain(store, branch), keys, anchors.get(branch, {}))
        async for record in chain_of(store, branch):
            verification.take(record)
        faults = verification.end(await find_chain(store, branch))
        found[branch] = (verification.number, faults)
    return found


def read_anchors(lines: Iterable[str]) -> dict[str, dict[int, str]]:
    """Read the anchors from lines of the log; other lines are passed over."""
    anchors: dict[str, dict[int, str]] = {}
    for line in lines:
        if "audit_anchored" in line:
            try:
                content: dict[str, Any] = json.loads(line[line.index("{") :])
                anchors.setdefault(content["branch"], {})[int(content["length"])] = str(content["last"])
            except (ValueError, KeyError, TypeError):
                continue
    return anchors


async def kept_anchors(store: Store) -> dict[str, dict[int, str]]:
    """Return the anchors among the published events that are kept."""
    anchors: dict[str, dict[int, str]] = {}
    async for raw in store.db[OUTBOX].find({"type": AuditAnchored.type_name()}, {"body": 1}):
        event = AuditAnchored.model_validate(json.loads(raw["body"])["data"])
        anchors.setdefault(event.branch, {})[event.length] = event.last
    return anchors


async def main(path: str | None) -> int:
    """Verify all chains, print what was found, return the exit code."""
    settings = Settings()
    with _opened(path) as lines:
        anchors = read_anchors(lines)
    store = Store(settings, "customer")
    try:
        for branch, kept in (await kept_anchors(store)).items():
            anchors[branch] = {**kept, **anchors.get(branch, {})}
        found = await verify(
            store, [chain_key(key) for key in reversed(settings.keys("hash_key").every)], anchors
        )
    finally:
        await store.close()
    for branch, (length, faults) in found.items():
        anchored = len(anchors.get(branch, {}))
        if not faults:
            print(f"{branch}: {length} records, unbroken, {anchored} anchors 完整")
        for fault in faults:
            print(f"{branch}: BROKEN at {fault.number}: {fault.what} 链条断裂")
    if not found:
        print("no audit records yet 尚无审计记录")
    return 1 if any(faults for _, faults in found.values()) else 0


def _opened(path: str | None) -> AbstractContextManager[Iterable[str]]:
    if path is None:
        return nullcontext(())
    return nullcontext(sys.stdin) if path == "-" else Path(path).open(errors="replace")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verify the audit chains.")
    parser.add_argument("--anchors", help="the log of the service, - for standard input")
    sys.exit(asyncio.run(main(parser.parse_args().anchors)))
