"""Periods of plans and reports (Q2, R1): weeks, months, quarters and years of a branch's own days.

They are written as ``2026-W48`` (ISO 8601, from Monday), ``2026-11``, ``2026-Q4`` and ``2026``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from shared.contracts.labelled import Words
from shared.errors import Refusal

FORMS = re.compile(r"^([0-9]{4})(?:-(?:W([0-9]{2})|Q([1-4])|([0-9]{2})))?$")


class PeriodKind(Words):
    """The length of a period (Q2, R1)."""

    WEEK = "week", "周", "Week"
    MONTH = "month", "月", "Month"
    QUARTER = "quarter", "季度", "Quarter"
    YEAR = "year", "年", "Year"


class UnknownPeriod(Refusal):
    code, status = "unknown_period", 422
    en, zh = (
        "Name a period such as 2026-W48, 2026-11, 2026-Q4 or 2026.",
        "请填写有效期间，例如2026-W48、2026-11、2026-Q4或2026。",
    )


@dataclass(frozen=True)
class Period:
    """A period by its name, with its first and its last day."""

    name: str
    kind: PeriodKind
    first: date
    last: date

    @property
    def days(self) -> int:
        """The number of its days."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> tuple[str, ...]:
        """The months of which it consists; of a week, those that it touches."""
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month.strftime("%Y-%m"))
            month = (month + timedelta(days=31)).replace(day=1)
        return tuple(found)

    @property
    def years(self) -> tuple[str, ...]:
        """The years in which its days lie."""
        return tuple(sorted({str(self.first.year), str(self.last.year)}))

    def has(self, day: date) -> bool:
        """Tell whether `day` is one of its days."""
        return self.first <= day <= self.last

    @property
    def next(self) -> "Period":
        """The period of the same kind after it."""
        return period_of(self.last + timedelta(days=1), self.kind)


def read_period(name: str) -> Period:
    """Return the period of this name. Raises `UnknownPeriod`."""
    found = FORMS.match(name)
    try:
        if found is None or not "1900" < name < "3000":
            raise UnknownPeriod
        year, week, quarter, month = found.groups()
        if week:
            return period_of(date.fromisocalendar(int(year), int(week), 1), PeriodKind.WEEK)
        if quarter:
            return period_of(date(int(year), int(quarter) * 3, 1), PeriodKind.QUARTER)
        if month:
            return period_of(date(int(year), int(month), 1), PeriodKind.MONTH)
        return period_of(date(int(year), 1, 1), PeriodKind.YEAR)
    except ValueError:
        raise UnknownPeriod from None


def period_of(day: date, kind: PeriodKind) -> Period:
    """Return the period of this kind in which `day` lies."""
    if kind is PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(f"{year}-W{week:02}", kind, monday, monday + timedelta(days=6))
    if kind is PeriodKind.MONTH:
        first = day.replace(day=1)
        return Period(day.strftime("%Y-%m"), kind, first, _before_next(first, 1))
    if kind is PeriodKind.QUARTER:
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Period(f"{day.year}-Q{(day.month + 2) // 3}", kind, first, _before_next(first, 3))
    return Period(str(day.year), kind, date(day.year, 1, 1), date(day.year, 12, 31))


def goal_periods(day: date) -> tuple[Period, ...]:
    """Return the periods for which goals may be set that have this day: its month, quarter and year."""
    return tuple(period_of(day, kind) for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR))


def _before_next(first: date, months: int) -> date:
    """Return the last day of so many months that begin with `first`."""
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
