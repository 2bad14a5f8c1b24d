"""May a customer be contacted, for this purpose, by this channel, at this moment (W5)?

The answer is yes or no, with the reason, and the next moment at which it would be yes. Hours are those of the
customer's own time zone; working days are those of the branch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.customer.consents.domain.hours import BANK, MIDNIGHT, ContactRules
from services.customer.consents.domain.standing import ContactStanding, joined
from services.customer.files.domain.customer import Customer
from shared.branch_places import BranchPlace
from shared.contracts.customer import ConsentState, ContactChannel, ContactPurpose, ContactReason

DAYS_AHEAD = 400
MINUTE = timedelta(minutes=1)
BY_STATE = {
    ConsentState.NONE: ContactReason.NO_CONSENT,
    ConsentState.WITHDRAWN: ContactReason.WITHDRAWN,
    ConsentState.REFUSED: ContactReason.REFUSED,
}


@dataclass(frozen=True)
class Permission:
    """Yes or no, and why; with a no that passes by itself, the `next_allowed` moment. `rules` is the number
    of the rules by which it was decided."""

    reason: ContactReason
    next_allowed: datetime | None = None
    rules: int = 0

    @property
    def allowed(self) -> bool:
        return self.reason is ContactReason.ALLOWED


@dataclass(frozen=True)
class Circumstances:
    """All that decides: `standing` is None for a customer of whom nothing is recorded, `timezone` is that of
    their branch, and `works` tells the branch's working days. `exists` is False once the file is erased or
    has become part of another."""

    standing: ContactStanding | None
    rules: ContactRules
    timezone: str
    works: Callable[[date], bool]
    exists: bool = True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the customer lives."""
        wished = self.standing.preferences.timezone if self.standing else ""
        return ZoneInfo(wished or self.timezone)


def circumstances(
    customer: Customer,
    standing: ContactStanding | None,
    absorbed: Sequence[ContactStanding | None],
    rules: ContactRules | None,
    place: BranchPlace,
) -> Circumstances:
    """Put together what decides; `absorbed` are the standings of files that were merged into this one."""
    if any(absorbed):
        standing = joined(standing or ContactStanding(id=customer.id, branch=customer.branch), absorbed)
    exists = customer.erased_at is None and customer.merged_into is None
    works = place.calendar.is_working_day
    return Circumstances(standing, rules or ContactRules(id=BANK), place.timezone, works, exists)


def may_contact(
    known: Circumstances, purpose: ContactPurpose, channel: ContactChannel, at: datetime
) -> Permission:
    """Decide whether the customer may be contacted at `at`."""
    number = known.rules.number
    if not known.exists:
        return Permission(ContactReason.ERASED, rules=number)
    state = known.standing.of(purpose, channel).state if known.standing else ConsentState.NONE
    if state is not ConsentState.GIVEN:
        return Permission(BY_STATE[state], rules=number)
    wanted = known.standing.preferences.channels if known.standing else ()
    if wanted and channel not in wanted:
        return Permission(ContactReason.CHANNEL_NOT_WANTED, rules=number)
    reason = _by_time(known, purpose, at)
    if reason is ContactReason.ALLOWED:
        return Permission(reason, rules=number)
    return Permission(reason, _next(known, purpose, at), number)


def _by_time(known: Circumstances, purpose: ContactPurpose, at: datetime) -> ContactReason:
    """Judge a moment by days and hours alone."""
    local = at.astimezone(known.zone)
    if (by_day := _by_day(known, purpose, local.date())) is not None:
        return by_day
    minute = local.hour * 60 + local.minute
    begin, end = known.rules.hours[purpose].minutes
    if not begin <= minute < end:
        return ContactReason.QUIET_HOURS
    wished = _wished(known)
    if not wished[0] <= minute < wished[1]:
        return ContactReason.OUTSIDE_WISHED_HOURS
    return ContactReason.ALLOWED


def _by_day(known: Circumstances, purpose: ContactPurpose, day: date) -> ContactReason | None:
    if day.isoformat() in known.rules.quiet_days:
        return ContactReason.QUIET_DAY
    if purpose in known.rules.working_days_only and not known.works(day):
        return ContactReason.NOT_A_WORKING_DAY
    return None


def _wished(known: Circumstances) -> tuple[int, int]:
    hours = known.standing.preferences.hours if known.standing else None
    return hours.minutes if hours else (0, MIDNIGHT)


def _next(known: Circumstances, purpose: ContactPurpose, at: datetime) -> datetime | None:
    """Return the next moment that days and hours allow; None where the wished hours meet no others."""
    begin, end = known.rules.hours[purpose].minutes
    first, last = _wished(known)
    begin, end = max(begin, first), min(end, last)
    if begin >= end:
        return None
    today = at.astimezone(known.zone).date()
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if _by_day(known, purpose, day) is None and (found := _opening(known, purpose, day, begin, at)):
            return found
    return None


def _opening(
    known: Circumstances, purpose: ContactPurpose, day: date, begin: int, at: datetime
) -> datetime | None:
    """Return the first open moment of a day from `at` on. On a day with a change of clocks, whose hours may
    begin twice or never, each minute is looked at."""
    midnight = datetime.combine(day, time.min, known.zone)
    tomorrow = datetime.combine(day + timedelta(days=1), time.min, known.zone)
    if midnight.utcoffset() == tomorrow.utcoffset():
        opens = (midnight + timedelta(minutes=begin)).astimezone(UTC)
        candidates = [max(opens, at)]
    else:
        start = max(midnight.astimezone(UTC), at)
        aligned = start.replace(second=0, microsecond=0) + MINUTE
        minutes = int((tomorrow.astimezone(UTC) - start) / MINUTE) + 1
        candidates = [start, *(aligned + MINUTE * number for number in range(max(0, minutes)))]
    for one in candidates:
        if (
            one.astimezone(known.zone).date() == day
            and _by_time(known, purpose, one) is ContactReason.ALLOWED
        ):
            return one
    return None
