"""Calendar feeds (Q2): an address by which an account manager's own calendar reads their visits."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from shared.contracts.customer import CalendarFeedIssued, CalendarFeedRevoked
from shared.domain import Decision, Document


class CalendarFeed(Document):
    """The feed of a member of staff, whose id it has; `token` is the hash of the token that is good, None
    where there is none."""

    collection: ClassVar[str] = "calendar_feeds"

    branch: str
    token: str | None
    issued_at: datetime


class CalendarToken(Document):
    """The owner of a token, and where they worked when it was issued: it shows what is theirs at these
    branches, and ends when they change. The id is its hash; the token itself is kept nowhere."""

    collection: ClassVar[str] = "calendar_tokens"

    branch: str
    staff: str
    live: bool = True
    branches: tuple[str, ...] = ()

    def shows(self, branch: str) -> bool:
        """Return whether it shows what is at a branch; one of before knows of a single one."""
        return branch in (self.branches or (self.branch,))


def hash_of(token: str) -> str:
    """Return the hash under which a token is kept: it has 128 bits, so that nothing slower is needed."""
    return sha256(token.encode()).hexdigest()


def issue_feed(
    staff: str,
    branches: tuple[str, ...],
    token: str,
    feed: CalendarFeed | None,
    old: CalendarToken | None,
    *,
    now: datetime,
) -> Decision:
    """Give a member of staff a token, by its hash, for their `branches`, of which there is one at least; the
    `old` one is good no more."""
    branch = branches[0]
    decision = Decision() if old is None else Decision().save(old.evolve(live=False))
    known = feed or CalendarFeed(id=staff, branch=branch, token=None, issued_at=now)
    issued = known.evolve(branch=branch, token=token, issued_at=now)
    return decision.save(CalendarToken(id=token, branch=branch, staff=staff, branches=branches)).save(
        issued, CalendarFeedIssued(branch=branch, staff=staff)
    )


def revoke_feed(feed: CalendarFeed, token: CalendarToken | None) -> Decision:
    """Make the token of a feed good no more. Revoking twice changes nothing."""
    if feed.token is None:
        return Decision()
    decision = Decision() if token is None else Decision().save(token.evolve(live=False))
    event = CalendarFeedRevoked(branch=feed.branch, staff=feed.id)
    return decision.save(feed.evolve(token=None), event)
