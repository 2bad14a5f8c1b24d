"""Items of work in the queue of a partition worker, and their outcome.

There are three kinds: a command, whose caller waits; a message from the bus, a device or a timer, which is
dead-lettered when it is refused; and a message that could not be read, which is dead-lettered at once.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.contracts.base import Event
from shared.dead_letters import Route
from shared.errors import Refusal
from shared.unit_of_work import Cause, Handler, UnitOfWork


@dataclass(frozen=True)
class Outcome:
    """The end of an item. `repeated`: this cause was committed before, and nothing ran. `dead_lettered`: the
    message was set aside, and `answer` is the error."""

    answer: Any = None
    repeated: bool = False
    dead_lettered: bool = False


@dataclass(eq=False, kw_only=True)
class WorkItem:
    """A cause waiting for its partition's worker. `order` is its place in the queue it came from; `refusal`
    is the error that it meets before any handler runs."""

    cause: Cause
    order: int = 0
    refusal: Exception | None = None
    done: "asyncio.Future[Outcome]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    async def run(self, work: UnitOfWork) -> Any:
        """Handle the item within `work`; raises its refusal."""
        if self.refusal is not None:
            raise self.refusal
        return await self._handle(work)

    async def _handle(self, work: UnitOfWork) -> Any:
        raise NotImplementedError


@dataclass(eq=False, kw_only=True)
class CommandItem(WorkItem):
    """A command; its caller is given the answer or the refusal."""

    command: Any
    handler: Handler

    async def _handle(self, work: UnitOfWork) -> Any:
        return await self.handler(self.command, work)


@dataclass(eq=False, kw_only=True)
class Delivery(WorkItem):
    """A message as it was delivered: dead-lettered with its `body` when it is refused.

    `route` is how it came, and would come again. `refusal_event` makes the event that answers its
    sender with a refusal, and `notified` is when that was done.
    """

    body: bytes
    route: Route = ("", "")
    refusal_event: Callable[[Refusal], Event] | None = None
    notified: datetime | None = None


@dataclass(eq=False, kw_only=True)
class MessageItem(Delivery):
    """A message that was read: its `content`, and what handles it."""

    content: Any
    handler: Handler

    async def _handle(self, work: UnitOfWork) -> Any:
        return await self.handler(self.content, work)


@dataclass(eq=False, kw_only=True)
class UnreadableItem(Delivery):
    """A message that could not be read; `refusal` says why."""

    refusal: Exception
