"""Verify the chains of records of one service: ``python -m deploy.verify_records notify`` (Q1).

Sign-ins and changes of rights (``notify``), denials and exports (every service). Reads the store with the
service's own settings, one record at a time, and changes nothing. Prints a line for each chain; exits with 1
when one is broken. ``--anchors FILE`` (``-``: standard input) takes the log of the service, whose lines
``records_anchored`` say how long each chain was: one that was cut back together with its end is found by
them.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deploy.topology import SERVICES, service
from shared.chains import chain_key
from shared.linking import ACCESSES, verify
from shared.settings import Settings
from shared.store import Store


def read_anchors(lines: Iterable[str]) -> dict[str, dict[int, str]]:
    """Read the anchors, by chain and length, from lines of the log; other lines are passed over."""
    anchors: dict[str, dict[int, str]] = {}
    for line in lines:
        if "records_anchored" in line:
            try:
                content: dict[str, Any] = json.loads(line[line.index("{") :])
                anchors.setdefault(content["chain"], {})[int(content["length"])] = str(content["last"])
            except (ValueError, KeyError, TypeError):
                continue
    return anchors


async def main(name: str, lines: Iterable[str]) -> int:
    """Verify all chains of a service, print what was found, return the exit code."""
    settings, anchors = Settings(), read_anchors(lines)
    keys = [chain_key(key) for key in reversed(settings.keys("hash_key").every)]
    store, broken = Store(settings, name), False
    try:
        for chain in (ACCESSES, *service(name).chains):
            kept = anchors.get(chain.id, {})
            length, faults = await verify(store, chain, keys, kept)
            broken = broken or bool(faults)
            for fault in faults:
                print(f"{name} {chain.id}: BROKEN at {fault.number}: {fault.what} 链条断裂")
            if not faults:
                print(f"{name} {chain.id}: {length} records, unbroken, {len(kept)} anchors 完整")
    finally:
        await store.close()
    return 1 if broken else 0


def _lines(path: str | None) -> Iterable[str]:
    if path is None:
        return ()
    return sys.stdin if path == "-" else Path(path).read_text(errors="replace").splitlines()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verify the chains of records of a service.")
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("--anchors", help="the log of the service, - for standard input")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.service, _lines(given.anchors))))
