"""A prospect of the hall on the way to business (A2, D5): from the queue machine to the proposal."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.local.clients import Staff
from deploy.local.day.cast import Cast, known, until
from deploy.local.day.portfolios import CUSTOMER
from deploy.local.seed import BRANCH, COLLEAGUES

PROSPECTS = "/api/referral/prospects"
REFERRALS = "/api/referral/referrals"
NEED = "wealth"
CHEN = "chen.jie"
LISTED = ("C2004", "C2005")
"""Customers of chen.jie on the campaign list."""


async def pipeline(cast: Cast) -> tuple[str, str, str]:
    """A visitor is found, introduced, taken up, becomes a customer, is met, and gets a proposal. Returns the
    ids of the prospect, of the customer and of their account manager; that they are won is left to a deal."""
    sent = await cast.machines["K1"].send("customer_arrived", need=NEED)
    visit = sent.answer["visit"]
    await cast.manager.post(f"/api/lobby/visits/{visit}/prospect", {"need": NEED, "accepts": "now"})
    holder, prospect = await _accepted(cast, visit)
    at = f"{PROSPECTS}/{prospect['prospect']}"
    await holder.post(f"{at}/move", _next("contacted", "meet"))
    customer = await _become_customer(holder, visit)

    async def linked() -> Any:
        return (await holder.get(at))["customer"] == customer

    await until(linked)
    await known(holder, customer)
    await holder.post(f"{at}/move", _next("met", "propose"))
    await holder.post(f"{at}/move", _next("proposed", "decide"))
    who = COLLEAGUES[holder.staff]
    cast.line(f"{who.zh}向厅堂潜客提出方案", f"{who.en} makes a prospect of the hall a proposal")
    return prospect["prospect"], customer, holder.staff


async def campaign(cast: Cast) -> None:
    """The head gives customers with a need to their account manager; one of them is lost, with a reason
    (A2)."""
    manager = cast.people[CHEN]
    for customer in LISTED:
        await known(manager, customer)
    form = {"branch": BRANCH, "need": "fund", "account_manager": CHEN, "customers": list(LISTED)}
    step = {"next_step": "call", "next_on": _day(1)}
    await cast.head.post(f"{PROSPECTS}/campaigns", {**form, **step})

    async def listed() -> Any:
        found = (await manager.get(PROSPECTS, branch=BRANCH, stage="new"))["prospects"]
        return next((one for one in found if one["campaign"] and one["customer"] == LISTED[0]), None)

    one = await until(listed)
    await manager.post(f"{PROSPECTS}/{one['prospect']}/lose", {"reason": "not_now"})


async def _accepted(cast: Cast, visit: str) -> tuple[Staff, dict[str, Any]]:
    """Accept the referral of a visit as whoever is asked, and return them with the prospect that it
    became."""

    async def taken() -> Any:
        for manager in cast.account_managers:
            for one in await manager.get(REFERRALS, mine=1):
                if one["visit"] == visit and one["state"] == "offered":
                    await cast.tried(manager.post(f"{REFERRALS}/{one['referral']}/accept"))
            found = (await manager.get(PROSPECTS, branch=BRANCH, stage="new"))["prospects"]
            for prospect in found:
                if prospect["visit"] == visit:
                    return manager, prospect
        return None

    found: tuple[Staff, dict[str, Any]] = await until(taken)
    return found


async def _become_customer(manager: Staff, visit: str) -> str:
    """Open a file for the prospect of a visit, and note that it is theirs."""
    new = {"branch": BRANCH, "name": "周启航", "phone": "13800000188"}
    seen = await manager.post("/api/customer/duplicates/check", new)  # a day before has left some
    form = {**new, "account_manager": manager.staff, "despite": [likely["customer"] for likely in seen]}
    customer: str = (await manager.post(CUSTOMER, form))["customer"]
    await manager.post(f"{CUSTOMER}/{customer}/lead", {"visit": visit})
    return customer


def _next(stage: str, step: str) -> dict[str, str]:
    return {"stage": stage, "next_step": step, "next_on": _day(2)}


def _day(ahead: int) -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) + timedelta(days=ahead):%Y-%m-%d}"
