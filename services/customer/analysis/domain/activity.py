"""The activity of a customer (W4): the days on which they came or were spoken to, and what is open, as little
of each as a score needs."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.silence import History
from services.customer.files.domain.customer import NOBODY, Customer, Holding
from shared.contracts.words import Segment
from shared.domain import Document

LOTS = 2**31
"""The number of places in a draw."""
RECENT = 24
"""Days that are kept one by one; of those before them, only their number."""
COMPLAINTS = 20
MATURING = 5
"""Maturities that are kept, the next ones."""
MONTHS = 4
"""Months of which the last total of the holdings is kept."""
YEAR = 365


class Complaint(BaseModel):
    """A complaint that is open, since a day of the home branch."""

    model_config = ConfigDict(frozen=True)

    case: str
    since: str


class Total(BaseModel):
    """The total of a customer's holdings at the end of a month, or on the last day told of it."""

    model_config = ConfigDict(frozen=True)

    day: str
    amount: int


class Maturity(BaseModel):
    """A holding that matures on a day; the amount is in hundredths."""

    model_config = ConfigDict(frozen=True)

    day: str
    amount: int


class Wealth(BaseModel):
    """The holdings of a customer in the currency of most of them: `totals` by month, the last one as it
    stands; `products` that they hold; `maturing` are the next maturities."""

    model_config = ConfigDict(frozen=True)

    currency: str
    products: int
    totals: tuple[Total, ...]
    maturing: tuple[Maturity, ...] = ()

    @property
    def total(self) -> int:
        """Return the total as it stands, in hundredths."""
        return self.totals[-1].amount

    @property
    def fallen(self) -> float:
        """Return the share by which the total is below the highest of the months before; 0 for none."""
        highest = max((one.amount for one in self.totals[:-1]), default=0)
        return max(0.0, 1 - self.total / highest) if highest > 0 else 0.0

    def due_within(self, day: str, days: int) -> tuple[Maturity, ...]:
        """Return the maturities from a day on, within so many days."""
        return tuple(one for one in self.maturing if one.day >= day and days_between(day, one.day) <= days)


class Activity(Document):
    """The doings of one customer; the id is the customer's. Days are those of the home branch, each counted
    once.

    `recent` are the last days, in order; `count` is the number of all days, from `first` on. `lot` is the
    customer's place in a draw, by which samples are taken and pages turned. `masked_name`, `segment` and
    `account_manager` are copies.
    """

    collection: ClassVar[str] = "activities"

    branch: str
    masked_name: str = NOBODY
    segment: Segment
    account_manager: str | None = None
    lot: int
    first: str | None = None
    count: int = 0
    recent: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    wealth: Wealth | None = None

    @property
    def last(self) -> str | None:
        """Return the last day of activity, or None."""
        return self.recent[-1] if self.recent else None

    def history(self, today: str) -> History | None:
        """Return the visits as the model of silence takes them; None of a customer who never came."""
        if self.first is None or self.last is None:
            return None
        return History(self.count - 1, days_between(self.first, self.last), days_between(self.last, today))

    def per_year(self, today: str) -> float:
        """Return the days of activity in the year before `today`; a guess from the kept ones when all of them
        are younger than a year."""
        within = sum(days_between(day, today) < YEAR for day in self.recent)
        if within < RECENT or self.count == len(self.recent):
            return float(within)
        return within * YEAR / max(1, days_between(self.recent[0], today))


def activity_of(customer: Customer, known: Activity | None) -> Activity:
    """Return the activity of a customer with the copies up to date; an empty one if none is known."""
    copies = {
        "branch": customer.branch,
        "masked_name": customer.masked_name,
        "segment": customer.segment,
        "account_manager": customer.account_manager,
    }
    if known is None:
        return Activity(id=customer.id, lot=lot_of(customer.id), **copies)
    return known.evolve(**copies)


def with_day(activity: Activity, day: str) -> Activity:
    """Count a day of activity. One that is counted changes nothing, and a late one finds its place."""
    if day in activity.recent:
        return activity
    return activity.evolve(
        first=min(activity.first or day, day),
        count=activity.count + 1,
        recent=tuple(sorted((*activity.recent, day)))[-RECENT:],
    )


def joined(activity: Activity, other: Activity) -> Activity:
    """Return the activity of a customer who turned out to be another, too: days and complaints of both."""
    days = sorted({*activity.recent, *other.recent})
    older = activity.count - len(activity.recent) + other.count - len(other.recent)
    firsts = [first for first in (activity.first, other.first) if first is not None]
    return activity.evolve(
        first=min(firsts, default=None),
        count=older + len(days),
        recent=tuple(days[-RECENT:]),
        complaints=(*activity.complaints, *other.complaints)[:COMPLAINTS],
    )


def with_complaint(activity: Activity, case: str, since: str) -> Activity:
    """Keep a complaint as open; beyond `COMPLAINTS` they are not kept one by one."""
    if any(one.case == case for one in activity.complaints) or len(activity.complaints) >= COMPLAINTS:
        return activity
    return activity.evolve(complaints=(*activity.complaints, Complaint(case=case, since=since)))


def without_complaint(activity: Activity, case: str) -> Activity:
    """Drop a complaint that was settled."""
    return activity.evolve(complaints=tuple(one for one in activity.complaints if one.case != case))


def with_holdings(activity: Activity, holdings: Sequence[Holding], day: str) -> Activity:
    """Take over what a customer holds as of a day: the totals of the months before stay."""
    by_currency: dict[str, int] = {}
    for one in holdings:
        by_currency[one.currency] = by_currency.get(one.currency, 0) + one.amount
    known = activity.wealth
    if not by_currency and known is None:
        return activity
    currency = max(by_currency, key=lambda name: (abs(by_currency[name]), name), default="")
    if known is not None and (not currency or known.currency in by_currency):
        currency = known.currency
    before = known.totals if known is not None and known.currency == currency else ()
    total = Total(day=day, amount=by_currency.get(currency, 0))
    own = [one for one in holdings if one.currency == currency]
    maturing = sorted((one.matures_on, one.amount) for one in own if one.matures_on and one.matures_on >= day)
    return activity.evolve(
        wealth=Wealth(
            currency=currency,
            products=sum(one.amount > 0 for one in holdings),
            totals=(*(one for one in before if one.day[:7] < day[:7]), total)[-MONTHS:],
            maturing=tuple(Maturity(day=on, amount=amount) for on, amount in maturing[:MATURING]),
        )
    )


def histories_of(activities: Iterable[Activity], today: str) -> list[History]:
    """Return the histories of those who ever came, in an order that hangs on their values alone."""
    return sorted(found for one in activities if (found := one.history(today)) is not None)


def lot_of(customer: str) -> int:
    """Return a customer's place in a draw, below `LOTS`: the same whenever it is asked for, and as good as
    random."""
    return int.from_bytes(sha256(customer.encode()).digest()[:4], "big") >> 1


def days_between(first: str, last: str) -> int:
    """Return the days from one day to another; 0 where the clock went back."""
    return max(0, date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal())
