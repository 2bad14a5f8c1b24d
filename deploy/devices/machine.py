"""A queue machine: asks the hall while the line is up, and gives numbers of its own while it is not.

Every event is written down first, sent in order until it is confirmed, and only then forgotten. A customer
never waits longer than `PATIENCE` for the line.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from deploy.devices.link import Link, ShutOut, Unreachable
from deploy.devices.memory import Memory, NoNumbers, Written

PATIENCE = 2.0
PAUSE_AT_MOST = 10.0
RENEW_EVERY = timedelta(minutes=10)
BEAT_EVERY = timedelta(seconds=20)
PASSING = frozenset({"unavailable", "device_refused"})
"""Codes that do not stay: the hall is busy, or operations will enrol us again."""


class Refused(Exception):
    """The hall will not take this event, however often it is sent; the message is its code."""


@dataclass(frozen=True)
class Slip:
    """What is printed. `visit` is the customer's visit, for a code that another machine may read; `answer` is
    what the hall said (why, which papers to bring), and empty when the machine was `offline`."""

    ticket: str
    visit: str
    offline: bool
    answer: dict[str, Any]


class Machine:
    """One machine with its memory. Thread-safe; its own thread sends. Use it as a context, or close it."""

    def __init__(
        self,
        url: str,
        branch: str,
        device: str,
        secret: str,
        memory: Path | str,
        *,
        patience: float = PATIENCE,
        renew_every: timedelta = RENEW_EVERY,
        beat_every: timedelta = BEAT_EVERY,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._branch, self._device, self._patience = branch, device, patience
        self._renew_every, self._beat_every, self._clock = renew_every, beat_every, clock
        self.memory = Memory(Path(memory))
        self.link = Link(url, branch, device, secret)
        self.trouble = ""
        """Why nothing came through the last time; empty when all is well."""
        self.denied = ""
        """The code under which the hall refused a block of numbers, if it did."""
        self._up = True
        self._ended = self._shut_out = False
        self._asked: datetime | None = None
        self._heard_at = 0.0
        self._wake = threading.Event()
        self._answers: dict[str, Future[dict[str, Any]]] = {}
        self._sender = threading.Thread(target=self._forward, name=f"{branch}.{device}", daemon=True)
        self._sender.start()

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def arrive(
        self,
        need: str = "enquiry",
        *,
        card: str | None = None,
        care: Sequence[str] = (),
        amount: int | None = None,
        wants_counter: bool = False,
        vip: bool = False,
    ) -> Slip:
        """Somebody came: what to print for them, within `patience`. `vip` is for machines that know a VIP's
        card by themselves. Raises `Refused`; `NoNumbers` when cut off without a block, or shut out."""
        data: dict[str, Any] = {
            "need": need,
            "care": list(care),
            "amount": amount,
            "wants_counter": wants_counter,
        }
        if card is not None:
            data["credential"] = {"kind": "card", "value": card}
        of, id = "V" if vip else "G" if care else "A", str(uuid4())
        if self._shut_out:
            raise NoNumbers("the hall does not know this machine any more; tell operations")
        if not self._up:
            printed = self.memory.write_printed(id, data, of, self._clock())
            return self._printed(printed, id)
        answer = self._answers[id] = Future()
        try:
            self.memory.write(id, "customer_arrived", data, self._clock())
            self._wake.set()
            try:
                return self._slip(id, answer.result(self._patience))
            except TimeoutError:
                self._up = False
            instead = self.memory.print_instead(id, str(uuid4()), of)
            if instead is None:  # it was answered in this moment
                return self._slip(id, answer.result(self._patience))
            return self._printed(instead, id)
        finally:
            del self._answers[id]

    def report(self, status: int = 0, **checks: bool) -> None:
        """How the machine is, by the codes of CEN/XFS, and whether its parts are in order (``paper=False``):
        at its start, and whenever that changes."""
        self.tell("device_status", status=status, checks=checks)

    def tell(self, kind: str, **data: Any) -> None:
        """Anything else that happened, such as ``complaint_raised``: sent as soon as the line allows."""
        self.memory.write(str(uuid4()), kind, data, self._clock())
        self._wake.set()

    def cut_off(self) -> None:
        """Pull the plug: from now on nothing goes out."""
        self.link.cut, self._up = True, False

    def reconnect(self) -> None:
        """Put the plug back."""
        self.link.cut = False
        self._wake.set()

    @property
    def is_up(self) -> bool:
        """Whether the hall answers, and has all that we wrote down."""
        return self._up

    def close(self) -> None:
        """Stop; what is not confirmed stays in the memory and is sent at the next start."""
        self._ended = True
        self._wake.set()
        self._sender.join()
        self.link.close()
        self.memory.close()

    # --- the sender ---------------------------------------------------------------------------------------

    def _forward(self) -> None:
        pause = 0.2
        while not self._ended:
            self._wake.clear()
            try:
                self._renew()
                self._beat()
                while not self._ended and self._send_some():
                    pause = 0.2
            except (Unreachable, sqlite3.Error, KeyError, TypeError, ValueError) as error:
                self._up, self.trouble = False, str(error) or type(error).__name__
                self._shut_out = isinstance(error, ShutOut)
                self.memory.note_cut(self._clock())
                self._wake.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries
                pause = min(pause * 2, PAUSE_AT_MOST)
            else:
                if self.memory.end_cut(str(uuid4()), self._clock()) or self.memory.unsent():
                    continue
                self._up, self.trouble = not self.link.cut, ""
                self._wake.wait(min(self._beat_every, self._renew_every).total_seconds())

    def _send_some(self) -> bool:
        """Send what is next, and settle it as it was answered; whether there was anything."""
        events = self.memory.waiting()
        if not events:
            return False
        answers = dict(zip((one.id for one in events), self._deliver(events), strict=True))
        codes = {id: one["code"] for id, one in answers.items() if "code" in one}
        refused = {id: code for id, code in codes.items() if code not in PASSING}
        self.memory.settle(answers.keys() - codes.keys(), refused.items())
        for id, answer in answers.items():
            waits = self._answers.get(id)
            if waits is None or waits.done() or codes.get(id) in PASSING:
                continue
            if id in refused:
                waits.set_exception(Refused(refused[id]))
            else:
                waits.set_result(answer)
        if len(refused) < len(codes):
            raise Unreachable(next(code for code in codes.values() if code in PASSING))
        return True

    def _renew(self) -> None:
        """Ask for the block when it is missing or old."""
        now, granted = self._clock(), self.memory.granted()
        old = granted is None or not timedelta(0) <= now - granted < self._renew_every
        asked_now = self._asked is not None and timedelta(0) <= now - self._asked < self._renew_every
        if not old or (asked_now and not self.trouble):
            return
        wish = Written(str(uuid4()), "number_block_requested", now.isoformat(), {"memory": self.memory.name})
        (answer,) = self._deliver([wish])
        if answer.get("code") in PASSING:
            raise Unreachable(answer["code"])
        self._asked, self.denied = now, answer.get("code", "")
        if "block" in answer:
            self.memory.keep_block(answer["block"], now)

    def _beat(self) -> None:
        """Say that the machine is alive when it has said nothing for a while; and notice that the line is
        down before a customer does."""
        if time.monotonic() - self._heard_at >= self._beat_every.total_seconds() and not self.memory.unsent():
            self._deliver([Written(str(uuid4()), "heartbeat", self._clock().isoformat(), {})])

    def _deliver(self, events: Sequence[Written]) -> list[dict[str, Any]]:
        answers = self.link.send(events)
        self._heard_at, self._shut_out = time.monotonic(), False
        return answers

    # --- slips --------------------------------------------------------------------------------------------

    def _slip(self, id: str, answer: dict[str, Any]) -> Slip:
        return Slip(answer["ticket"], answer["visit"], False, answer)

    def _printed(self, written: Written, first_id: str) -> Slip:
        """The visit is named by the event that it begins with, so that it is known without an answer."""
        visit = uuid5(NAMESPACE_URL, f"foyer:{self._branch}/{self._device}/{first_id}")
        self._wake.set()
        return Slip(written.data["ticket"], str(visit), True, {})
