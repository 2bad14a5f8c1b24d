"""``./foyer test attack [--seconds 4] [--only TEXT]``: does one thief, person or stranger stop the others?

Starts a stack of its own, plays each attack for some seconds, and serves customers of another branch
meanwhile. The last line is JSON with the figures; exits with 1 when the other branch was not served within a
second, or a bound did not hold.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.clients import Kiosk, Refused, Staff
from deploy.local.ending import interrupt_once
from deploy.local.processes import Process
from deploy.local.stack import Stack
from shared.dead_letters import MOST_OF_DEVICE
from tests.attack import attacks
from tests.attack.watch import Watch
from tests.stage import open_branch, own_base

WITHIN = 1.0
"""Seconds in which a customer of another branch is served, whatever goes on."""
BUSY = 3.0
"""On a machine that is busy with other work: so many times what it takes without an attack."""
MORE_UNTIL_TRIMMED = 150
"""Dead letters of a machine that may have come since they were last trimmed, some seconds ago."""
MEMORY = 512
"""MiB that a service may have, by compose."""


@dataclass
class Findings:
    """The faults in words, and the figures."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def most_memory(process: Process) -> int:
    """Return the most MiB that a process has had in memory."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


async def play(stack: Stack, seconds: float, only: str) -> Findings:
    """Play every attack in turn; each must leave the other branch its service."""
    found = Findings()
    watch = await Watch.opened(stack)
    async with watch.serving() as quiet:
        await asyncio.sleep(seconds)
    found.figures["nothing"] = quiet.figures()
    bound = max(WITHIN, BUSY * quiet.slowest)
    for name in attacks.NAMES:
        if only not in name:
            continue
        attacked = await open_branch(stack)
        place = attacks.Place(stack.state, attacked.kiosk, attacked.who("branch_head"))
        async with watch.serving() as served:
            met = await asyncio.to_thread(attacks.apart, place, name, seconds)
        found.figures[name] = served.figures() | {"met": met}
        print(name, json.dumps(found.figures[name]), flush=True)
        if served.slowest > bound or served.refused:
            found.wrong.append(f"{name}: slowest {served.slowest:.2f} s, refused {dict(served.refused)}")
    await examine(stack, watch, found)
    await watch.close()
    return found


async def examine(stack: Stack, watch: Watch, found: Findings) -> None:
    """Look at what the attacks left behind: memory, dead letters, numbers."""
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    try:
        answer = await ops.client.get(f"{stack.url('lobby')}/dead-letters")
        letters = answer.json()
    finally:
        await ops.close()
    found.figures["dead_letters"] = len(letters)
    most = Counter(f"{one['branch']}.{one['actor']}" for one in letters).most_common(1)
    if most and most[0][1] > MOST_OF_DEVICE + MORE_UNTIL_TRIMMED:
        found.wrong.append(f"{most[0][1]} dead letters of {most[0][0]}")
    for name in ("lobby", "notify", "customer", "referral", "broker"):
        found.figures[f"{name}_mib"] = used = most_memory(stack.processes[name])
        if name != "broker" and used > MEMORY:
            found.wrong.append(f"{name} had {used} MiB")
    try:
        await Kiosk(watch.branch.kiosk, stack.url()).send("number_block_requested", memory="memory-1")
    except Refused as refused:
        found.wrong.append(f"no block for another machine: {refused}")


def main() -> int:
    options = argparse.ArgumentParser(prog="./foyer test attack")
    options.add_argument("--seconds", type=float, default=4.0, help="how long each attack lasts")
    options.add_argument("--only", default="", help="only attacks with this in their name")
    given = options.parse_args()
    interrupt_once()
    with tempfile.TemporaryDirectory(prefix="foyer-attack-") as folder:
        stack = Stack(Path(folder), own_base(), say=lambda line: print(line, file=sys.stderr))
        try:
            stack.up()
            found = asyncio.run(play(stack, given.seconds, given.only))
        finally:
            stack.destroy()
    for one in found.wrong:
        print(f"WRONG {one}", file=sys.stderr)
    print(json.dumps({**found.figures, "clean": not found.wrong}))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
