"""A deal in the branch day: from a prospect through three departments to its end (A4)."""

from typing import Any

from deploy.local.clients import Staff
from deploy.local.day.cast import Cast, known, rest
from deploy.local.seed import BRANCH, COLLEAGUES

DEALS = "/api/referral/deals"
MANAGER, OFFICE, RISK, PRODUCT = "chen.jie", "he.jun", "ma.lin", "tang.yi"


async def deal_through_departments(
    cast: Cast, customer: str, prospect: str, keeper: str, product: str = "home_loan"
) -> str:
    """Take the deal of a prospect from its opening to its close: the papers come back once, and a step is
    blocked; return its id."""
    manager, office, risk = (cast.people[one] for one in (keeper, OFFICE, RISK))
    business = {"product": product, "amount": 120_000_000, "customer": customer, "template": "loan"}
    team = [{"staff": RISK, "purpose": "risk_view"}]
    opened = await manager.post(f"{DEALS}?branch={BRANCH}", {**business, "team": team, "prospect": prospect})
    deal = opened["deal"]
    who, day = COLLEAGUES[keeper], opened["promised_on"]
    cast.line(f"{who.zh}开立贷款业务，预计 {day} 办结", f"{who.en} opens a loan, promised for {day}")
    group = {"purpose": "approval", "members": [keeper, RISK], "ends_on": opened["promised_on"]}
    await manager.post(f"{DEALS}/{deal}/groups", group)
    await _do(manager, deal, "papers")
    await rest(20)
    await _task(risk, deal, "credit", "take")
    await _task(risk, deal, "credit", "return", reason="incomplete")
    await rest(20)
    await _task(manager, deal, "credit", "resume")
    await _do(cast.people[PRODUCT], deal, "terms")
    await _task(risk, deal, "credit", "take")
    await _task(risk, deal, "credit", "block", reason="customer")
    await rest(20)
    await _task(risk, deal, "credit", "unblock")
    await _task(risk, deal, "credit", "finish")
    await _do(office, deal, "payout")
    await manager.post(f"{DEALS}/{deal}/close", {})
    return str(deal)


async def deals_under_way(cast: Cast) -> None:
    """Leave a few deals open, one at each department, for those who look at the desks; safe to repeat."""
    manager = cast.people[MANAGER]
    listed: dict[str, Any] = await manager.get(DEALS, branch=BRANCH)
    if listed["deals"]:
        return
    for customer, amount in (("C2001", 300_000_000), ("C2003", 45_000_000), ("C2006", 800_000_000)):
        await known(manager, customer)
        business = {"product": "enterprise_loan", "amount": amount, "customer": customer, "template": "loan"}
        opened = await manager.post(f"{DEALS}?branch={BRANCH}", business)
        if customer != "C2001":
            await _do(manager, opened["deal"], "papers")
        if customer == "C2006":
            await _task(cast.people[RISK], opened["deal"], "credit", "take")
            await _task(cast.people[RISK], opened["deal"], "credit", "block", reason="third_party")


async def _do(who: Staff, deal: str, step: str) -> None:
    await _task(who, deal, step, "take")
    await _task(who, deal, step, "finish")


async def _task(who: Staff, deal: str, step: str, what: str, **body: str) -> None:
    await who.post(f"{DEALS}/{deal}/tasks/{step}/{what}", body)
