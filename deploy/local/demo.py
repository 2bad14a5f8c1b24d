"""``./foyer demo``: Foyer on this machine, with a branch at work to look at."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict

from deploy.local.day import play_day
from deploy.local.day.duties import lines, proofs
from deploy.local.once import play_once
from deploy.local.seed import BRANCH, STAFF, Seeded, seed
from deploy.local.stack import Stack
from shared import clock


def demo(stack: Stack, *, once: bool, as_json: bool, minutes: float, say: Callable[[str], None]) -> bool:
    """Play on a stack that is up: a whole branch day, open for `minutes` of the branch's time, after which
    the page stays until it is interrupted; or the fixed hundred arrivals, `once`.

    Returns whether nothing was lost, shown twice, or out of order.
    """
    began = clock.now()
    say("making the branch, its people and machines … 建立演示网点")
    seeded = asyncio.run(seed(stack))
    if not once:
        print(_welcome(stack, seeded), flush=True)
        _play(stack, seeded, minutes, say)
        return True
    figures, books = asyncio.run(play_once(stack, seeded, began, say))
    for wrong in books.complaints():
        say(f"  {wrong}")
    if as_json:
        print(json.dumps(asdict(figures)), flush=True)
    else:
        for name, value in asdict(figures).items():
            print(f"{name:>14}  {value}", flush=True)
    return figures.is_clean and books.is_clean


def _play(stack: Stack, seeded: Seeded, minutes: float, say: Callable[[str], None]) -> None:
    """The day, and in its closing lines each duty with the event that shows it."""
    began = clock.now()
    try:
        asyncio.run(play_day(stack, seeded, minutes, say))
    finally:
        print("\n  the day, duty by duty · 今日职责", flush=True)
        print("\n".join(lines(proofs(stack.store.uri, BRANCH, began))), flush=True)
    say("the branch is closed; the page stays until Ctrl-C 网点已停止营业，页面保留至 Ctrl-C")
    while True:
        time.sleep(1)


def _welcome(stack: Stack, seeded: Seeded) -> str:
    people = "\n".join(f"    {one.staff:<10} {one.name}  {one.role}" for one in STAFF)
    return (
        f"\n  Foyer is open · 厅堂已开放:  {stack.url()}/staff\n\n"
        f"  sign in as · 登录账号 (password · 密码: {seeded.password})\n{people}\n\n"
        "  Ctrl-C ends it · 按 Ctrl-C 结束\n"
    )
