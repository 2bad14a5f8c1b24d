"""The products of the bank and the need desk in the demo's day (A3, E4).

A catalogue, recommendations that are presented, a product that is re-rated meanwhile with its holder to be
told, and a need that the product department answers.
"""

from typing import Any

from deploy.local.clients import Staff
from deploy.local.day.cast import Cast, known, until
from deploy.local.seed import BRANCH, COLLEAGUES

DESK, MANAGER, LOBBY = "tang.yi", "chen.jie", "wang.fang"
CUSTOMER, NEEDY = "C2003", "C2004"
AT = f"/api/referral/customers/{CUSTOMER}"
RERATED = "steady_bond_180"


def _terms(zh: str, en: str, family: str, risk: str, **more: Any) -> dict[str, Any]:
    known = {"family": family, "name_zh": zh, "name_en": en, "issuer_risk": risk, "seller_risk": risk}
    steps = ["explain", "disclose", "confirm", "sign"]
    return {**known, "on_sale_from": "2026-01-01", "steps": steps, "papers": ["identity", "card"], **more}


CATALOGUE: dict[str, dict[str, Any]] = {
    "daily_cash": _terms("日日聚现金管理", "Daily cash", "wealth", "R1", needs=["wealth"]),
    "steady_90": _terms(
        "稳健 90 天", "Steady 90 days", "wealth", "R2", needs=["wealth"], smallest_amount=100_000
    ),
    RERATED: _terms("稳债 180 天", "Steady bonds 180 days", "wealth", "R2", needs=["wealth"]),
    "balanced_fund": _terms("均衡混合基金", "Balanced fund", "fund", "R3", needs=["fund"]),
    "growth_private": _terms(
        *("成长私募一号", "Growth private fund 1", "private_fund", "R5"),
        needs=["wealth"],
        steps=["explain", "disclose", "record", "confirm", "sign", "reflect"],
        smallest_amount=100_000_000,
    ),
    "term_deposit_3y": _terms("三年定期", "Three years' deposit", "deposit", "R1", needs=["deposit"]),
    "home_loan": _terms(
        *("个人住房贷款", "Home loan", "loan", "R1"),
        needs=["mortgage", "loan"],
        steps=["explain", "check", "sign"],
        papers=["identity", "income", "property", "contract"],
    ),
    "enterprise_loan": _terms(
        *("企业经营贷", "Business loan", "loan", "R1"),
        needs=["business", "loan"],
        steps=["explain", "check", "sign"],
        papers=["licence", "contract"],
    ),
}


async def seed_catalogue(desk: Staff) -> None:
    """Publish the products that are not there yet, and rate those back that a day before rated anew; safe to
    repeat."""
    listed = await desk.get("/api/referral/products", branch=BRANCH)
    known = {one["product"]: one["terms"] for one in listed if one["number"]}
    for product, terms in CATALOGUE.items():
        if product not in known:
            await desk.put(f"/api/referral/products/{product}", terms)
            await desk.post(f"/api/referral/products/{product}/publish")
        elif known[product]["risk"] != terms["issuer_risk"]:
            risks = {name: terms[name] for name in ("issuer_risk", "seller_risk")}
            await desk.post(f"/api/referral/products/{product}/rerate", risks)


async def products(cast: Cast) -> None:
    """Play all of it; the catalogue is there after it."""
    await seed_catalogue(cast.people[DESK])
    await recommended(cast)
    await rerated(cast)
    await needed(cast)


async def recommended(cast: Cast) -> None:
    """A customer is assessed at the counter; what suits is recommended and presented, one of it sold (A3)."""
    manager, teller = cast.people[MANAGER], cast.people["li.na"]

    await known(manager, CUSTOMER)
    for family, tolerance in (("wealth", "C2"), ("fund", "C3")):
        profiles = await manager.get(f"{AT}/profiles")
        if family not in {one["family"] for one in profiles if one["holds"]}:
            result = {"family": family, "tolerance": tolerance, "questionnaire": "2026-1"}
            await teller.post(f"{AT}/assessments", result)
    for one in await manager.get(f"{AT}/recommendations"):
        if one["open"]:
            await manager.post(f"/api/referral/recommendations/{one['recommendation']}/withdraw")
    for product in (RERATED, "steady_90"):
        offer = {"product": product, "reasons": ["maturity", "spread"]}
        made = await cast.tried(manager.post(f"{AT}/recommendations", offer))
        if made is not None:
            await manager.post(f"/api/referral/recommendations/{made['recommendation']}/present", {})
    bought = next((one for one in await _open(manager) if one["product"] == "steady_90"), None)
    if bought is not None:
        address = f"/api/referral/recommendations/{bought['recommendation']}"
        await manager.post(f"{address}/interested")
        await manager.post(f"{address}/bought", {"amount": 20_000_000})


async def rerated(cast: Cast) -> None:
    """The products are rated anew: what is open and suits no more goes, a holder is told (A3)."""
    desk, manager = cast.people[DESK], cast.people[MANAGER]
    for product in (RERATED, "steady_90"):
        higher = {"issuer_risk": "R3", "seller_risk": "R3"}
        await desk.post(f"/api/referral/products/{product}/rerate", higher)

    async def tasks() -> Any:
        return await manager.get("/api/referral/holder-tasks", branch=BRANCH)

    for task in await until(tasks):
        await manager.post(f"/api/referral/holder-tasks/{task['holder_task']}/done")
        before, after, who = task["before"], task["after"], COLLEAGUES[MANAGER]
        cast.line(
            f"风险由 {before} 升至 {after}，{who.zh}已告知客户",
            f"{who.en} tells a customer of the higher risk",
        )


async def needed(cast: Cast) -> None:
    """A need that no product serves reaches the product department, whose answer comes back to who asked; the
    lobby manager tells what she saw of the market (A3, E4)."""
    manager, desk, lobby = cast.people[MANAGER], cast.people[DESK], cast.people[LOBBY]
    stated = await manager.post(f"/api/customer/customers/{NEEDY}/needs", {"need": "pension"})
    need = next(one["id"] for one in stated if one["need"] == "pension")
    address = f"/api/customer/customers/{NEEDY}/needs/{need}"
    await manager.post(f"{address}/unservable", {"reason": "no_product"})
    by_hand = {"need": "pension", "words": "多位客户询问按月领取的养老产品。"}
    await lobby.post(f"/api/referral/desk/askings?branch={BRANCH}", by_hand)
    note = {"topic": "competitor", "words": "对面支行上调了三年期存款利率。"}
    await lobby.post(f"/api/referral/desk/notes?branch={BRANCH}", note)

    async def pooled() -> Any:
        found = [
            one
            for state in ("raised", "acknowledged")
            for one in await desk.get("/api/referral/desk/needs", state=state)
            if one["need"] == "pension" and one["count"] > 1
        ]
        return found[0] if found else None

    at_desk = await until(pooled)
    address = f"/api/referral/desk/needs/{at_desk['desk_need']}"
    await desk.post(f"{address}/acknowledge")
    await desk.post(f"{address}/answer", {"answer": "planned", "words": "按月领取的养老理财下季度推出。"})
    count, who = at_desk["count"], COLLEAGUES[DESK]
    cast.line(f"{who.zh}答复提出 {count} 次的需求", f"{who.en} answers a need that was raised {count} times")


async def _open(manager: Staff) -> list[Any]:
    found: list[Any] = await manager.get(f"{AT}/recommendations")
    return [one for one in found if one["open"]]
