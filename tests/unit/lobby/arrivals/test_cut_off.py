"""Several machines are cut off and come back: the books stay whole (Hypothesis, stateful).

The machines' own memories and the hall's own handlers really run; between them the line is cut, requests and
answers are lost, and events come late, twice and in any order, over midnight too.
"""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deploy.devices import Memory, NoNumbers
from deploy.devices.memory import Written
from deploy.local.ledger import series_of
from services.lobby.arrivals.messages import AcceptedCommand, read_message
from services.lobby.branch.domain.halls import Hall, NobodyWaits
from services.lobby.devices.domain.device_clocks import UNDER_WAY
from services.lobby.devices.domain.devices import Device, hash_secret
from services.lobby.queue.commands import CallNext, CompleteVisit, MarkNoShow
from services.lobby.queue.domain.visits import Visit, VisitState
from shared import clock
from shared.commands import Command
from shared.contracts import lobby
from shared.contracts.devices import correlation_of
from shared.errors import Refusal
from tests.unit.acting import MORNING, World
from tests.unit.lobby.building import hall

KEY = b"k" * 32
SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = ("K1", "K2", "K3")
machines = st.sampled_from(NAMES)
classes = st.sampled_from("AGV")


@dataclass
class Kiosk:
    """A machine: its memory, what it printed, and copies of its messages that roam on the way."""

    name: str
    memory: Memory
    slips: dict[tuple[str, str], str] = field(default_factory=dict)
    roaming: list[Written] = field(default_factory=list)


