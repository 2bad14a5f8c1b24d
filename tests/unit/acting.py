"""A service's handlers without a broker or a store: documents in a dictionary, everything else real."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any, TypeVar

from shared.commands import Command
from shared.contracts.base import Envelope, Event
from shared.domain import Document, Timer
from shared.unit_of_work import Batch, Cause, Handler, UnitOfWork, in_turn

D = TypeVar("D", bound=Document)
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


class World:
    """Documents, timers and published events of one service; `act` runs a handler as a worker would."""

    def __init__(self, source: str, *documents: Document, now: datetime = MORNING) -> None:
        self.source, self.now = source, now
        self.documents: dict[tuple[type[Document], str], Document] = {}
        self.published: list[Envelope[Event]] = []
        self.timers: dict[str, Timer] = {}
        self.looks: dict[Callable[..., Any], Callable[..., Any]] = {}
        """Stand-ins for queries of the service's store, by query."""
        self._ids = (f"cause-{number}" for number in count(1))
        for document in documents:
            self.documents[type(document), document.id] = document.evolve(version=document.version or 1)

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        return [found for id in ids if (found := self.documents.get((model, id)))]

    async def query(self, look: Callable[..., Any], *about: object) -> Any:
        return self.looks[look](*about)

    def get(self, model: type[D], id: str) -> D:
        found = self.documents[model, id]
        assert isinstance(found, model)
        return found

    async def do(self, command: Command, **cause: Any) -> Any:
        """Carry out a command by the handler that the service lists for it; raises its refusal."""
        commands = import_module(f"services.{self.source}.app").COMMANDS
        return await self.act(commands[type(command)], command, **{"kind": command.name, **cause})

    async def do_together(self, commands: Iterable[Command], **cause: Any) -> list[Any]:
        """Carry out several commands in one batch, as if they had arrived together; refusals are answers."""
        handlers = import_module(f"services.{self.source}.app").COMMANDS
        return await self.act_together([(handlers[type(one)], one) for one in commands], **cause)

    async def act(self, handler: Handler | Sequence[Handler], content: Any, **cause: Any) -> Any:
        """Run one handler, or all of an event, and keep what they did; a refusal is raised, and keeps
        nothing."""
        (answer,) = await self.act_together([(handler, content)], **cause)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def act_together(
        self, acts: Iterable[tuple[Handler | Sequence[Handler], Any]], **cause: Any
    ) -> list[Any]:
        """Run several handlers in one batch, as if they had arrived together; refusals are answers."""
        acts = [(one if callable(one) else in_turn(*one), content) for one, content in acts]
        batch = Batch(self)
        works = [
            UnitOfWork(
                Cause(**{"id": next(self._ids), "kind": handler.__name__, "time": self.now, **cause}),
                self.now,
                self.source,
                batch=batch,
            )
            for handler, _ in acts
        ]
        answers = await batch.run(
            works, [lambda work, h=handler, c=content: h(c, work) for handler, content in acts]
        )
        self.documents.update(batch.documents)
        self.published += batch.events
        for id, entry in batch.timers.items():
            self.timers.pop(id, None)
            if entry:
                self.timers[id] = entry[0]
        return answers

    async def wait(self, time: timedelta, timer_handlers: dict[type[Event], Handler] | None = None) -> None:
        """Let time pass; timers that fall due come back to their handlers, in their order."""
        end = self.now + time
        while due := [one for one in self.timers.values() if one.due <= end]:
            first = min(due, key=lambda one: one.due)
            del self.timers[first.id]
            self.now = max(self.now, first.due)
            await self.act(
                (timer_handlers or {})[type(first.event)], first.event, correlation_id=first.correlation_id
            )
        self.now = end

    def events(self, model: type[Event] | None = None) -> list[Event]:
        """Return the published events, of one kind or all, in order."""
        return [one.data for one in self.published if model is None or isinstance(one.data, model)]
