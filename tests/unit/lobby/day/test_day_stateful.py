"""Any day that a hall can have: whatever is done, in whatever order, by whomever (D2, D6, D8, D10)."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.lobby.arrivals.commands import RegisterArrival
from services.lobby.branch.domain.branches import Branch, Rules, day_of, end_of
from services.lobby.branch.domain.halls import Hall, StillServing, Waiting
from services.lobby.branch.domain.transactions import Transaction
from services.lobby.day.handlers import note_counter, note_customer
from services.lobby.devices.domain.device_clocks import UNDER_WAY, DeviceClock, Sent
from services.lobby.forecasts.domain.wait_history import WaitHistory
from services.lobby.queue.commands import (
    AdmitCustomer,
    CallNext,
    CallTicket,
    CancelVisit,
    CloseCounter,
    CompleteSelfService,
    CompleteVisit,
    FreeCounter,
    MarkNoShow,
    OpenCounter,
    OverrideTriage,
    ParkTicket,
    PauseCounter,
    QueueForNextNeed,
    RecallTicket,
    ResumeCounter,
    ResumeTicket,
    ReturnToQueue,
    SendBackTicket,
    TransferTicket,
)
from services.lobby.queue.domain import closings
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.closings import Closing, ClosingVisitsDue
from services.lobby.queue.domain.learning import KEPT
from services.lobby.queue.domain.priority import waiting_for
from services.lobby.queue.domain.visits import Visit, VisitState
from services.lobby.queue.handlers import tickets
from services.lobby.queue.handlers.counters import (
    free_counters_without_right,
    watch_queue,
)
from services.lobby.queue.handlers.tickets import empty_hall
from services.lobby.settings.commands import ChangeBranch, ChangeRules
from services.lobby.settings.handlers import set_up_branch
from services.lobby.subscriptions import TIMER_HANDLERS
from services.lobby.undo.commands import UndoLastChange
from shared.commands import Command
from shared.contracts import lobby
from shared.contracts.base import Event
from shared.contracts.lobby import Lack
from shared.contracts.lobby.words import PauseReason
from shared.contracts.notify import StaffEnrolled, StaffSignedOff
from shared.contracts.words import Care, Channel, Role, Segment, TicketClass
from shared.errors import Refusal
from tests.unit.acting import World
from tests.unit.lobby.building import force_out

BRANCH = "B1"
CLASSES = tuple(TicketClass)
COUNTERS = ("1", "2", "3")
STAFF = ("li", "wu", "he")
NEEDS = ("cash", "loan", "enquiry")
CARD = "card:0123"
HOLDER = CardHolder(id=CARD, customer="C1", masked_name="王**", segment=Segment.VIP)
TRANSACTIONS = {
    "cash": Transaction(zh="现金", en="Cash", self_service_up_to=20_000),
    "loan": Transaction(zh="贷款", en="Loan", counters=("2", "3")),
}
PLACE: Branch = Branch(
    id=BRANCH,
    name_zh="一",
    name_en="One",
    counters={"1": CLASSES, "2": CLASSES, "3": (TicketClass.ORDINARY, TicketClass.CARE)},
    transactions=TRANSACTIONS,
)
OPEN = {VisitState.WAITING, VisitState.PARKED, VisitState.CALLED, VisitState.DIVERTED}

counter_names = st.sampled_from(COUNTERS)
staff_names = st.sampled_from(STAFF)
needs = st.sampled_from(NEEDS)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")
serving = st.dictionaries(counter_names, st.lists(st.sampled_from(CLASSES), unique=True), min_size=1)
which = st.integers(0, 30)
minutes = st.sampled_from([0, 0, 2, 10, 30])
lies = st.sampled_from([0, 0, -480, -60, -20, -3, 4, 20, 60, 400 * 1440, -20_000 * 1440])


def signed_off(staff: str) -> Event:
    return StaffSignedOff(branch=BRANCH, staff=staff, roles=(Role.TELLER,))


def moved_away(staff: str) -> Event:
    return StaffEnrolled(branch=BRANCH, staff=staff, roles=())


@dataclass(frozen=True)
class Act:
    """An act that may be done to a visit in one of these states, by mistake."""

    command: Callable[["AnyDay", str], Command]
    states: tuple[VisitState, ...]

    def on(self, day: "AnyDay", number: int) -> str:
        return day.a_visit(number, *self.states)


AT_COUNTER, IN_QUEUE = (VisitState.CALLED,), (VisitState.WAITING,)
ACTS = (
    Act(lambda day, visit: CompleteVisit(visit), AT_COUNTER),
    Act(lambda day, visit: MarkNoShow(visit), AT_COUNTER),
    Act(lambda day, visit: SendBackTicket(visit), AT_COUNTER),
    Act(lambda day, visit: QueueForNextNeed(visit, "loan"), AT_COUNTER),
    Act(lambda day, visit: TransferTicket(visit, "2", "loan", 1), (*AT_COUNTER, *IN_QUEUE)),
    Act(lambda day, visit: day.calling(visit), IN_QUEUE),
    Act(lambda day, visit: ParkTicket(visit), IN_QUEUE),
    Act(lambda day, visit: ResumeTicket(visit), (VisitState.PARKED,)),
    Act(lambda day, visit: CancelVisit(visit, "left"), (VisitState.WAITING, VisitState.PARKED)),
    Act(lambda day, visit: ReturnToQueue(visit), (VisitState.DIVERTED,)),
    Act(lambda day, visit: CompleteSelfService(visit), (VisitState.DIVERTED,)),
    Act(
        lambda day, visit: OverrideTriage(visit, "manager", "by_hand", Channel.SELF_SERVICE, Care.URGENT),
        (VisitState.WAITING, VisitState.DIVERTED),
    ),
)


class AnyDay(RuleBasedStateMachine):
    """A day of anything, by anybody, at any time; the impossible is refused, and nothing else goes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.world = World("lobby", HOLDER)
        self.come = 0
        self.clock = DeviceClock()
        self.checked = 0
        self.known: dict[int, set[str]] = {}
        self.heard = 0
        self.stranded: set[tuple[Any, ...]] = set()
        self.zone_was_changed = False
        self.at_once, closings.AT_ONCE = closings.AT_ONCE, 3

    def teardown(self) -> None:
        try:
            if (Hall, BRANCH) in self.world.documents:
                self.close()
        finally:
            closings.AT_ONCE = self.at_once
            self.loop.close()

    # --- who is there -------------------------------------------------------------------------------------

    @property
    def hall(self) -> Hall:
        return self.world.get(Hall, BRANCH)

    @property
    def visits(self) -> dict[str, Visit]:
        return {id: one for (_, id), one in self.world.documents.items() if isinstance(one, Visit)}

    def a_visit(self, number: int, *states: VisitState) -> str:
        """One of those in these states, or of all, or one that nobody knows."""
        ids = sorted(id for id, one in self.visits.items() if one.state in states)
        return ids[number % len(ids)] if ids else f"v{number % max(1, self.come)}"

    def a_counter(self, number: int) -> str:
        """One where somebody sits who is free, or any."""
        free = [name for name, one in self.hall.counters.items() if one.is_free]
        return free[number % len(free)] if free else COUNTERS[number % len(COUNTERS)]

    def seated(self, counter: str) -> str:
        """The teller at a counter; ``nobody`` if it is not staffed."""
        known = self.hall.counters.get(counter)
        return (known.staff if known else None) or "nobody"

    def calling(self, visit: str) -> CallTicket:
        """Build the command that calls this visit by hand."""
        counter = self.a_counter(0)
        return CallTicket(BRANCH, counter, self.seated(counter), visit)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def do(self, command: Command) -> Any:
        """Run a command and return its result; None when it was refused, and then it has changed nothing."""
        before = dict(self.world.documents)
        try:
            return self.run(self.world.do(command))
        except Refusal:
            assert self.world.documents == before
            return None

    def let_pass(self, **time: int) -> None:
        """Time passes, and what falls due meanwhile is done: midnight comes for everybody."""
        if any(time.values()):
            self.run(self.world.wait(timedelta(**time), TIMER_HANDLERS))

    # --- what may happen ----------------------------------------------------------------------------------

    @initialize(divert_from=st.sampled_from([0, 2, 100]))
    def set_up(self, divert_from: int) -> None:
        place = PLACE.evolve(rules=Rules(divert_from=divert_from))
        self.run(self.world.act(set_up_branch, place))
        for counter, staff in zip(COUNTERS, STAFF, strict=True):
            self.run(self.world.do(OpenCounter(BRANCH, counter, staff)))

    @rule(
        need=needs,
        care=st.sampled_from([(), (Care.ELDERLY,)]),
        card=st.sampled_from([None, None, CARD]),
        amount=st.sampled_from([None, 500, 50_000]),
        wants_counter=st.booleans(),
        late=st.sampled_from([0, 0, 0, 15]),
        after=minutes,
    )
    def somebody_comes(
        self,
        need: str,
        care: tuple[Care, ...],
        card: str | None,
        amount: int | None,
        wants_counter: bool,
        late: int,
        after: int,
    ) -> None:
        self.let_pass(minutes=after)
        arrival = Arrival(
            id=f"v{self.come}",
            branch=BRANCH,
            need=need,
            arrived=self.world.now - timedelta(minutes=late),
            care=care,
            credential=card,
            amount=amount,
            wants_counter=wants_counter,
        )
        self.come += 1
        assert isinstance(self.do(AdmitCustomer(arrival)), Visit)

    @rule(off=lies, sent=st.sampled_from([Sent.ASKED, Sent.LIVE]), after=minutes)
    def a_machine_whose_clock_lies_is_heard(self, off: int, sent: Sent, after: int) -> None:
        """A clock that lies brings no arrival from tomorrow, or from before all that was received of the
        machine."""
        self.let_pass(minutes=after)
        now = self.world.now
        arrived, self.clock = self.clock.judge(now + timedelta(minutes=off), now, sent)
        if sent is Sent.ASKED:
            since = min(self.clock.settled or now, now)
            assert since - UNDER_WAY <= arrived <= now
            arrival = Arrival(f"v{self.come}", BRANCH, "cash", arrived)
            self.come += 1
            assert isinstance(self.do(AdmitCustomer(arrival)), Visit)

    @rule(number=st.integers(2, 6), need=needs)
    def several_come_together(self, number: int, need: str) -> None:
        ids = [f"v{self.come + more}" for more in range(number)]
        self.come += number
        acts = [AdmitCustomer(Arrival(id, BRANCH, need, self.world.now)) for id in ids]
        found = self.run(self.world.do_together(acts))
        assert [one.id for one in found] == ids

    @rule(number=which, after=minutes)
    def call(self, number: int, after: int) -> None:
        """No customer is beyond their limit while one who came later is called."""
        self.let_pass(minutes=after)
        counter = self.a_counter(number)
        before, now = self.hall, self.world.now
        chosen = self.do(CallNext(BRANCH, counter, self.seated(counter)))
        if chosen is None:
            return
        line = {one.visit: one for one in waiting_for(before, counter)}
        limits = before.rules.limit
        beyond = [one for one in line.values() if now - one.since > limits(one.ticket_class)]
        assert not [one for one in beyond if one.since < line[chosen.id].since]

    @rule(served=st.lists(which, min_size=1, max_size=4), after=minutes)
    def serve_and_call(self, served: list[int], after: int) -> None:
        for number in served:
            self.do(CompleteVisit(self.a_visit(number, VisitState.CALLED)))
            self.call(number, after)

    @rule(number=which, waits=st.sampled_from([50, 70]), overtakes=st.sampled_from([10, 30]))
    def somebody_waits_long_and_a_vip_comes(self, number: int, waits: int, overtakes: int) -> None:
        """The bound has something to decide: who came first is beyond the limit, and has fewer points."""
        for after, card in ((0, None), (waits, CARD), (overtakes, None)):
            self.somebody_comes("cash", (), card, None, True, 0, after)
        for called in range(2):
            self.do(CompleteVisit(self.a_visit(number + called, VisitState.CALLED)))
            self.call(number + called, 0)

    @rule(names=st.lists(counter_names, min_size=2, max_size=3, unique=True))
    def several_call_in_one_moment(self, names: list[str]) -> None:
        acts = [CallNext(BRANCH, name, self.seated(name)) for name in names]
        found = self.run(self.world.do_together(acts))
        called = [one.id for one in found if isinstance(one, Visit)]
        assert len(set(called)) == len(called)
        assert all(isinstance(one, Visit | Refusal) for one in found)

    @rule(number=which)
    def call_by_hand(self, number: int) -> None:
        counter = self.a_counter(number)
        visit = self.a_visit(number, VisitState.WAITING, VisitState.PARKED)
        self.do(CallTicket(BRANCH, counter, self.seated(counter), visit))

    @rule(
        command=st.sampled_from([RecallTicket, MarkNoShow, CompleteVisit, SendBackTicket]),
        number=which,
    )
    def end_at_a_counter(self, command: Callable[[str], Command], number: int) -> None:
        self.do(command(self.a_visit(number, VisitState.CALLED)))

    @rule(
        command=st.sampled_from([CompleteVisit, MarkNoShow, ParkTicket, ResumeTicket]),
        number=which,
    )
    def do_it_to_anybody(self, command: Callable[[str], Command], number: int) -> None:
        self.do(command(self.a_visit(number, *VisitState)))

    @rule(number=which, need=needs)
    def another_matter(self, number: int, need: str) -> None:
        self.do(QueueForNextNeed(self.a_visit(number, VisitState.CALLED), need))

    @rule(number=which)
    def park(self, number: int) -> None:
        self.do(ParkTicket(self.a_visit(number, VisitState.WAITING)))

    @rule(number=which)
    def resume(self, number: int) -> None:
        self.do(ResumeTicket(self.a_visit(number, VisitState.PARKED)))

    @rule(
        number=which,
        counter=st.sampled_from([None, *COUNTERS]),
        need=st.sampled_from([None, *NEEDS]),
        position=st.sampled_from([None, 1, 2, 9]),
    )
    def transfer(self, number: int, counter: str | None, need: str | None, position: int | None) -> None:
        visit = self.a_visit(number, VisitState.WAITING, VisitState.CALLED)
        self.do(TransferTicket(visit, counter, need, position))

    @rule(number=which)
    def cancel(self, number: int) -> None:
        self.do(CancelVisit(self.a_visit(number, VisitState.WAITING, VisitState.PARKED), "left"))

    @rule(command=st.sampled_from([ReturnToQueue, CompleteSelfService]), number=which)
    def at_the_machine(self, command: Callable[[str], Command], number: int) -> None:
        self.do(command(self.a_visit(number, VisitState.DIVERTED)))

    @rule(
        number=which,
        channel=st.sampled_from([Channel.COUNTER, Channel.SELF_SERVICE]),
        care=st.sampled_from([None, Care.URGENT]),
    )
    def override(self, number: int, channel: Channel, care: Care | None) -> None:
        visit = self.a_visit(number, VisitState.WAITING, VisitState.DIVERTED, VisitState.PARKED)
        self.do(OverrideTriage(visit, "manager", "by_hand", channel, care))

    @rule(act=st.sampled_from(ACTS), number=which, after=minutes)
    def a_slip_of_the_finger(self, act: Act, number: int, after: int) -> None:
        """Done and taken back at once, it has left nothing: not in the hall, not in what was learned."""
        visit = act.on(self, number)
        before = dict(self.world.documents)
        if self.do(act.command(self, visit)) is None or not (last := self.visits[visit].last):
            return
        self.let_pass(seconds=after)
        undoing = UndoLastChange(visit, "manager", True, last.id)
        done, now = (day_of(self.hall.timezone, at) for at in (last.at, self.world.now))
        if done < now:
            assert self.do(undoing) is None  # its day is over
            return
        self.run(self.world.do(undoing))
        was = before[Visit, visit]
        assert isinstance(was, Visit)
        hall = before[Hall, BRANCH]
        assert isinstance(hall, Hall)
        if was.state is VisitState.CALLED and hall.counters[was.at_counter()].paused:
            assert self.visits[visit].state is VisitState.WAITING
            return
        left = {"version", "ended", "parked", "diverted"}
        assert self.hall.model_dump(exclude=left) == hall.model_dump(exclude=left)
        # Who is back at a machine is in the hall, though a closing branch had sent them away: it may have
        # passed them by while they stood in line, and nobody else would ever end their visit.
        at_machine = {*hall.diverted, visit} if was.state is VisitState.DIVERTED else {*hall.diverted}
        assert (set(self.hall.parked), set(self.hall.diverted)) == (set(hall.parked), at_machine)
        kept = {"version", "last"}
        assert self.visits[visit].model_dump(exclude=kept) == was.model_dump(exclude=kept)
        after_it, known = (
            documents.get((WaitHistory, BRANCH), WaitHistory(id=BRANCH)).model_dump(include=KEPT)
            for documents in (self.world.documents, before)
        )
        assert after_it == known

    @rule(number=which, by=st.sampled_from(["system", "manager"]), after=minutes)
    def take_something_back(self, number: int, by: str, after: int) -> None:
        """Undo the last change of a visit, made minutes ago, while others did other things."""
        self.let_pass(minutes=after)
        visit = self.a_visit(number, *VisitState)
        self.do(UndoLastChange(visit, by, as_manager=by == "manager"))

    @rule(staff=staff_names, event=st.sampled_from([signed_off, moved_away]))
    def somebody_goes(self, staff: str, event: Callable[[str], Event]) -> None:
        self.run(self.world.act(free_counters_without_right, event(staff)))
        assert staff not in {one.staff for one in self.hall.counters.values()}

    @rule(counter=counter_names)
    def free_a_counter(self, counter: str) -> None:
        if self.do(FreeCounter(BRANCH, counter, "manager")) is None and counter in self.hall.counters:
            assert self.hall.counters[counter].staff is None

    @rule(number=st.integers(0, 3), need=needs, together=st.integers(1, 3))
    def somebody_known_comes(self, number: int, need: str, together: int) -> None:
        """A customer who is in the hall has one ticket, however often and wherever they ask."""
        acts = [
            RegisterArrival(
                Arrival(f"v{self.come + one}", BRANCH, need, self.world.now, credential=f"card:{number}")
            )
            for one in range(together)
        ]
        self.come += together
        found = self.run(self.world.do_together(acts))
        assert len({one.id for one in found}) == 1
        self.known.setdefault(number, set()).add(found[0].id)
        assert [one for one in self.known[number] if self.visits[one].state in OPEN] == [found[0].id]

    @rule(counter=counter_names, staff=staff_names)
    def sit_down(self, counter: str, staff: str) -> None:
        self.do(OpenCounter(BRANCH, counter, staff))

    @rule(counter=counter_names, staff=staff_names)
    def leave(self, counter: str, staff: str) -> None:
        self.do(CloseCounter(BRANCH, counter, staff))

    @rule(counter=counter_names)
    def pause(self, counter: str) -> None:
        self.do(PauseCounter(BRANCH, counter, self.seated(counter), PauseReason.CASH))

    @rule(counter=counter_names)
    def go_on(self, counter: str) -> None:
        self.do(ResumeCounter(BRANCH, counter, self.seated(counter)))

    @rule(
        rate=st.sampled_from([0.5, 2.0, 10.0]),
        limit=st.sampled_from([1.0, 20.0, 90.0]),
        of=st.sampled_from(CLASSES),
        divert_from=st.sampled_from([0, 100]),
    )
    def change_the_rules(self, rate: float, limit: float, of: TicketClass, divert_from: int) -> None:
        known = self.hall.rules
        new = known.model_copy(
            update={
                "rates": {**known.rates, of: rate},
                "limits": {**known.limits, of: limit},
                "divert_from": divert_from,
            }
        )
        self.do(ChangeRules(BRANCH, rules=new))

    @rule(without=st.sampled_from([None, None, None, *COUNTERS]))
    def change_the_counters(self, without: str | None) -> None:
        known = {name: serves for name, serves in PLACE.counters.items() if name != without}
        self.run(self.world.act(set_up_branch, PLACE.evolve(counters=known, rules=self.hall.rules)))

    @rule(counters=serving, loan_at=st.lists(counter_names, unique=True))
    def change_the_settings(self, counters: dict[str, list[TicketClass]], loan_at: list[str]) -> None:
        """As a route does: what does not agree is refused."""
        given = {"counters": counters, "transactions": {"loan": {"counters": loan_at}}}
        self.do(ChangeBranch(BRANCH, given))

    @rule(zone=st.sampled_from(ZONES))
    def correct_the_time_zone(self, zone: str) -> None:
        self.zone_was_changed = True
        self.do(ChangeBranch(BRANCH, {"timezone": zone}))

    @rule(
        how=st.sampled_from([None] * 5 + ["at once", "by and by", "midnight"]), hours=st.sampled_from([0, 15])
    )
    def the_day_ends(self, how: str | None, hours: int) -> None:
        if how is None:
            return
        if how == "midnight":
            self.midnight()
        elif how == "by and by":  # its visits are ended while others come
            self.run(self.world.act(force_out, BRANCH))
        else:
            self.close()
        self.let_pass(hours=hours)
        for counter, staff in zip(COUNTERS, STAFF, strict=True):
            self.do(OpenCounter(BRANCH, counter, staff))

    @rule()
    def closing_goes_on(self) -> None:
        for id, one in list(self.world.timers.items()):
            if isinstance(one.event, ClosingVisitsDue):
                del self.world.timers[id]
                self.run(self.world.act(tickets.end_closing_visits, one.event))

    def midnight(self) -> None:
        """Customers who are in the hall when the branch's own day ends are in it no more."""
        before = {id for id, one in self.visits.items() if one.state in OPEN}
        zone = self.hall.timezone
        end = end_of(day_of(zone, self.world.now), zone)
        self.run(self.world.wait(end - self.world.now + timedelta(seconds=1), TIMER_HANDLERS))
        assert not [id for id in before if self.visits[id].state in OPEN]

    def close(self) -> None:
        """Everything that was open is closed."""
        with suppress(StillServing):
            self.run(self.world.act(empty_hall, BRANCH))
        self.run(self.world.act(force_out, BRANCH))
        while any(isinstance(one.event, ClosingVisitsDue) for one in self.world.timers.values()):
            self.closing_goes_on()
        hall = self.hall
        assert (hall.waiting, hall.parked, hall.diverted) == ((), (), ())
        assert all(one.staff is None and one.visit is None for one in hall.counters.values())
        assert not [one for one in self.visits.values() if one.state in OPEN]
        assert all(one.ended is not None for one in self.visits.values())

    # --- what always holds --------------------------------------------------------------------------------

    @invariant()
    def whoever_waits_can_be_called_or_the_manager_knows(self) -> None:
        if (Hall, BRANCH) not in self.world.documents:
            return
        while self.heard < len(self.world.published):
            event = self.world.published[self.heard].data
            self.heard += 1
            if isinstance(event, lobby.CustomersStranded | lobby.StrandingEnded):
                key = (event.reason, event.ticket_class, event.need, event.counter)
                assert (key in self.stranded) is isinstance(event, lobby.StrandingEnded)  # told once
                self.stranded ^= {key}
                if key in self.stranded and event.reason is Lack.NO_COUNTER_OPEN:  # stands for all others
                    self.stranded = {key}
            elif isinstance(event, lobby.TicketIssued | lobby.CustomerDiverted):
                self.run(self.world.act(note_customer, event))
            elif isinstance(event, lobby.CounterOpened):
                self.run(self.world.act(note_counter, event))
            self.run(self.world.act(watch_queue, event))
        place = self.world.get(Branch, BRANCH)
        calling = [name for name, one in self.hall.counters.items() if one.staff and not one.paused]
        for one in self.hall.waiting:
            if not any(self.could_call(name, one, place) for name in calling if name in place.counters):
                assert self.is_known(one), one

    def could_call(self, counter: str, one: Waiting, place: Branch) -> bool:
        if one.counter:
            return one.counter == counter
        matter, serves = place.transactions.get(one.need), one.ticket_class in place.counters[counter]
        if matter is None or not matter.counters:
            return serves
        # A class that none of the counters of a transaction serves is called by all of them.
        left_out = not any(one.ticket_class in place.counters.get(name, ()) for name in matter.counters)
        return counter in matter.counters and (serves or left_out)

    def is_known(self, one: Waiting) -> bool:
        covers = {
            (Lack.NO_COUNTER_OPEN, None, None, None),
            (Lack.COUNTER_NOT_OPEN, None, None, one.counter),
            (Lack.CLASS_NOT_SERVED, one.ticket_class, None, None),
            (Lack.NEED_NOT_SERVED, one.ticket_class, one.need, None),
        }
        return bool(covers & self.stranded)

    @invariant()
    def no_ticket_is_in_two_hands_and_none_is_lost(self) -> None:
        if not self.come:
            return
        hall, found = self.hall, defaultdict(list)
        for one in hall.waiting:
            found[one.visit].append(VisitState.WAITING)
        for one in hall.parked:
            found[one.visit].append(VisitState.PARKED)
        for id in hall.diverted:
            found[id].append(VisitState.DIVERTED)
        for name, counter in hall.counters.items():
            if counter.visit is not None:
                found[counter.visit].append(VisitState.CALLED)
                assert self.visits[counter.visit].counter == name
        closing = self.world.documents.get((Closing, BRANCH))
        if isinstance(closing, Closing):  # sent away, and not ended yet
            for id in (*(one.visit for one in closing.leaving), *closing.diverted):
                if id not in found and self.visits[id].state in OPEN:
                    found[id].append(self.visits[id].state)
        open_visits = {id: [one.state] for id, one in self.visits.items() if one.state in OPEN}
        assert dict(found) == open_visits

    @invariant()
    def nobody_sits_at_two_counters(self) -> None:
        if not self.come:
            return
        seated = [one.staff for one in self.hall.counters.values() if one.staff]
        assert len(set(seated)) == len(seated)

    @invariant()
    def the_line_is_in_the_order_of_the_waits(self) -> None:
        if self.come:
            waits = [one.since for one in self.hall.waiting]
            assert waits == sorted(waits)
            assert not [id for id in self.hall.ended if self.visits[id].state in OPEN]

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        issued: dict[tuple[str, str], list[int]] = defaultdict(list)
        for visit in self.visits.values():
            issued[visit.day, visit.ticket[0]].append(int(visit.ticket[1:]))
        for numbers in issued.values():
            first = min(numbers) if self.zone_was_changed else 1  # those who waited hold the numbers before
            assert sorted(numbers) == list(range(first, first + len(numbers)))

    @invariant()
    def no_clock_runs_backwards(self) -> None:
        for envelope in self.world.published[self.checked :]:
            for name, value in envelope.data.model_dump().items():
                if name.endswith("_seconds") and value is not None:
                    assert value >= 0, (envelope.type, name)
        if self.come:
            assert all(one.since <= self.world.now for one in (*self.hall.waiting, *self.hall.parked))

    @invariant()
    def what_is_told_of_waits_is_of_those_who_wait(self) -> None:
        for envelope in self.world.published[self.checked :]:
            told = envelope.data
            if isinstance(told, lobby.TicketIssued | lobby.NewForecast) and told.wait_low_seconds is not None:
                assert told.wait_low_seconds <= (told.wait_high_seconds or 0)
            if isinstance(told, lobby.ForecastsChanged):
                waiting = {one.visit for one in self.hall.waiting}
                assert {one.visit for one in told.tickets} <= waiting
        self.checked = len(self.world.published)
        if known := self.world.documents.get((WaitHistory, BRANCH)):
            assert isinstance(known, WaitHistory)
            assert (known.turn.value or 0) >= 0


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=40, stateful_step_count=60, deadline=None)
