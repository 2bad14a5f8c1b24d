"""Sign-in: sessions that end and can be ended, and a bound on guessing."""

import math
from datetime import datetime, timedelta
from typing import ClassVar

from services.notify.domain.staff import Staff
from shared.domain import Document
from shared.errors import Refusal

SESSION_LASTS = timedelta(hours=12)
FAILURES_AT_MOST = 5
FAILURES_WITHIN = timedelta(minutes=5)


class WrongCredentials(Refusal):
    code, status = "wrong_credentials", 401
    en, zh = "Staff id or password is wrong.", "工号或密码不正确。"


class TooManyAttempts(Refusal):
    code, status = "too_many_attempts", 429
    en, zh = "Too many failed attempts; try again later.", "失败次数过多，请稍后再试。"

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
        """Whether it still opens: not ended, not revoked, and the password has not changed since."""
        return (
            not self.revoked and now < self.ends and self.opened >= staff.password_since and staff.may_sign_in
        )


class Attempts(Document):
    """Sign-ins of one staff id that failed or are under way; the id is the staff id."""

    collection: ClassVar[str] = "attempts"

    at: tuple[datetime, ...] = ()
    last: datetime


def attempt(before: Attempts | None, staff: str, now: datetime) -> Attempts:
    """Count an attempt before it is checked, so that many at once are no way around the bound.

    Raises `TooManyAttempts` after 5 within 5 minutes.
    """
    recent = tuple(at for at in (before.at if before else ()) if at > now - FAILURES_WITHIN)
    if len(recent) >= FAILURES_AT_MOST:
        raise TooManyAttempts(math.ceil((recent[0] + FAILURES_WITHIN - now).total_seconds()))
    return Attempts(id=staff, at=(*recent, now), last=now)


def open_session(id: str, staff: Staff, now: datetime) -> Session:
    return Session(id=id, staff=staff.id, opened=now, ends=now + SESSION_LASTS)
