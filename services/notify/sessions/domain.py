"""Sign-in: sessions that end and can be ended, and a bound on guessing that shuts nobody out."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from services.notify.presence.domain import SHIFT_LASTS
from services.notify.staff.domain.staff import Staff
from shared.domain import Document
from shared.errors import Refusal

SESSION_LASTS = SHIFT_LASTS
FAILURES_COUNT_FOR = timedelta(hours=1)
FREE_OF_ONE_ORIGIN = 5
FREE_OF_STRANGERS = 50
DELAY_AT_MOST = timedelta(minutes=5)
KEPT_AT_MOST = 100


class WrongCredentials(Refusal):
    """A staff id that nobody has, or not this password."""

    code, status = "wrong_credentials", 401
    en, zh = "Staff id or password is wrong.", "工号或密码不正确。"


class TooManyAttempts(Refusal):
    """A sign-in too soon after others that failed."""

    code, status = "too_many_attempts", 429
    en, zh = "Too many failed attempts; try again shortly.", "失败次数过多，请稍后再试。"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


class Session(Document):
    """One sign-in. The id is the hash of what the browser holds, so the store cannot be used to enter."""

    collection: ClassVar[str] = "sessions"

    staff: str
    opened: datetime
    ends: datetime
    revoked: bool = False

    def stands(self, staff: Staff, now: datetime) -> bool:
        """Return whether it still opens: not ended, not revoked, the password unchanged since."""
        return (
            not self.revoked and now < self.ends and self.opened >= staff.password_since and staff.may_sign_in
        )


class Attempts(Document):
    """Sign-ins of somebody that failed or are under way, from one origin or from all that are strange to
    them."""

    collection: ClassVar[str] = "attempts"

    at: tuple[datetime, ...] = ()
    last: datetime


@dataclass(frozen=True)
class AttemptOrigin:
    """The network, or a device that the person is `known` to use, from which a sign-in as `staff` comes.

    Each origin has a count of its own, so that nobody elsewhere keeps the person out; all strange origins
    together have another, wider one, which their own devices do not feel.
    """

    staff: str
    origin: str
    known: bool = False

    @property
    def bounds(self) -> dict[str, int]:
        """The number of free attempts, by the id under which they are counted."""
        own = {_id_of(self.staff, self.origin): FREE_OF_ONE_ORIGIN}
        return own if self.known else {**own, _id_of(self.staff, "strangers"): FREE_OF_STRANGERS}


def count_attempt(before: Attempts | None, id: str, free: int, now: datetime) -> Attempts:
    """Count an attempt before it is checked, so that many at once are no way around the bound.

    Raises `TooManyAttempts` while the last one is too near: beyond `free` ones an hour, each has to wait
    twice as long as the one before, from 2 s to 5 minutes."""
    recent = tuple(at for at in (before.at if before else ()) if at > now - FAILURES_COUNT_FOR)
    if len(recent) >= free:
        delay = min(timedelta(seconds=2 ** min(len(recent) - free + 1, 10)), DELAY_AT_MOST)
        wait = (recent[-1] + delay - now).total_seconds()
        if wait > 0:
            raise TooManyAttempts(math.ceil(wait))
    return Attempts(id=id, at=(*recent, now)[-KEPT_AT_MOST:], last=now)


def open_session(id: str, staff: Staff, now: datetime) -> Session:
    """Open a session under the hash `id`."""
    return Session(id=id, staff=staff.id, opened=now, ends=now + SESSION_LASTS)


def _id_of(staff: str, origin: str) -> str:
    return hashlib.sha256(f"{staff}\0{origin}".encode(errors="replace")).hexdigest()
