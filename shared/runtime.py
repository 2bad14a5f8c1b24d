"""The life of a service: its parts, how it starts, how it executes commands, how it ends."""

import asyncio
import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends, Request
from pymongo.errors import PyMongoError

from shared import bus_names as names
from shared import clock, supervision, web
from shared.access import Gate, Person, SignedIn
from shared.accesses import INDEXES, Accesses
from shared.broker_errors import BrokerAway, broker_errors, name_of
from shared.bus import Bus, Subscription, consume_dead_letters, consume_events, declare, prefetch_of
from shared.cache import MAX_STALENESS, Cache
from shared.commands import Asked, Command
from shared.contracts.base import Event, event_of
from shared.costly import Costly
from shared.dead_letters import DeadLetters
from shared.errors import Unavailable, UnknownType
from shared.linking import keep_linking
from shared.missed import ask_for_missed, know_queues, note_missing_queues, send_again
from shared.outbox import Relay
from shared.outbox_messages import OutboxMessage
from shared.privacy import SealingKey
from shared.revocations import keep_gate, overhear_revocations
from shared.rights import allows, right_of
from shared.settings import Settings
from shared.store import Raw, Store
from shared.telemetry import log
from shared.throttle import Throttle
from shared.timers import keep_time
from shared.unit_of_work import Cause, Handler, in_turn
from shared.work import CommandItem, Delivery, MessageItem, Outcome, UnreadableItem
from shared.worker import PartitionWorker

if TYPE_CHECKING:
    from shared.service import Service

EventHandlers = Mapping[type[Event], Sequence[Handler]]
"""Handlers by the events that they react to, in the order in which they run."""
TimerHandlers = Mapping[type[Event], Handler]
"""Handlers by the timers that they meet."""
COMMAND_WITHIN = 10.0
WHILE_STARTING = 1.5
"""Seconds that a command waits for a service that has not come up yet."""
DRAIN_WITHIN = 12.0
TIDY_EVERY = 3600.0


