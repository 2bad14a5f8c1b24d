"""The portfolio of an account manager (A1): how many customers of each segment, and whether their rhythms can
be kept in the time there is."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.customer.contacts.domain.plan import Terms
from services.customer.contacts.domain.rhythm import contacts_per_week, slots_per_week
from shared.contracts.customer import PortfolioFits, PortfolioOverbooked
from shared.contracts.words import Segment
from shared.domain import Decision, Document


class Portfolio(Document):
    """The customers of an account manager at a branch, counted by segment with every change of a plan; the id
    is ``<branch>:<account manager>``. `overbooked`: it was told that their contacts do not fit."""

    collection: ClassVar[str] = "portfolios"

    branch: str
    account_manager: str
    customers: dict[Segment, int] = {}
    overbooked: bool = False

    @property
    def size(self) -> int:
        """The number of customers."""
        return sum(self.customers.values())

    def changed_by(self, segment: Segment, count: int) -> "Portfolio":
        """Return it with `count` customers of a segment more, or less."""
        return self.evolve(customers={**self.customers, segment: self.customers.get(segment, 0) + count})


@dataclass(frozen=True)
class Feasibility:
    """The contacts a week that the rhythms of a portfolio ask for, by segment, against those that can be
    made."""

    contacts: dict[Segment, float]
    slots: float

    @property
    def demand(self) -> float:
        """The contacts a week, over all segments."""
        return round(sum(self.contacts.values()), 2)

    @property
    def fits(self) -> bool:
        """Return whether they can all be made."""
        return self.demand <= self.slots


def portfolio_id(branch: str, account_manager: str) -> str:
    """Return the id of the portfolio of an account manager at a branch."""
    return f"{branch}:{account_manager}"


def feasibility(portfolio: Portfolio, terms: Terms, today: date) -> Feasibility:
    """Compare what the customers of a portfolio ask for with the time there is."""
    slots = slots_per_week(terms.book, terms.place.calendar, today)
    return Feasibility(contacts_per_week(portfolio.customers, terms.book), slots)


def judged(portfolio: Portfolio, terms: Terms, today: date) -> Decision:
    """Save a portfolio, and tell when its contacts begin or cease to be too many."""
    found = feasibility(portfolio, terms, today)
    whose = {"branch": portfolio.branch, "account_manager": portfolio.account_manager}
    figures = {"contacts_per_week": found.demand, "slots_per_week": found.slots}
    after = portfolio.evolve(overbooked=not found.fits)
    if found.fits == (not portfolio.overbooked):
        return Decision().save(after)
    if found.fits:
        return Decision().save(after, PortfolioFits(**whose, **figures))
    return Decision().save(after, PortfolioOverbooked(**whose, **figures, customers=portfolio.size))
