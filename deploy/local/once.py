"""``./foyer demo --once``: one fixed day of 100 arrivals at 20 a second, measured from kiosk to screen.

Three kiosks send over HTTP, AMQP and MQTT; the lobby manager and the account managers listen; afterwards the
books are held against what was sent.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

import httpx

from deploy.local.clients import AmqpKiosk, Kiosk, MqttKiosk, Refused, Sent, Staff
from deploy.local.ledger import Audit, audit, series_of
from deploy.local.seed import CUSTOMERS, Seeded
from deploy.local.stack import Stack

ARRIVALS, RATE = 100, 20
NEEDS = ("cash", "transfer", "deposit", "bill_payment", "wealth", "enquiry")
SETTLE_WITHIN = 60.0
MANAGER = "wang.fang"


@dataclass(frozen=True)
class Figures:
    """The last line of ``demo --once --json``. Times from the device's send to the stream's receipt."""

    arrivals: int
    events: int
    notifications: int
    lost: int
    duplicates: int
    out_of_order: int
    p50_ms: float
    p99_ms: float
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicates or self.out_of_order)


@dataclass
class Screen:
    """The entries that one person's stream brought, in the order of their coming."""

    staff: Staff
    entries: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    listening: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Listen for ever; come back after a stream that ended, where it ended."""
        after: int | None = None
        while True:
            try:
                async for kind, data in self.staff.stream(after):
                    if kind == "hello":
                        after = data["after"] if after is None else after
                        self.listening.set()
                    elif kind == "entry":
                        self.entries.append((time.perf_counter(), data))
                        after = data["n"]
            except (Refused, httpx.HTTPError) as error:
                self.breaks.append(type(error).__name__)
                await asyncio.sleep(0.2)

    def arrivals(self) -> dict[str, float]:
        """The time at which the entry of each arrival came, by its correlation id."""
        came: dict[str, float] = {}
        for at, entry in self.entries:
            if entry["kind"] in ("ticket_issued", "vip_arrived", "customer_diverted"):
                came.setdefault(entry["correlation_id"], at)
        return came

    def out_of_order(self) -> int:
        numbers = [entry["n"] for _, entry in self.entries]
        return sum(1 for before, after in pairwise(numbers) if after != before + 1)

    def twice(self) -> int:
        seen = Counter((entry["event"], entry["kind"]) for _, entry in self.entries)
        return sum(times - 1 for times in seen.values())


async def play_once(
    stack: Stack, seeded: Seeded, since: datetime, say: Callable[[str], None]
) -> tuple[Figures, Audit]:
    """Play the fixed day on a running stack, wait until all that was published `since` then is settled, and
    count."""
    manager = await Staff(stack.url(), MANAGER, seeded.password).sign_in()
    screen = Screen(manager)
    listener = asyncio.create_task(screen.listen())
    try:
        await asyncio.wait_for(screen.listening.wait(), 20)
        before = await asyncio.to_thread(audit, stack.store.uri, [], since)
        begun = time.perf_counter()
        say(f"{ARRIVALS} arrivals, {RATE} a second … 一百位客户到访")
        sent = await _send_all(stack, seeded)
        say("waiting until all is settled … 等待全部处理完毕")
        books = await _settle(stack, screen, sent, since)
        seconds = time.perf_counter() - begun
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
        await manager.close()
    if screen.breaks:
        say(f"the stream broke {len(screen.breaks)} times: {', '.join(sorted(set(screen.breaks)))}")
    if overtaken := overtakings(sent, books.again):
        say(f"{overtaken} arrivals got a number before one that their kiosk had sent earlier")
    if skipped := screen.out_of_order():
        say(f"the screen skipped {skipped} times")
    books.events -= before.events
    books.notifications -= before.notifications
    return _figures(sent, screen, books, seconds), books


async def _send_all(stack: Stack, seeded: Seeded) -> list[Sent]:
    chance = Random(1)  # noqa: S311 - the same day every time
    cards = [customer[5] for customer in CUSTOMERS]  # each comes once: who waits gets no second ticket
    sent: list[asyncio.Task[Sent]] = []
    async with AsyncExitStack() as open_kiosks:
        kiosks = [
            await open_kiosks.enter_async_context(kiosk)
            for kiosk in (
                Kiosk(seeded.devices["K1"], stack.url()),
                AmqpKiosk(seeded.devices["K2"], stack.amqp),
                MqttKiosk(seeded.devices["K3"], stack.mqtt),
            )
        ]
        begin = time.perf_counter()
        for number in range(ARRIVALS):
            data: dict[str, Any] = {"need": chance.choice(NEEDS)}
            if chance.random() < 0.15:
                card = cards.pop() if cards else f"62220299{number:08d}"
                data["credential"] = {"kind": "card", "value": card}
            if chance.random() < 0.1:
                data["care"] = ["elderly"]
            await asyncio.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            sent.append(asyncio.create_task(kiosks[number % 3].send("customer_arrived", **data)))
        return list(await asyncio.gather(*sent))


async def _settle(stack: Stack, screen: Screen, sent: list[Sent], since: datetime) -> Audit:
    """Wait until every arrival is on the screen and the books are clean: they are read while work goes on, so
    that a page of them may be newer than another."""
    correlation_ids = [one.correlation_id for one in sent]
    deadline = time.perf_counter() + SETTLE_WITHIN
    while True:
        shown = screen.arrivals()
        books = await asyncio.to_thread(audit, stack.store.uri, correlation_ids, since)
        if (
            books.is_clean and shown.keys() | books.again >= set(correlation_ids)
        ) or time.perf_counter() > deadline:
            return books
        await asyncio.sleep(0.3)


def _figures(sent: list[Sent], screen: Screen, books: Audit, seconds: float) -> Figures:
    shown = screen.arrivals()
    times = sorted(shown[one.correlation_id] - one.at for one in sent if one.correlation_id in shown) or [
        float("inf")
    ]
    unseen = sum(
        1 for one in sent if one.correlation_id not in shown and one.correlation_id not in books.again
    )
    return Figures(
        arrivals=len(sent),
        events=books.events,
        notifications=books.notifications,
        lost=len(books.lost) + unseen + books.pending,
        duplicates=len(books.twice) + screen.twice(),
        out_of_order=len(books.gaps) + screen.out_of_order() + overtakings(sent, books.again),
        p50_ms=round(times[len(times) // 2] * 1000, 1),
        p99_ms=round(times[min(len(times) - 1, int(len(times) * 0.99))] * 1000, 1),
        seconds=round(seconds, 2),
    )


def overtakings(sent: list[Sent], again: Collection[str]) -> int:
    """Count how often a kiosk's later arrival got an earlier number than one before it, of the same series.

    Arrivals `again`, by their correlation ids, count for nothing: those customers waited already, and were
    answered with the ticket that they had, whose number is an earlier one.
    """
    last: dict[tuple[str, str], int] = {}
    wrong = 0
    for one in sorted(sent, key=lambda it: it.at):
        ticket = one.answer.get("ticket")
        if ticket and one.correlation_id not in again:
            series = series_of(ticket)
            key, number = (one.device, series), int(ticket.removeprefix(series))
            wrong += number < last.get(key, 0)
            last[key] = number
    return wrong
