"""Seal anew what a service sealed under a former master key: ``python -m deploy.keys reseal|verify SERVICE``.

Runs beside the service, with its settings, and may be stopped and run again at any moment. ``reseal`` ends
when everything is under the current key, and exits with 1 when that cannot be; ``verify`` changes nothing,
counts what is under which key, and exits with 1 when anything is not under the current one. Keys are named by
their ids.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from deploy.topology import SERVICES, service
from shared.privacy import Keys
from shared.reseal import OPENS_NOT, Seals, count_seals, marked_seals, reseal
from shared.settings import Settings
from shared.store import Store

RUNS_AT_MOST = 10
"""Runs over all collections: a document that the service changed meanwhile is left to the next one."""


async def reseal_all(store: Store, keys: Keys, table: Sequence[Seals]) -> None:
    """Seal anew until a run finds nothing to change, and print how far it is."""
    for run in range(1, RUNS_AT_MOST + 1):
        left = 0
        async for done in reseal(store, keys, table):
            left += sum(count for kid, count in done.under.items() if kid not in (keys.kid, OPENS_NOT))
            print(f"run {run}: {done.collection}: {done.read} read, {done.changed} sealed anew", flush=True)
        if not left:
            return


async def verify(store: Store, keys: Keys, table: Sequence[Seals]) -> bool:
    """Print what is under which key; returns whether all is under the current one."""
    found, marked = await count_seals(store, keys, table), await marked_seals(store)
    for kid, count in sorted(found.items()):
        print(f"{kid}: {count} seals{' (current 当前)' if kid == keys.kid else ''}")
    elsewhere = {kid: count for kid, count in marked.items() if kid != keys.kid and not found[kid]}
    for kid, count in sorted(elsewhere.items()):
        print(f"{kid}: {count} seals that the table of this service does not name 未登记")
    whole = not elsewhere and set(found) <= {keys.kid}
    print(
        f"all is under {keys.kid} 全部使用当前密钥"
        if whole
        else f"NOT all is under {keys.kid}: keep the former keys 请保留旧密钥"
    )
    return whole


async def main(command: str, name: str) -> int:
    """Carry out `command` for a service; returns the exit code."""
    settings = Settings()
    keys, table = settings.keys("master_key"), service(name).seals
    store = Store(settings, name)
    try:
        if command == "reseal":
            await reseal_all(store, keys, table)
        return 0 if await verify(store, keys, table) else 1
    finally:
        await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Seal anew under the current master key.")
    parser.add_argument("command", choices=("reseal", "verify"))
    parser.add_argument("service", choices=SERVICES)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.command, given.service)))
