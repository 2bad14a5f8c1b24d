"""Commands about sessions and passwords."""

from dataclasses import dataclass, field
from datetime import datetime

from shared.commands import Command


@dataclass(frozen=True)
class SignIn(Command, name="sign_in"):
    """Open a session for somebody who has proved who they are.

    `session` and `device` are hashes of what the browser holds; an app has no device. `replaces` is a session
    that the same browser held before; `network` and `agent` are shown to the person. `proved` is the time at
    which they proved who they are, if that was not now, and `epoch` that of the rights and the password then:
    a sign-in that another password or other rights have overtaken opens nothing.
    """

    staff: str
    session: str
    device: str | None = None
    replaces: str = ""
    network: str = ""
    agent: str = ""
    proved: datetime | None = None
    epoch: int | None = None


@dataclass(frozen=True)
class UseSession(Command, name="use_session"):
    """Note that somebody has done something in a session, so that it is not idle."""

    staff: str
    session: str


@dataclass(frozen=True)
class SignOut(Command, name="sign_out"):
    """End a session; `session` is empty for an app that holds only an old token."""

    staff: str
    session: str = ""


@dataclass(frozen=True)
class EndSession(Command, name="end_session"):
    """End a session of one's own, on another device."""

    staff: str
    session: str


@dataclass(frozen=True)
class ChangePassword(Command, name="change_password"):
    """Change one's own password, of which `password` is the hash. The session that `keeps` names stands, all
    others end. `epoch` is that of the password by which they proved that it is theirs."""

    staff: str
    password: str = field(repr=False)
    keeps: str = ""
    epoch: int | None = None


@dataclass(frozen=True)
class RecordRefusedSignIns(Command, name="record_refused_sign_ins"):
    """Put on record that attempts to sign in as `staff` from a network are made to wait."""

    staff: str
    network: str
    agent: str = ""


@dataclass(frozen=True)
class SetSecondFactor(Command, name="set_second_factor"):
    """Give a person a second factor: the `context` of its secret, the step of the code that proved it, and
    the hashes of recovery codes. Without `context` it is taken away. `epoch` is that of the password by which
    they proved that it is theirs."""

    staff: str
    context: str = ""
    step: int = 0
    recovery: tuple[str, ...] = field(default=(), repr=False)
    epoch: int | None = None


@dataclass(frozen=True)
class UseCode(Command, name="use_code"):
    """Use up a code: the `step` of an app's, or the hash of a `recovery` code."""

    staff: str
    step: int
    recovery: str = ""
