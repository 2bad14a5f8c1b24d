"""Sign-in: sessions that end and can be ended, and where an attempt comes from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from services.notify.presence.domain import SHIFT_LASTS
from services.notify.staff.domain.staff import Staff
from shared.domain import Document
from shared.errors import Refusal

SESSION_LASTS = SHIFT_LASTS
FREE_OF_ONE_ORIGIN = 5
FREE_OF_STRANGERS = 50
FREE_OF_ONE_NETWORK = 100
"""Failed attempts that are free in an hour: of a person from one place, of a person from all strange places,
and from one network, whichever names are tried there."""


class WrongCredentials(Refusal):
    """A staff id that nobody has, or not this password."""

    code, status = "wrong_credentials", 401
    en, zh = "Staff id or password is wrong.", "工号或密码不正确。"


class CodeNeeded(Refusal):
    """A sign-in with the right password of a person who has a second factor."""

    code, status = "code_needed", 403
    en = "Enter the code of your authenticator app, or a recovery code."
    zh = "请输入身份验证器中的动态验证码，或一个恢复码。"


class CodeWrong(Refusal):
    """A code that is wrong, used or too old."""

    code, status = "code_wrong", 401
    en, zh = "The code is wrong, or was used already.", "验证码不正确或已使用。"


class FactorNeeded(Refusal):
    """A sign-in of a person whose role asks for a second factor, and who has none; `more` has what to set up
    in an app."""

    code, status = "second_factor_needed", 403
    en = "Your role needs a second factor: set it up in an authenticator app, and enter its code."
    zh = "您的岗位须使用动态验证码：请在身份验证器中添加，并输入验证码。"

    def __init__(self, secret: str, address: str) -> None:
        super().__init__()
        self.more = {"secret": secret, "address": address}


class Session(Document):
    """One sign-in. The id is the hash of what the browser holds, so the store cannot be used to enter."""

    collection: ClassVar[str] = "sessions"

    staff: str
    opened: datetime
    used: datetime
    """The time at which the person last did something in it, to a minute or so."""
    ends: datetime
    revoked: bool = False
    network: str = ""
    agent: str = ""
    proved: datetime | None = None
    """The time at which the person proved who they are, if that was before it was opened: at the bank's
    identity provider. 1970 where the provider does not tell."""

    def stands(self, staff: Staff, now: datetime) -> bool:
        """Return whether it still opens: not ended, not revoked, and not closed by another password."""
        return not self.revoked and now < self.ends and self.id in staff.sessions and staff.may_sign_in

    def is_idle(self, now: datetime, lasts: timedelta) -> bool:
        """Return whether nobody has done anything in it for so long."""
        return now - self.used >= lasts


@dataclass(frozen=True)
class AttemptOrigin:
    """The network from which a sign-in as `staff` comes, or the `device` that the person is known to use.

    Each origin has a count of its own, so that nobody elsewhere keeps the person out. All strange origins
    together have another, wider one, and so has each network, whichever names are tried there: those the
    person's own devices do not feel.
    """

    staff: str
    network: str
    device: str = ""
    """The hash of a browser that the person is known to use; empty for a strange one."""

    @property
    def own(self) -> str:
        """Return the key under which this place alone is counted."""
        return f"{self.staff}\0{self.device or self.network}"

    @property
    def bounds(self) -> dict[str, int]:
        """Return the number of free attempts an hour, by the keys under which they are counted."""
        if self.device:
            return {self.own: FREE_OF_ONE_ORIGIN}
        wider = {f"{self.staff}\0": FREE_OF_STRANGERS, f"\0{self.network}": FREE_OF_ONE_NETWORK}
        return {self.own: FREE_OF_ONE_ORIGIN, **wider}


def open_session(id: str, staff: Staff, now: datetime, network: str = "", agent: str = "") -> Session:
    """Open a session under the hash `id`."""
    ends = now + SESSION_LASTS
    return Session(id=id, staff=staff.id, opened=now, used=now, ends=ends, network=network, agent=agent)
