"""Commands about sessions."""

from dataclasses import dataclass

from services.notify.sessions.domain import AttemptOrigin
from shared.commands import Command


@dataclass(frozen=True)
class CountAttempt(Command, name="count_attempt"):
    """Count an attempt to sign in, before the password is checked."""

    origin: AttemptOrigin


@dataclass(frozen=True)
class SignIn(Command, name="sign_in"):
    """Open a session for somebody whose password was right.

    `session` and `device` are hashes of what the browser holds; `replaces` is a session of theirs that the
    same browser held before.
    """

    staff: str
    session: str
    origin: AttemptOrigin | None = None
    device: str | None = None
    replaces: str = ""


@dataclass(frozen=True)
class SignOut(Command, name="sign_out"):
    """End a session; `session` is empty for an app that holds only an old token."""

    staff: str
    session: str = ""