class CutOff(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.world: World = self.runner.run(hall())
        self.clock = patch.object(clock, "now", lambda: self.world.now)
        self.clock.start()
        self.seen: set[str] = set()
        self.arrivals: dict[str, Any] = {}
        self.kiosks = {}
        for name in NAMES:
            id = f"B1.{name}"
            self.world.documents[Device, id] = Device(
                id=id, branch="B1", name=name, secret_hash=hash_secret("s")
            )
            memory = Memory(Path(self.folder.name) / name)
            memory._db.execute("PRAGMA synchronous=OFF")  # what a power cut does is tested elsewhere
            self.kiosks[name] = Kiosk(name, memory)
            self.renew(name)

    def teardown(self) -> None:
        self.heal()
        self.clock.stop()
        for kiosk in self.kiosks.values():
            kiosk.memory.close()
        self.folder.cleanup()
        self.runner.close()

    # --- what happens -------------------------------------------------------------------------------------

    @rule(minutes=st.integers(0, 90))
    def time_passes(self, minutes: int) -> None:
        self.world.now += timedelta(minutes=minutes, seconds=7)

    @precondition(lambda self: self.world.now < MORNING + timedelta(days=12))
    @rule(hours=st.integers(6, 20))
    def a_night_passes(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)

    @rule(name=machines)
    def renew(self, name: str) -> None:
        """The machine is connected for a moment and asks for its block."""
        kiosk = self.kiosks[name]
        wish = Written(str(uuid4()), "number_block_requested", "", {"memory": kiosk.memory.name})
        block = self.hear(name, wish)
        kiosk.memory.keep_block(block.model_dump(mode="json"), self.world.now)

    @rule(name=machines, of=classes)
    def arrive_cut_off(self, name: str, of: str) -> None:
        """The line is known to be down: a number at once."""
        kiosk, id = self.kiosks[name], str(uuid4())
        try:
            written = kiosk.memory.write_printed(id, {"need": "cash"}, of, self.world.now)
        except NoNumbers:
            return
        self.printed(kiosk, id, written)

    @rule(name=machines, heard=st.booleans(), answered=st.booleans(), of=classes, stray=st.booleans())
    def arrive(self, name: str, heard: bool, answered: bool, of: str, stray: bool) -> None:
        """The machine asks: it is heard or not, the answer comes or not, a copy of the request roams on."""
        kiosk, id = self.kiosks[name], str(uuid4())
        written = kiosk.memory.write(id, "customer_arrived", {"need": "cash"}, self.world.now)
        self.arrivals[correlation_of("B1", name, id)] = self.world.now
        if stray:
            kiosk.roaming.append(written)
        if heard and kiosk.memory.waiting()[0].id == id:
            visit = self.hear(name, written)
            if answered:
                kiosk.memory.settle([id], [])
                self.slip(kiosk, visit.day, visit.ticket, visit.id)
                return
        try:
            instead = kiosk.memory.print_instead(id, str(uuid4()), of)
        except NoNumbers:
            return
        assert instead is not None
        self.printed(kiosk, id, instead)

    @rule(name=machines, many=st.integers(1, 5), answered=st.booleans(), data=st.data())
    def forward(self, name: str, many: int, answered: bool, data: Any) -> None:
        """Some of what was held back is sent, in any order, and confirmed or not."""
        kiosk = self.kiosks[name]
        batch = kiosk.memory.waiting()[:many]
        for written in data.draw(st.permutations(batch)):
            self.hear(name, written)
        if answered:
            kiosk.memory.settle([one.id for one in batch], [])
        else:
            kiosk.roaming += batch

    @rule(name=machines, data=st.data())
    def a_copy_comes_late(self, name: str, data: Any) -> None:
        roaming = self.kiosks[name].roaming
        if roaming:
            self.hear(name, data.draw(st.sampled_from(roaming)))

    @rule(counter=st.sampled_from([("1", "li"), ("2", "wu")]), comes=st.booleans())
    def serve(self, counter: tuple[str, str], comes: bool) -> None:
        name, staff = counter
        try:
            visit = self.do(CallNext("B1", name, staff))
        except NobodyWaits:
            return
        self.do(CompleteVisit(visit.id) if comes else MarkNoShow(visit.id))

    # --- what is always so --------------------------------------------------------------------------------

    @invariant()
    def no_number_is_in_two_hands(self) -> None:
        tickets = [(one.day, one.ticket) for one in self.visits()]
        replaced = [tuple(one.replaced.split("/")) for one in self.visits() if one.replaced]
        assert len({*tickets, *replaced}) == len(tickets) + len(replaced)

    @invariant()
    def whoever_waits_waits_from_their_true_arrival(self) -> None:
        waiting = self.world.get(Hall, "B1").waiting
        for one in waiting:
            visit = self.world.get(Visit, one.visit)
            assert (one.since, one.ticket) == (self.arrivals[one.visit], visit.ticket)
            assert visit.state is VisitState.WAITING
        assert [one.since for one in waiting] == sorted(one.since for one in waiting)

    def heal(self) -> None:
        """Every line is mended: all that was held back is sent, and the books are held against the slips."""
        for kiosk in self.kiosks.values():
            while batch := kiosk.memory.waiting():
                for written in batch:
                    self.hear(kiosk.name, written)
                kiosk.memory.settle([one.id for one in batch], [])
            for written in kiosk.roaming:
                self.hear(kiosk.name, written)
        self.no_number_is_in_two_hands()
        self.whoever_waits_waits_from_their_true_arrival()
        visits = {one.id: one for one in self.visits()}
        assert visits.keys() == self.arrivals.keys()
        for kiosk in self.kiosks.values():
            for (day, ticket), correlation_id in kiosk.slips.items():
                assert (visits[correlation_id].day, visits[correlation_id].ticket) == (day, ticket)
        self.no_series_has_a_gap()
        for told in self.world.events(lobby.TicketCalled):
            assert told.waited_seconds >= 0

    def no_series_has_a_gap(self) -> None:
        numbers = defaultdict(set)
        of = [(one.day, one.ticket) for one in self.visits()]
        of += [tuple(one.replaced.split("/")) for one in self.visits() if one.replaced]
        for day, ticket in of:
            series = series_of(ticket)
            numbers[day, series].add(int(ticket.removeprefix(series)))
        for key, found in numbers.items():
            assert found == set(range(1, len(found) + 1)), key

    # --- how ----------------------------------------------------------------------------------------------

    def visits(self) -> list[Visit]:
        return [one for (model, _), one in self.world.documents.items() if model is Visit]

    def do(self, command: Command, **cause: Any) -> Any:
        return self.runner.run(self.world.do(command, **cause))

    def hear(self, name: str, written: Written) -> Any:
        """The hall hears a message, by whatever way; what it has seen before it does not handle again."""
        content = {
            "id": written.id,
            "type": f"foyer.device.{written.kind}.v1",
            "source": f"/device/B1/{name}",
            "time": written.time or self.world.now.isoformat(),
            "data": written.data,
        }
        message = read_message(json.dumps(content).encode(), "B1", name, KEY)
        cause = message.cause
        if cause.id in self.seen:
            return self.world.get(Visit, cause.correlation_id)
        known = {one.id for one in self.visits()}
        assert isinstance(message, AcceptedCommand)
        answer = self.do(message.command, id=cause.id, correlation_id=cause.correlation_id)
        assert not isinstance(answer, Refusal)
        self.seen.add(cause.id)
        if isinstance(answer, Visit) and answer.id not in known:
            on_its_way = self.world.now - answer.arrived <= UNDER_WAY
            gone = not on_its_way and self.day_of(answer.arrived) < self.day_of(self.world.now)
            assert answer.state is (VisitState.RECEIVED_LATE if gone else VisitState.WAITING)
        return answer

    def day_of(self, at: datetime) -> str:
        return at.astimezone(SHANGHAI).date().isoformat()

    def printed(self, kiosk: Kiosk, id: str, written: Written) -> None:
        day = self.day_of(self.world.now)
        correlation_id = correlation_of("B1", kiosk.name, id)
        self.arrivals[correlation_id] = self.world.now
        self.slip(kiosk, day, written.data["ticket"], correlation_id)

    def slip(self, kiosk: Kiosk, day: str, ticket: str, correlation_id: str) -> None:
        assert (day, ticket) not in {key for one in self.kiosks.values() for key in one.slips}
        kiosk.slips[day, ticket] = correlation_id


CutOff.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestCutOff = CutOff.TestCase
