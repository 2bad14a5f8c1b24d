"""Portfolios: the copy that notify keeps of what account managers hold, so that nobody leaves their
customers without a keeper (W2). `customer` owns the portfolios."""

from collections.abc import Iterable
from typing import ClassVar

from services.notify.staff.domain.staff import Enrolment, Staff
from shared.contracts.notify import PortfolioWaived, WaiverReason
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal


class PortfolioStillHeld(Refusal):
    """An enrolment that would leave customers without an account manager."""

    code, status = "portfolio_held", 409
    en = "This account manager still keeps customers; hand them over first, or state why that cannot wait."
    zh = "该客户经理名下仍有客户；请先完成交接，或说明无法等待的原因。"


class Portfolio(Document):
    """The customers and open items that an account manager holds at a branch; the id is
    ``<staff>@<branch>``."""

    collection: ClassVar[str] = "portfolios"

    branch: str
    staff: str
    customers: int = 0
    open_items: int = 0


def leaves(enrolment: Enrolment, before: Staff | None) -> list[str]:
    """Return the branches where a person is an account manager no longer."""
    if before is None or Role.ACCOUNT_MANAGER not in before.roles:
        return []
    stays = Role.ACCOUNT_MANAGER in enrolment.roles
    after = enrolment.branches_from(before) if stays else ()
    return [branch for branch in before.branches if branch not in after]


def waive(held: Iterable[Portfolio], reason: WaiverReason | None, by: str) -> Decision:
    """Let a person leave who holds nothing, or for a stated reason, which the heads are told.

    Raises `PortfolioStillHeld`.
    """
    decision = Decision()
    for portfolio in held:
        if portfolio.customers:
            if reason is None:
                raise PortfolioStillHeld(f"{portfolio.branch}: {portfolio.customers}")
            event = PortfolioWaived(
                branch=portfolio.branch,
                staff=portfolio.staff,
                customers=portfolio.customers,
                reason=reason,
                waived_by=by,
            )
            decision.save(portfolio, event)
    return decision
