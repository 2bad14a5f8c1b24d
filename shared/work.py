"""One cause waiting in the line of its partition, and what became of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.contracts.base import Event
from shared.errors import Refusal
from shared.parking import Way
from shared.unit import Cause, Handler


@dataclass(frozen=True)
class Done:
    """What became of a unit. `seen` tells that this cause was committed before and nothing ran; of one that
    is `parked` the answer is the error."""

    answer: Any = None
    seen: bool = False
    parked: bool = False


@dataclass(eq=False)
class Work:
    """One cause waiting in line. A message or deadline carries its `body`, and is parked when refused; a
    command has none, and its caller is told. `if_refused` is the event that tells the sender of a message."""

    cause: Cause
    handler: Handler
    content: Any
    order: int = 0
    body: bytes | None = None
    refusal: Exception | None = None
    way: Way = ("", "")
    if_refused: Callable[[Refusal], Event] | None = None
    told: datetime | None = None
    done: "asyncio.Future[Done]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