class ServiceRuntime:
    """A service at work: its store, its partition workers, its relay, its subscriptions."""

    def __init__(self, service: "Service", settings: Settings, gate: Gate | None = None) -> None:
        self.service, self.settings, self.gate = service, settings, gate
        self.store = Store(settings, service.name)
        self.dead_letters = DeadLetters(self.store, settings.keys("master_key"))
        amqp_url = names.address(settings.amqp_url.get_secret_value())
        self.relay = Relay(self.store, amqp_url)
        self.bus = Bus(amqp_url)
        self.cache = Cache(self.store)
        self.throttle = Throttle()
        self.costly = Costly()
        self.accesses = Accesses(self.store)
        self.command_workers = self._make_workers(MAX_STALENESS, fair=True)
        """One a partition, for what people and devices ask."""
        self.event_workers = self._make_workers(0.0, fair=False)
        """One a partition, for events and timers: nobody waits behind them, and they are judged by nothing
        older than what caused them."""
        self._timers = {event.type_name(): handler for event, handler in service.timers.items()}
        self._tasks: list[asyncio.Task[None]] = []
        self.calls_out: set[asyncio.Task[None]] = set()
        """Calls to others that began after a commit and are under way: a stop waits for them."""
        self.ready = False

    def _make_workers(self, max_staleness: float, *, fair: bool) -> list[PartitionWorker]:
        after = self.service.after_commit
        return [
            PartitionWorker(
                self.store,
                self.cache,
                self.relay,
                self.dead_letters,
                service=self.service.name,
                partitions=self.settings.partitions,
                pace=self.settings.pace,
                max_staleness=max_staleness,
                fair=fair,
                clock=clock.now,
                after_commit=(lambda batch: after(self, batch)) if after else None,
            )
            for _ in range(self.settings.partitions)
        ]

    @property
    def moment(self) -> clock.Moment:
        """The time of now, with the pace of the branches."""
        return clock.Moment(clock.now(), self.settings.pace)

    def worker_of(self, branch: str) -> PartitionWorker:
        """Return the worker for what people and devices ask of a branch."""
        return self.command_workers[self._partition_of(branch)]

    def _partition_of(self, branch: str) -> int:
        return clock.partition_of(branch, self.settings.partitions)

    async def execute(self, command: Command, cause: Cause) -> Outcome:
        """Carry out a command by the worker of its branch.

        Raises its refusal, or `Unavailable` when it could not be committed in time: whether it was is then
        unknown, and a repeat with the same Idempotency-Key is harmless.
        """
        handler = self.service.commands[type(command)]
        item = CommandItem(cause=cause, command=command, handler=handler)
        try:
            async with asyncio.timeout(COMMAND_WITHIN if self.ready else WHILE_STARTING):
                return await self.worker_of(cause.branch).submit(item)
        except TimeoutError:
            raise Unavailable from None

    async def send_again(self, message: Raw, body: bytes) -> bool:
        """Send a dead letter again, to us alone; a timer, which came over no wire, runs at once.

        Returns whether it is on its way: the broker has it, or the timer was handled. Raises `Unavailable`.
        """
        cause = Cause(
            id=message["_id"],
            kind=message["type"],
            time=clock.now(),
            actor=message["actor"],
            branch=message["branch"],
            correlation_id=message["correlation_id"],
            causation_id=message["causation_id"],
        )
        if message["key"]:
            exchange, key = self._route_again(message["exchange"], message["key"])
            await self.relay.publish(OutboxMessage(cause.id, exchange, key, cause.kind, body, mandatory=True))
            return True
        handler = self._timers.get(cause.kind)
        if handler is None:
            raise UnknownType(cause.kind)
        event = event_of(cause.kind, body)
        item = MessageItem(cause=cause, content=event, handler=handler, body=body)
        return not (await self.worker_of(cause.branch).submit(item)).dead_lettered

    def _route_again(self, exchange: str, key: str) -> tuple[str, str]:
        """Return the route by which a message comes again: of a device by its own, which names it."""
        if exchange in (names.DEVICES, names.MQTT):
            return exchange, key
        own, partition = self.service.name, names.partition_in(exchange, key)
        return names.REPLAY, names.replay_key(own, partition, own)

    async def start(self) -> None:
        """Come up: store, topology, what a crash left unsent, subscriptions. Waits for a store or broker that
        is away. Raises `WrongLayout` when the store has data of another layout."""
        await supervision.until_there(self.store.check_layout, "store")
        await supervision.until_there(self.store.take_over, "store")
        await supervision.until_there(lambda: self.store.prepare([*INDEXES, *self.service.indexes]), "store")
        if self.service.on_start is not None:
            await self.service.on_start(self)  # what is asked over HTTP needs it, and the broker may be away
        amqp_url = self.settings.amqp_url.get_secret_value()
        handlers = {event: in_turn(*several) for event, several in self.service.events.items()}
        own, partitions = self.service.name, self.settings.partitions
        about = own, handlers, partitions
        missing = partial(note_missing_queues, amqp_url, self.store, *about, clock.now())
        await supervision.until_there(missing, "broker")
        await supervision.until_there(lambda: declare(amqp_url, *about), "broker")
        await supervision.until_there(lambda: know_queues(amqp_url, own, partitions), "broker")
        await supervision.until_there(self.relay.recover, "store")
        for worker in (*self.command_workers, *self.event_workers):
            self._watch(worker.run(), "worker")
        self._watch(self.relay.run(), "relay")
        self._watch(self.relay.keep_clearing(), "clearing")
        self._watch(self.relay.keep_sweeping(), "sweeping")
        self._watch(keep_time(self.store, self.settings.pace, self._fire), "timers")
        self._watch(self._keep_tidy(), "tidying")
        self._watch(self.dead_letters.keep_bounded(), "dead letters")
        self._watch(keep_linking(self), "records")
        for name, run in self.service.background.items():
            self._watch(run(self), name)
        if self.gate is not None:
            self._watch(keep_gate(self.gate, self.store), "gate")
            overhear_revocations(self.bus, self.gate, self.service.name, self.settings.partitions)
        at_most = prefetch_of(self.settings.partitions)
        for partition in range(self.settings.partitions):
            queue = names.queue_of(self.service.name, partition)
            receive = consume_events(handlers, self.event_workers, partition, send_again(self.relay))
            self.bus.listen(Subscription(queue, receive, at_most))
        queue = names.dead_letter_queue_of(self.service.name)
        self.bus.listen(Subscription(queue, consume_dead_letters(self.dead_letters), prefetch=10))
        if self.service.ingress is not None:
            self.bus.listen(self.service.ingress(self))
        await supervision.until_there(self.bus.start, "broker")
        self._watch(supervision.watch_consumers(self.bus), "consumers")
        self._watch(ask_for_missed(self.relay, self.store, own, handlers), "missed events", ends=True)
        gc.collect()
        gc.freeze()  # to look through what was made at the start would stop a call for 0.2 s (measured)
        self.ready = True
        log.info("started", partitions=self.settings.partitions)

    async def stop(self) -> None:
        """Take nothing new, end what was begun, hand over what is committed."""
        self.ready = False
        try:
            async with asyncio.timeout(DRAIN_WITHIN):
                with broker_errors():
                    await self.bus.stop()
                await self.accesses.flush()
                while not self._idle():  # noqa: ASYNC110 - no part says when it becomes idle
                    await asyncio.sleep(0.02)
        except (TimeoutError, BrokerAway, PyMongoError) as error:
            log.warning("drained_in_part", error=name_of(error))  # what is left is in the store
        await supervision.end_tasks((*self.calls_out, *self._tasks))
        await self.relay.close()
        await self.store.close()
        log.info("stopped")

    def _idle(self) -> bool:
        workers = (*self.command_workers, *self.event_workers)
        return self.relay.idle and not self.calls_out and all(worker.idle for worker in workers)

    def _watch(self, coroutine: Any, name: str, *, ends: bool = False) -> None:
        """Run in the background; if it fails, or ends unless it `ends`, so does the process, to be started
        afresh."""
        task = asyncio.create_task(coroutine, name=name)
        task.add_done_callback(supervision.end_process_if_failed if ends else supervision.end_process)
        self._tasks.append(task)

    async def _fire(self, cause: Cause, event: Event | None, body: bytes) -> None:
        handler = self._timers.get(cause.kind)
        item: Delivery
        if event is None or handler is None:
            item = UnreadableItem(cause=cause, refusal=UnknownType(cause.kind), body=body)
        else:
            item = MessageItem(cause=cause, content=event, handler=handler, body=body)
        await self.event_workers[self._partition_of(cause.branch)].submit(item)

    async def _keep_tidy(self) -> None:
        while True:
            try:
                await self.store.forget_old(clock.now())
            except PyMongoError as error:
                log.warning("tidying_waits", error=type(error).__name__)
            await asyncio.sleep(TIDY_EVERY)


