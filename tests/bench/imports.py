"""The import benchmark: a portfolio of many rows, beside a hall at work.

    ./foyer bench imports [--rows 100000] [--xlsx] [--dry] [--json]

The whole stack runs. Customers come at a kiosk, some a second, and are served, before and during the import:
what they wait for their ticket, and how late the customer service hears of them, is measured in both, and so
are the memory of the customer service and the rows a second of the dry run and of the import. Stderr has a
line for each stage and for each 5,000 rows or so of it. The last line is the figures.
"""

import asyncio
import base64
import io
import json as jsons
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import xlsxwriter

from deploy.local.clients import Kiosk, Staff
from deploy.local.ending import interrupt_once
from deploy.local.stack import Stack
from tests.bench.beside import say
from tests.bench.options import options
from tests.stage import PASSWORD, Branch, open_branch, own_base

PART = 45_000
EVERY = 0.4
"""Seconds between two customers who come."""
CALM = 60.0
"""Seconds of a hall without an import."""
SAID_EVERY = 5_000
"""Rows after which a line of progress is due."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
COMMON = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
LAG = "foyer_lag_seconds"
ARRIVED = "foyer.lobby.customer_arrived.v1"


def row_of(number: int, manager: str) -> list[str]:
    """Return a row: name, phone, customer number and manager, each its own."""
    a, b = COMMON[number % len(COMMON)], COMMON[number // len(COMMON) % len(COMMON)]
    name = f"{SURNAMES[number % len(SURNAMES)]}{a}{b}"
    return [name, f"138{number:08d}", f"P{number:07d}", manager if number % 3 else ""]


HEADER = ["姓名", "手机号", "客户号", "客户经理"]


def portfolio(rows: int, manager: str, xlsx: bool) -> bytes:
    """Return a file of so many rows."""
    lines = (row_of(number, manager) for number in range(rows))
    if not xlsx:
        return "\n".join(",".join(line) for line in [HEADER, *lines]).encode("gb18030")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, line in enumerate([HEADER, *lines]):
            sheet.write_row(number, 0, line)
    return content.getvalue()


def cpu_s(stack: Stack) -> float:
    """Return the processor seconds that all processes of a stack have used."""
    total = 0.0
    for process in stack.processes.values():
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    (line,) = (one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def lag(url: str) -> dict[float, float]:
    """Return the cumulated histogram of how late the service hears of arrivals, by bound."""
    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(f"{url}/metrics")).text
    found: dict[float, float] = {}
    for line in text.splitlines():
        if line.startswith(f"{LAG}_bucket") and ARRIVED in line:
            found[float(line.split('le="')[1].split('"')[0])] = float(line.rsplit(" ", 1)[1])
    return found


def p99_of(before: dict[float, float], after: dict[float, float]) -> float | None:
    """Return the bound, in seconds, below which 99 of 100 lie of what came between two looks."""
    grown = {bound: after[bound] - before.get(bound, 0) for bound in after}
    total = max(grown.values(), default=0)
    return next((bound for bound in sorted(grown) if grown[bound] >= 0.99 * total), None) if total else None


class Hall:
    """Customers who come, one after the other, and are called and served; `waits` are the milliseconds until
    each has a ticket."""

    def __init__(self, stack: Stack, branch: Branch) -> None:
        self.waits: list[float] = []
        self._stack, self._branch = stack, branch

    async def run(self) -> None:
        """Let customers come, for ever."""
        teller = await Staff(self._stack.url(), self._branch.who("teller"), PASSWORD).sign_in()
        counter = f"/api/lobby/branches/{self._branch.id}/counters/1"
        await teller.post(f"{counter}/open")
        async with Kiosk(self._branch.kiosk, self._stack.url()) as kiosk:
            while True:
                began = time.monotonic()
                await kiosk.send("customer_arrived", need="cash")
                self.waits.append(1000 * (time.monotonic() - began))
                called = await teller.post(f"{counter}/call-next")
                await teller.post(f"/api/lobby/visits/{called['visit']}/complete")
                await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))

    def taken(self) -> dict[str, float]:
        """Return p50 and p99 of the waits so far, and begin anew."""
        cuts = quantiles(self.waits, n=100)
        self.waits = []
        return {"p50": round(cuts[49], 1), "p99": round(cuts[98], 1)}


async def until(
    look: Callable[[], Any], sample: Callable[[], None], rows: Callable[[Any], int], *states: str
) -> float:
    """Wait until an import is in one of these states; returns the seconds that took. `rows` are those that
    are done."""
    began, said = time.monotonic(), 0
    while (found := await look())["state"] not in states:
        sample()
        if (done := rows(found)) >= said + SAID_EVERY:
            said = done - done % SAID_EVERY
            say(f"{found['state']}: {done} rows in {time.monotonic() - began:.0f} s")
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def measure(stack: Stack, rows: int, xlsx: bool, dry: bool) -> dict[str, Any]:
    """Measure an import, or its dry run alone, in a stack that runs."""
    branch = await open_branch(stack)
    head = await Staff(stack.url(), branch.who("branch_head"), PASSWORD).sign_in()
    customer = stack.processes["customer"]
    pid = customer.pid or 0
    peak = [0.0]

    def sample() -> None:
        peak[0] = max(peak[0], memory_mb(pid))

    hall = Hall(stack, branch)
    coming = asyncio.create_task(hall.run())
    url = stack.url("customer")
    start = await lag(url)
    say(f"the hall is at work, {CALM:.0f} s without an import")
    await asyncio.sleep(CALM)
    calm, rested = hall.taken(), await lag(url)
    before = memory_mb(pid)
    say(f"a file of {rows} rows is made")
    content = portfolio(rows, branch.who("account_manager"), xlsx)
    form = {"branch": branch.id, "kind": "xlsx" if xlsx else "csv", "size": len(content)}
    say(f"{len(content) / 1e6:.1f} MB are sent")
    began = time.monotonic()
    path = f"/api/customer/imports/{(await head.post('/api/customer/imports', form))['import']}"
    for number, first in enumerate(range(0, len(content), PART)):
        part = base64.b64encode(content[first : first + PART]).decode()
        await head.put(f"{path}/parts/{number}", {"content": part})
    sent = time.monotonic() - began
    hall.taken()
    say("the dry run begins")
    await head.post(f"{path}/check", {})
    checked = await until(lambda: head.get(path), sample, lambda found: found["rows"], "checked", "refused")
    in_check, after_check = hall.taken(), peak[0]
    figures = {
        "rows": rows,
        "file_mb": round(len(content) / 1e6, 1),
        "send_s": round(sent, 1),
        "check_rows_s": round(rows / checked, 1),
        "rss_before_mb": round(before),
        "rss_peak_check_mb": round(after_check),
        "ticket_ms_calm": calm,
        "ticket_ms_check": in_check,
    }
    if dry:
        coming.cancel()
        await head.close()
        return figures
    looked = await lag(url)
    say("the import begins")
    spent = cpu_s(stack)
    await head.post(f"{path}/apply", {})
    applied = await until(lambda: head.get(path), sample, lambda found: found["counts"]["opened"], "applied")
    in_apply, heard, spent = hall.taken(), await lag(url), cpu_s(stack) - spent
    known = await head.get(path)
    coming.cancel()
    await head.close()
    return figures | {
        "apply_rows_s": round(rows / applied, 1),
        "apply_cpu_ms_row": round(1000 * spent / rows, 1),
        "opened": known["counts"]["opened"],
        "rss_peak_mb": round(peak[0]),
        "rss_after_mb": round(memory_mb(pid)),
        "ticket_ms_apply": in_apply,
        "heard_p99_below_s_calm": p99_of(start, rested),
        "heard_p99_below_s_apply": p99_of(looked, heard),
    }


def main() -> None:
    """Run it."""
    arguments = options("imports", __doc__)
    arguments.add_argument("--rows", type=int, default=100_000, help="rows of the file")
    arguments.add_argument("--xlsx", action="store_true", help="a workbook, and no CSV file")
    arguments.add_argument("--dry", action="store_true", help="the dry run alone")
    given = arguments.parse_args()
    interrupt_once()
    folder = Path(tempfile.mkdtemp(prefix="foyer-imports-"))
    stack = Stack(folder / "stack", base=own_base())
    try:
        say("the stack starts")
        stack.up()
        figures = asyncio.run(measure(stack, given.rows, given.xlsx, given.dry))
    finally:
        stack.destroy()
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(jsons.dumps(figures, indent=None if given.json else 2) + "\n")


if __name__ == "__main__":
    main()
