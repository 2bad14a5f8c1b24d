"""Errors of the broker's client, turned into one: `BrokerAway`."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, DeliveryError, PublishError

RAISED = (AMQPError, OSError, TimeoutError, RuntimeError, StopAsyncIteration, asyncio.CancelledError)
"""Errors that aio-pika raises when the link is down or breaks under a call; `StopAsyncIteration` when whoever
took the connection closed it before a word was said, as a proxy does whose broker is away."""


class BrokerAway(Exception):
    """The broker, or the connection to it, is away; or one of the kinds below.

    The message is the name of the client's own error.
    """


class QueueMissing(BrokerAway):
    """The broker answers, but has no such queue."""


class Unroutable(BrokerAway):
    """The broker answers, and returned a message: no queue is bound for it."""


class QueueRefuses(BrokerAway):
    """The broker answers, and a queue that a message was routed to takes nothing more."""


KINDS = {ChannelNotFoundEntity: QueueMissing, PublishError: Unroutable, DeliveryError: QueueRefuses}
"""Each before the kind that it is one of, too."""


def name_of(error: Exception) -> str:
    """Return the name of an error for a log line: of `BrokerAway`, that of the client's own error."""
    return str(error) if isinstance(error, BrokerAway) else type(error).__name__


@contextmanager
def broker_errors() -> Iterator[None]:
    """Raise `BrokerAway` for whatever a call to the broker raises.

    aio-pika cancels a call when its channel dies under it; that counts as away, too. A cancellation of the
    current task itself passes unchanged.
    """
    try:
        yield
    except RAISED as error:
        task = asyncio.current_task()
        if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
            raise
        kind = next((kind for raised, kind in KINDS.items() if isinstance(error, raised)), BrokerAway)
        raise kind(type(error).__name__) from error
