"""Addresses of calendar feeds over HTTP (Q2): one's own, and whose a calendar reads without signing in."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Annotated, ClassVar

from fastapi import APIRouter
from pydantic import BaseModel

from services.customer.visits.api.limits import Limit
from services.customer.visits.commands import IssueCalendarFeed, RevokeCalendarFeed
from services.customer.visits.domain.calendar import CalendarToken, hash_of
from services.customer.visits.queries import ViewCalendarFeed, find_feed, find_token
from shared.access import Person
from shared.errors import NotAllowed, NotFound, Refusal
from shared.rights import may_somewhere
from shared.runtime import Caller, Runtime, ServiceRuntime

router = APIRouter(prefix="/api/customer/calendar", tags=["visits"])
READS = Limit(60, 600.0)
"""Reads of one address: a calendar asks every five minutes or so, on several devices."""
GUESSES = Limit(120, 60.0)
"""Reads of addresses that lead nowhere, all together."""
TOKEN_BITS = 128


class TooManyReads(Refusal):
    code, status = "too_many_reads", 429
    headers: ClassVar[dict[str, str]] = {"Retry-After": "600"}
    en, zh = "This calendar is read too often.", "该日历读取过于频繁。"


class CalendarReplaced(Refusal):
    code, status = "calendar_replaced", 409
    en, zh = "This address was replaced by another one since.", "该日历地址已被新的地址取代。"


class FeedNow(BaseModel):
    """The state of one's own feed. The address is given once, when it is issued: it is kept nowhere."""

    active: bool
    issued_at: datetime | None
    path: str | None = None


@router.get("")
async def view_feed(person: Annotated[Person, may_somewhere(ViewCalendarFeed)], runtime: Runtime) -> FeedNow:
    """The state of my calendar feed: it says if there is an address, and not which."""
    feed = await find_feed(runtime.store, person.staff)
    return FeedNow(
        active=feed is not None and feed.token is not None, issued_at=feed.issued_at if feed else None
    )


@router.post("", status_code=201)
async def issue_feed(person: Annotated[Person, may_somewhere(IssueCalendarFeed)], caller: Caller) -> FeedNow:
    """Give me an address for my calendar; the one of before is good no more. The same Idempotency-Key gives
    the same address."""
    cause = caller.cause(IssueCalendarFeed, _home_of(person))
    token = _token(caller.runtime.settings.key("hash_key"), cause.id)
    await caller.runtime.execute(IssueCalendarFeed(person.staff, person.branches, hash_of(token)), cause)
    feed = await find_feed(caller.runtime.store, person.staff)
    if feed is None or feed.token != hash_of(token):
        raise CalendarReplaced
    return FeedNow(active=True, issued_at=feed.issued_at, path=f"/api/customer/calendar/{token}.ics")


@router.delete("", status_code=204)
async def revoke_feed(person: Annotated[Person, may_somewhere(RevokeCalendarFeed)], caller: Caller) -> None:
    """Make the address of my calendar good no more."""
    await caller.execute(RevokeCalendarFeed(person.staff), _home_of(person))


async def owner_of(runtime: ServiceRuntime, token: str) -> CalendarToken:
    """Return the token of an address, with whose calendar it leads to. Raises `NotFound`, `TooManyReads`."""
    hashed = hash_of(token)
    owner = await find_token(runtime.store, hashed)
    if owner is None:
        if not GUESSES.allows(""):
            raise TooManyReads
        raise NotFound
    if not READS.allows(hashed):
        raise TooManyReads
    return owner


def _home_of(person: Person) -> str:
    """Return the branch under which a person's commands run. Raises `NotAllowed` for who works at none."""
    if not person.branches:
        raise NotAllowed
    return person.branches[0]


def _token(hash_key: bytes, cause: str) -> str:
    """Derive a token of 128 bits from the id of the command that issues it: nobody without the key can, and a
    repeat of the command gives the same one."""
    digest = hmac.digest(hash_key, f"calendar feed/{cause}".encode(), "sha256")
    return urlsafe_b64encode(digest[: TOKEN_BITS // 8]).decode().rstrip("=")