def runtime(request: Request) -> ServiceRuntime:
    """FastAPI dependency: the service behind a request."""
    return cast(ServiceRuntime, request.app.state.runtime)


Runtime = Annotated[ServiceRuntime, Depends(runtime)]


@dataclass(frozen=True)
class Asking:
    """A signed-in person with their request, as a route is given it: executes commands in their name."""

    person: Person
    request: Request
    runtime: ServiceRuntime

    async def execute(self, command: Command, branch: str) -> Outcome:
        """Carry out `command` at `branch`; see `ServiceRuntime.execute`."""
        return await self.runtime.execute(command, self.cause(type(command), branch))

    def may(self, asked: type[Asked], branch: str) -> bool:
        """Tell whether the person may ask this at `branch`."""
        return allows(self.person, right_of(self.request, asked), branch)

    def cause(self, command: type[Command], branch: str) -> Cause:
        """Build the cause for a command of this request."""
        key = self.runtime.settings.keys("hash_key")
        return cause_of(self.request, self.person, branch, command.name, key)


def asking(person: SignedIn, request: Request) -> Asking:
    """FastAPI dependency: the person behind a request, to execute commands for."""
    return Asking(person, request, runtime(request))


Caller = Annotated[Asking, Depends(asking)]


def cause_of(request: Request, person: Person, branch: str, name: str, hash_key: SealingKey) -> Cause:
    """Build the cause for the command `name` that a person asks for. The ``Idempotency-Key`` makes a repeat
    harmless, and covers who asks for what, of which target, with which content."""
    return Cause(
        id=web.command_id(request, person, name),
        kind=name,
        time=clock.now(),
        actor=person.actor,
        branch=branch,
        traceparent=request.headers.get("traceparent", "")[:64],
        fingerprint=web.fingerprint(request, hash_key),
    )
