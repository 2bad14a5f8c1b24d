"""HTTP of the stream: my entries as they come (D1). Server-sent events, resumable by number."""

import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from services.notify.feed.api.entries import shown
from services.notify.feed.domain.entries import Entry
from services.notify.feed.hub import Hello, Hub, hub_of
from services.notify.feed.queries import FollowFeed
from services.notify.feed.streams import Hint
from shared.access import Gate, Person
from shared.rights import may_somewhere
from shared.runtime import Runtime
from shared.telemetry import log
from shared.web import Number, plain_path

router = APIRouter(prefix="/api/notify", tags=["feed"])
COMES_BACK_AFTER = 1000  # ms
PING_EVERY = 15
SENT_WITHIN = 20.0


class Push(EventSourceResponse):
    """An event stream whose reader is given up when it takes nothing for 20 s; `leave` is called at its
    end."""

    leave: Callable[[], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            log.info("stopped_reader_dropped", path=plain_path(scope))
        finally:
            self.leave()


@router.get("/stream", response_class=EventSourceResponse)
async def stream(
    request: Request,
    runtime: Runtime,
    person: Annotated[Person, may_somewhere(FollowFeed)],
    after: Annotated[Number | None, Query()] = None,
    last_event_id: Annotated[str, Header(pattern=r"^([0-9]{1,18})?$")] = "",
) -> EventSourceResponse:
    """First `hello`, with the number after which it goes on as its id; then every entry after `Last-Event-ID`
    (or `after`; without either, from now on) as `entry` with its number as id, and unnumbered `floor` hints
    of what changed at my branches (null: more than is remembered). Ends after 15 minutes, and at once when
    the session ends or my rights change."""
    position = int(last_event_id) if last_event_id else after
    gate: Gate = request.app.state.gate
    hub = hub_of(runtime)
    hub.enter(person.staff)
    pushed = Push(_frames(hub, person, position, gate), ping=PING_EVERY, send_timeout=SENT_WITHIN, sep="\n")
    pushed.leave = partial(hub.leave, person.staff)
    return pushed


async def _frames(
    hub: Hub, person: Person, position: int | None, gate: Gate
) -> AsyncIterator[ServerSentEvent]:
    is_allowed = partial(gate.stands, person)
    async for news in hub.follow(person.staff, person.branches, position, is_allowed=is_allowed):
        yield frame(news)


def frame(news: Hello | Entry | Hint) -> ServerSentEvent:
    """Build the server-sent event of a piece of news."""
    if isinstance(news, Entry):
        return ServerSentEvent(shown(news).model_dump_json(), event="entry", id=str(news.n), sep="\n")
    if isinstance(news, Hello):
        hello = json.dumps({"last": news.last, "after": news.after})
        return ServerSentEvent(hello, event="hello", id=str(news.after), retry=COMES_BACK_AFTER, sep="\n")
    changes = None if news.changes is None else [one.model_dump() for one in news.changes]
    hint = json.dumps({"branch": news.branch, "changes": changes})
    return ServerSentEvent(hint, event="floor", sep="\n")
