"""A service's handlers without a broker or a store: documents in a dictionary, everything else real."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from shared.contracts.base import Envelope, Event
from shared.domain import Document, Reminder
from shared.unit import Batch, Cause, Handler, Unit

D = TypeVar("D", bound=Document)
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


class World:
    """Documents, deadlines and told events of one service; `act` runs a handler as the line would."""

    def __init__(self, source: str, *documents: Document, now: datetime = MORNING) -> None:
        self.source, self.now = source, now
        self.documents: dict[tuple[type[Document], str], Document] = {}
        self.told: list[Envelope[Event]] = []
        self.reminders: dict[str, Reminder] = {}
        self.looks: dict[Callable[..., Any], Callable[..., Any]] = {}
        """What stands for the look-ups of the service's store, by look-up."""
        self._ids = (f"cause-{number}" for number in count(1))
        for document in documents:
            self.documents[type(document), document.id] = document.but(version=document.version or 1)

    async def load(self, model: type[Document], ids: list[str]) -> list[Document]:
        return [found for id in ids if (found := self.documents.get((model, id)))]

    async def ask(self, look: Callable[..., Any], *about: object) -> Any:
        return self.looks[look](*about)

    def get(self, model: type[D], id: str) -> D:
        found = self.documents[model, id]
        assert isinstance(found, model)
        return found

    async def act(self, handler: Handler, content: Any, **cause: Any) -> Any:
        """Run one handler and keep what it did; its refusal is raised, and keeps nothing."""
        (answer,) = await self.act_together([(handler, content)], **cause)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def act_together(self, acts: Iterable[tuple[Handler, Any]], **cause: Any) -> list[Any]:
        """Run several handlers in one batch, as if they had arrived together; refusals are answers."""
        acts = list(acts)
        batch = Batch(self)
        units = [
            Unit(
                Cause(**{"id": next(self._ids), "kind": handler.__name__, "time": self.now, **cause}),
                self.now,
                self.source,
                batch=batch,
            )
            for handler, _ in acts
        ]
        answers = await batch.play(
            units, [lambda unit, h=handler, c=content: h(c, unit) for handler, content in acts]
        )
        self.documents.update(batch.documents)
        self.told += batch.events
        for id, entry in batch.reminders.items():
            self.reminders.pop(id, None)
            if entry:
                self.reminders[id] = entry[0]
        return answers

    async def wait(self, time: timedelta, reminded: dict[type[Event], Handler] | None = None) -> None:
        """Let time pass; deadlines that fall due come back to `reminded`, in their order."""
        end = self.now + time
        while due := [one for one in self.reminders.values() if one.due <= end]:
            first = min(due, key=lambda one: one.due)
            del self.reminders[first.id]
            self.now = max(self.now, first.due)
            await self.act((reminded or {})[type(first.event)], first.event, story=first.story)
        self.now = end

    def events(self, model: type[Event] | None = None) -> list[Event]:
        """What was told, of one kind or all, in order."""
        return [one.data for one in self.told if model is None or isinstance(one.data, model)]
