"""A queue machine: asks the hall while it is connected, and gives numbers of its own while it is cut off.

Every event is written down first, sent in order until it is confirmed, and only then forgotten. A customer
never waits longer than `PATIENCE` for the line.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from deploy.devices.link import Busy, Link, Rejected, ShutOut, Unreachable, Unsendable, trouble_of
from deploy.devices.memory import LARGEST_BATCH, Memory, NoNumbers, Written
from deploy.devices.pen import Pen
from deploy.devices.rules import Refused, Unfit, check
from deploy.devices.times import own_clock

PATIENCE = 2.0
PAUSE_AT_MOST = 10.0
RENEW_EVERY = timedelta(minutes=10)
BEAT_EVERY = timedelta(seconds=20)
PASSING = frozenset({"unavailable", "too_fast", "device_refused"})
"""Codes that do not stay: the hall is busy, we were too fast, or operations will enrol us again."""
TRIES = 5
"""So often an event that the hall fails at, while it takes others, is sent again."""


@dataclass(frozen=True)
class Slip:
    """The slip to print. `visit` is the customer's visit, for a code that another machine may read; `answer`
    is the hall's (why, which papers to bring), and empty when the machine was `offline`."""

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
        clock: Callable[[], datetime] = own_clock,
        authority: str | None = None,
    ) -> None:
        self._branch, self._device, self._patience = branch, device, patience
        self._renew_every, self._beat_every = renew_every, beat_every
        self.memory = Memory(Path(memory))
        self._pen = Pen(self.memory, clock)
        self.time = self._pen.time
        self.link = Link(url, branch, device, secret, authority=authority)
        self.trouble = ""
        """The reason why nothing came through the last time; empty when all is well."""
        self.denied = ""
        """The code under which the hall refused a block of numbers, if it did."""
        self._up = True
        self._ended = self._shut_out = False
        self._asked: float | None = None
        self._answered_at = 0.0
        self._most = LARGEST_BATCH
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
        """Give a customer who came a slip to print, within `patience`. `vip` is for machines that know a
        VIP's card by themselves. Raises `Refused`; `NoNumbers` when cut off without a block, or shut out."""
        data: dict[str, Any] = {"need": need, "care": list(care), "wants_counter": wants_counter}
        if amount is not None:
            data["amount"] = amount
        if card is not None:
            data["credential"] = {"kind": "card", "value": card}
        _check("customer_arrived", data)
        of, id = "V" if vip else "G" if care else "A", str(uuid4())
        if self._shut_out:
            raise NoNumbers("the hall does not know this machine any more; tell operations")
        if not self._up:
            return self._printed(self._pen.write_printed(id, data, of), id)
        answer = self._answers[id] = Future()
        try:
            self._pen.write(id, "customer_arrived", data)
            self._wake.set()
            try:
                return self._slip(id, answer.result(self._patience))
            except TimeoutError:
                self._up = False
            instead = self._pen.print_instead(id, of)
            if instead is None:  # it was answered in this moment
                return self._slip(id, answer.result(self._patience))
            return self._printed(instead, id)
        finally:
            del self._answers[id]

    def report(self, status: int = 0, **checks: bool) -> None:
        """Report the state of the machine, by the codes of CEN/XFS, and whether its parts are in order
        (``paper=False``): at its start, and whenever that changes."""
        self.tell("device_status", status=status, checks=checks)

    def tell(self, kind: str, **data: Any) -> None:
        """Anything else that happened, such as ``complaint_raised``: sent as soon as it can be. Raises
        `Refused`, `NotKept`."""
        _check(kind, data)
        self._pen.write(str(uuid4()), kind, data)
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
        """Tell whether the hall answers, and has all that was written down."""
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
                if self.memory.end_cut(str(uuid4()), self.time.now()) or self.memory.unsent():
                    continue
            except (Unreachable, Rejected, sqlite3.Error, KeyError, TypeError, ValueError) as error:
                self._up, self.trouble = False, trouble_of(error)
                self._shut_out = isinstance(error, ShutOut)
                with suppress(sqlite3.Error):
                    self.memory.note_cut(self.time.now())
                self._wake.wait(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries
                pause = min(pause * 2, PAUSE_AT_MOST)
            else:
                self._up, self.trouble = not self.link.cut, ""
                self._wake.wait(min(self._beat_every, self._renew_every).total_seconds())

    def _send_some(self) -> bool:
        """Send what is next, and settle it as it was answered; whether there was anything."""
        events = self.memory.waiting(self._most)
        if not events:
            return self.memory.unsent() > 0  # what could not be read was set aside
        try:
            answers = dict(zip((one.id for one in events), self._deliver(events), strict=True))
        except (Unsendable, Rejected, Busy) as error:
            self._single_out(events, error)
            return True
        self._most = min(LARGEST_BATCH, self._most * 2)
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

    def _single_out(self, events: Sequence[Written], error: Exception) -> None:
        """One of these cannot be sent, or the hall fails at it: find it, and let the others pass. Raises
        `Unreachable` when it is the hall that fails, or when there are no others."""
        if isinstance(error, Unsendable):
            return self._set_aside(error.id, str(error))
        if isinstance(error, Busy):
            self._deliver([self._heartbeat()])
        if len(events) > 1:
            self._most = len(events) // 2
        elif isinstance(error, Rejected):
            self._set_aside(events[0].id, str(error))
        elif self.memory.defer(events[0].id) >= TRIES:
            self._set_aside(events[0].id, "unavailable")
        elif self.memory.unsent() == 1:
            raise error
        return None

    def _set_aside(self, id: str, code: str) -> None:
        self.memory.set_aside(id, code)
        self._most = LARGEST_BATCH
        waits = self._answers.get(id)
        if waits is not None and not waits.done():
            waits.set_exception(Refused(code))

    def _renew(self) -> None:
        """Ask for the block when it is missing or old."""
        now, granted = self.time.now(), self.memory.granted()
        old = granted is None or not timedelta(0) <= now - granted < self._renew_every
        for_s = self._renew_every.total_seconds()
        asked_now = self._asked is not None and time.monotonic() - self._asked < for_s
        if not old or (asked_now and not self.trouble):
            return
        wish = Written(str(uuid4()), "number_block_requested", now.isoformat(), {"memory": self.memory.name})
        try:
            (answer,) = self._deliver([wish])
        except Rejected as error:
            answer = {"code": str(error)}
        if answer.get("code") in PASSING:
            raise Unreachable(answer["code"])
        self._asked, self.denied = time.monotonic(), answer.get("code", "")
        if "block" in answer:
            self.memory.keep_block(answer["block"], self.time.now())

    def _beat(self) -> None:
        """Say that the machine is alive when it has said nothing for a while, and ask what time it is; and
        notice that it is cut off before a customer does."""
        quiet = time.monotonic() - self._answered_at >= self._beat_every.total_seconds()
        if not self.time.sure or (quiet and not self.memory.unsent()):
            self._deliver([self._heartbeat()])

    def _heartbeat(self) -> Written:
        return Written(str(uuid4()), "heartbeat", self.time.now().isoformat(), {})

    def _deliver(self, events: Sequence[Written]) -> list[dict[str, Any]]:
        answers = self.link.send(events)
        self._answered_at, self._shut_out = time.monotonic(), False
        if (hall := self.link.hall_time) is not None:
            self._pen.set_right(hall)
        return answers

    # --- slips --------------------------------------------------------------------------------------------

    def _slip(self, id: str, answer: dict[str, Any]) -> Slip:
        return Slip(answer["ticket"], answer["visit"], False, answer)

    def _printed(self, written: Written, first_id: str) -> Slip:
        """The visit is named by the event that it begins with, so that it is known without an answer."""
        visit = uuid5(NAMESPACE_URL, f"foyer:{self._branch}/{self._device}/{first_id}")
        self._wake.set()
        return Slip(written.data["ticket"], str(visit), True, {})


def _check(kind: str, data: dict[str, Any]) -> None:
    """Raises `Refused` for what the hall would refuse."""
    try:
        check(kind, data)
    except Unfit as unfit:
        raise Refused(unfit.code, unfit.field) from None
