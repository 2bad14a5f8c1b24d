"""``./foyer demo``: Foyer on this machine, with a branch at work to look at."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from deploy.local.day import play_day
from deploy.local.day.cast import SPEED
from deploy.local.day.duties import lines, proofs
from deploy.local.once import ARRIVALS, play_once
from deploy.local.seed import BRANCH, STAFF, Seeded, last_played, seed
from deploy.local.stack import Stack
from shared import clock
from shared.contracts.words import Role


def demo(stack: Stack, *, once: bool, as_json: bool, minutes: float, say: Callable[[str], None]) -> bool:
    """Play on a stack that is up: a whole branch day, open for `minutes` of the branch's time, after which
    the page stays until it is interrupted; or the fixed hundred arrivals, `once`.

    Returns whether nothing was lost, shown twice, or out of order.
    """
    began, before = clock.now(), last_played(stack.state)
    say("建立演示网点 · making the branch, its people and machines …")
    seeded = asyncio.run(seed(stack))
    if before is not None:
        say(goes_on(before))
    if not once:
        print(welcome(stack.url(), seeded.password, minutes), flush=True)
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
        print("\n  今日职责 · the day, duty by duty, with the event that shows it", flush=True)
        print("  事件的起因 · the causes of an event (UTC): ./foyer trace EVENT", flush=True)
        print("\n".join(lines(proofs(stack.store.uri, BRANCH, began))), flush=True)
    say("网点已停止营业，页面保留至 Ctrl-C · the branch is closed; the page stays until Ctrl-C")
    while True:
        time.sleep(1)


def plan(once: bool, minutes: float) -> str:
    """Say at the start what will be played, and how long that takes."""
    if once:
        return f"将有 {ARRIVALS} 位客户到访，约一分钟 · {ARRIVALS} arrivals, in about a minute"
    lasts = max(1, round(minutes / SPEED))
    return (
        f"演示一个营业日，至少 {lasts} 分钟；登录账号稍后显示 · "
        f"a branch day of {lasts} minutes at least; whom to sign in as is said when it is open"
    )


def goes_on(before: datetime) -> str:
    """Say that the branch of an earlier play is played with, and how to begin anew."""
    return (
        f"沿用 {before.astimezone():%m-%d %H:%M} 的演示数据；要从头开始请加 --fresh · "
        "goes on with the data of that play; --fresh begins anew"
    )


def welcome(url: str, password: str, minutes: float) -> str:
    """Say where to open the page, as whom to sign in, and how long the day lasts."""
    people = "\n".join(
        f"    {one.staff:<10} {one.name}  {Role(one.role).zh} · {Role(one.role).en}" for one in STAFF
    )
    return (
        f"\n  打开 · open  {url}/staff\n"
        f"  登录密码 · sign in with the password  {password}\n"
        f"  账号 · as\n{people}\n\n"
        f"  营业 {minutes:g} 分钟，十倍速演示，至少 {max(1, round(minutes / SPEED))} 分钟；之后页面保留\n"
        f"  open for {minutes:g} minutes, played ten times as fast; the page can be used on afterwards\n"
        "  按 Ctrl-C 结束 · Ctrl-C ends it\n"
    )
