"""Important dates in the contact plans (A1, W2): who has one within the next days is on today's list.

A round at night looks for the files with a date in that time, by keyed hashes alone: no date is opened for
it, and none stands in a plan. A plan knows only that a date is near, and the sign of it: the keyed hash by
which it was found, with the year, so that it is listed once.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.contacts.domain.plan import ContactPlan, Step, Terms, computed
from services.customer.contacts.domain.saving import save
from services.customer.nights.domain import next_night
from shared.clock import Moment
from shared.contracts.customer import ContactState, CustomerEvent, StepKind
from shared.domain import Decision, Document

AT = time(5, 20)
"""The branch's own time of the night at which the dates are looked for."""
SOON = timedelta(minutes=5)
"""The time at the end of which dates are looked for that were written into a file in it."""
PASSED_FOR = 7
"""Days for which a date that has passed is looked for, so that a night left out takes nobody's line away."""


class DatesDue(CustomerEvent, zh="重要日期检查", en="Important dates are looked for"):
    """The night of a branch has come, in which its customers' important dates are looked for. A timer."""


class DateRound(Document):
    """The nightly look for the important dates of one branch; the id is the branch's. `run` is the one under
    way or the last, as of the day `day`."""

    collection: ClassVar[str] = "date_rounds"

    run: str = ""
    day: str = ""
    under_way: bool = False


class DateSign(BaseModel):
    """A customer with a date, by the keyed hash of it, and the year in which it is near."""

    model_config = ConfigDict(frozen=True)

    customer: str
    key: str
    year: int


def wait_for_night(branch: str, timezone: str, *, now: datetime) -> Decision:
    """Set the timer of the next night, in the time zone of the branch."""
    due = next_night(timezone, AT, now=now)
    return Decision().schedule(f"dates:{branch}", due, DatesDue(branch=branch), correlation_id=branch)


def look_soon(branch: str, moment: Moment) -> Decision:
    """Set the timer for dates that were written into a file: one for all files that change in the same five
    minutes."""
    lasts = moment.lasting(SOON).total_seconds()
    number = int(moment.now.timestamp() // lasts) + 1
    due, event = datetime.fromtimestamp(number * lasts, UTC), DatesDue(branch=branch)
    return Decision().schedule(f"dates:{branch}:{number}", due, event, correlation_id=branch)


def begin_round(round: DateRound, run: str, day: str) -> Decision:
    """Begin to look for dates as of a day; a look that is under way is given up."""
    return Decision().save(round.evolve(run=run, day=day, under_way=True))


def end_round(round: DateRound, run: str) -> Decision:
    """End the look, if it is still the one under way."""
    if round.run != run or not round.under_way:
        return Decision()
    return Decision().save(round.evolve(under_way=False))


def is_new(plan: ContactPlan, sign: DateSign) -> bool:
    """Tell whether a date is to be listed: once a year, for a customer of a portfolio who is not excused."""
    kept = plan.account_manager is not None and plan.state is not ContactState.EXCUSED
    return kept and plan.noted.get(sign.key, 0) < sign.year


def has_passed(plan: ContactPlan, sign: DateSign) -> bool:
    """Tell whether a date that has passed is still a step of the plan."""
    return any(step.kind is StepKind.DATE and step.cause == sign.key for step in plan.steps)


def note_date(plan: ContactPlan, sign: DateSign, terms: Terms, *, now: datetime) -> Decision:
    """Put a customer on today's list because a date of theirs is near; a second time changes nothing."""
    if not is_new(plan, sign):
        return Decision()
    today = terms.place.day_of(now)
    lately = {key: year for key, year in plan.noted.items() if year >= sign.year - 1}
    noted = plan.evolve(noted={**lately, sign.key: sign.year})
    listed = noted.with_step(Step(kind=StepKind.DATE, due=today.isoformat(), cause=sign.key))
    return save(plan, computed(listed, terms, today), terms)


def drop_dates(plan: ContactPlan, keys: Iterable[str], terms: Terms, *, now: datetime) -> Decision:
    """Take dates off the list that have passed, or that the file does not have any more."""
    after, gone = plan, set(keys)
    for step in plan.steps:
        if step.kind is StepKind.DATE and step.cause in gone:
            after = after.without_step(StepKind.DATE, step.cause)
    if after.steps == plan.steps:
        return Decision()
    return save(plan, computed(after, terms, terms.place.day_of(now)), terms)
