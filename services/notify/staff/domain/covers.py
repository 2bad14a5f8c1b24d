"""Covers: a colleague of the branch covers the floor while a lobby manager is away (D3).

The cover has the role at that branch alone, for as long as this is on record in its directory.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from services.notify.staff.domain.directories import Cover, Directory
from shared.contracts.notify import CoverEnd, CoverEnded, FloorCovered, TokensRevoked
from shared.contracts.words import Role
from shared.errors import Refusal

CoverEvent = CoverEnded | FloorCovered | TokensRevoked
COVERED = Role.LOBBY_MANAGER
MAY_COVER = frozenset((Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD))


class NotOnTheFloor(Refusal):
    """A cover for somebody who is no lobby manager of the branch."""

    code, status = "not_on_the_floor", 409
    en, zh = "Only a lobby manager of the branch has a cover.", "仅本网点大堂经理可指定代管人。"


class CannotCover(Refusal):
    """A cover who is not at work at the branch, or in no role that may cover."""

    code, status = "cannot_cover", 409
    en, zh = "Name a colleague of the branch who is at work.", "请指定本网点当前在岗的同事代管。"


def may_cover(present: bool, roles: Iterable[Role]) -> bool:
    """Return whether a colleague could cover the floor now: at work, in a role that may."""
    return present and not MAY_COVER.isdisjoint(roles)


def name_cover(
    directory: Directory, absent: str, cover: str, now: datetime
) -> tuple[Directory, list[CoverEvent]]:
    """Let `cover` do what the lobby manager `absent` would. Naming the same again changes nothing.

    Raises `NotOnTheFloor`, `CannotCover`.
    """
    if not _has(directory, absent, COVERED):
        raise NotOnTheFloor
    colleague = directory.member(cover)
    if cover == absent or colleague is None or not may_cover(colleague.present, colleague.roles):
        raise CannotCover
    if any((one.absent, one.cover) == (absent, cover) for one in directory.covers):
        return directory, []
    directory, replaced = end_covers(directory, lambda one: one.absent == absent, CoverEnd.REPLACED)
    named = Cover(absent=absent, cover=cover, role=COVERED, since=now)
    event = FloorCovered(branch=directory.id, absent=absent, cover=cover, role=COVERED)
    return directory.evolve(covers=(*directory.covers, named)), [*replaced, event]


def end_covers(
    directory: Directory, which: Callable[[Cover], bool], why: CoverEnd
) -> tuple[Directory, list[CoverEvent]]:
    """End those covers; the events say why."""
    ended = [one for one in directory.covers if which(one)]
    if not ended:
        return directory, []
    after = directory.evolve(covers=tuple(one for one in directory.covers if not which(one)))
    events: list[CoverEvent] = [
        CoverEnded(
            branch=directory.id,
            absent=one.absent,
            cover=one.cover,
            role=one.role,
            reason=why,
            keeps=after.roles_of(one.cover),
        )
        for one in ended
    ]
    events += [TokensRevoked(branch=directory.id, staff=one.cover, covering=True) for one in ended]
    return after, events


def end_unfounded(directory: Directory) -> tuple[Directory, list[CoverEvent]]:
    """End the covers of those who are not what they were: gone from the branch, or in another role. Where the
    absent person still is, the cover has left, and nobody covers the floor."""
    directory, needless = end_covers(
        directory, lambda one: not _has(directory, one.absent, one.role), CoverEnd.NOT_STAFFED
    )
    after, left = end_covers(
        directory, lambda one: not _has(directory, one.cover, *MAY_COVER), CoverEnd.COVER_LEFT
    )
    return after, [*needless, *left]


def _has(directory: Directory, staff: str, *roles: Role) -> bool:
    member = directory.member(staff)
    return member is not None and bool(set(roles).intersection(member.roles))
