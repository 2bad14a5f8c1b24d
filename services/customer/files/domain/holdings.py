"""Holdings and balances of a customer by product (W2): as the bank's core reports them, or as stated."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from services.customer.files.domain.customer import Customer, Holding
from services.customer.files.domain.facts import Source, tracked, with_facts
from shared.contracts.customer import HoldingsChanged
from shared.domain import Decision
from shared.errors import Refusal

PRODUCTS_AT_MOST = 100
LARGEST = 10**17
"""A thousand billion, in hundredths."""


class BadHolding(Refusal):
    code, status = "bad_holding", 422
    en, zh = (
        "A holding has a product of a-z, 0-9 and _, an amount, a currency of three letters, and a real day; "
        "each product once, at most 100.",
        "持有产品有误：产品代码限小写字母、数字与下划线，金额、三位货币代码、到期日须正确；"
        "同一产品只填一次，最多 100 项。",
    )


class NewerReport(Refusal):
    code, status = "newer_report", 409
    en, zh = "A later report of the holdings is on file already.", "档案中已有更新的持有产品报告。"


class ReportOfTheFuture(Refusal):
    code, status = "report_of_the_future", 422
    en, zh = "Holdings are reported as of a moment that has passed.", "持有产品的截至时间不能晚于现在。"


def report_holdings(
    customer: Customer, holdings: Iterable[Holding], as_of: datetime, source: Source
) -> Decision:
    """Take over all that the customer holds at a moment. A report that changes nothing publishes nothing.

    Raises `FileErased`, `BadHolding`, `ReportOfTheFuture`; `NewerReport` for one that is older than that on
    file.
    """
    customer.must_exist()
    reported = tuple(sorted(holdings, key=lambda one: one.product))
    _must_be_right(reported)
    if as_of > source.at:
        raise ReportOfTheFuture
    if as_of < customer.opened_at:
        as_of = customer.opened_at
    source = replace(source, valid_from=as_of)
    if customer.held_at is not None and as_of < customer.held_at:
        raise NewerReport
    changed = customer.evolve(holdings=reported, held_at=as_of)
    if tracked(changed) == tracked(customer):
        return Decision().save(changed)
    before = {one.product: one for one in customer.holdings}
    after = {one.product: one for one in reported}
    products = sorted(name for name in before | after if before.get(name) != after.get(name))
    event = HoldingsChanged(
        branch=customer.branch,
        customer=customer.id,
        products=tuple(products),
        as_of=as_of,
        gone=tuple(sorted(before.keys() - after.keys())),
    )
    return with_facts(customer, changed, source, event)


def are_held(customer: Customer, holdings: Iterable[Holding]) -> bool:
    """Tell whether the customer holds just these."""
    return customer.holdings == tuple(sorted(holdings, key=lambda one: one.product))


def _must_be_right(holdings: Sequence[Holding]) -> None:
    products = {one.product for one in holdings}
    if len(products) != len(holdings) or len(holdings) > PRODUCTS_AT_MOST:
        raise BadHolding
    if not all(_is_right(one) for one in holdings):
        raise BadHolding


def _is_right(holding: Holding) -> bool:
    if not re.fullmatch(r"[a-z0-9_]{1,64}", holding.product):
        return False
    if not re.fullmatch(r"[A-Z]{3}", holding.currency) or abs(holding.amount) > LARGEST:
        return False
    try:
        return holding.matures_on is None or date.fromisoformat(holding.matures_on).isoformat() != ""
    except ValueError:
        return False
