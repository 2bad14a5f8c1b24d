"""Goals, budget and work plan of the account managers, and the report of their territory up to the region
head (Q2, R1)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.local.clients import Refused
from deploy.local.day.cast import Cast, until
from deploy.local.seed import BRANCH, BRANCH_SETTINGS, COLLEAGUES

CHEN, SUN, REGION_HEAD = "chen.jie", "sun.yue", "zhou.min"
AT = f"/api/referral/branches/{BRANCH}"
REGION = "/api/referral/region"
WITHIN = 20
"""Seconds in which what happened is counted."""


async def set_plan(cast: Cast) -> None:
    """Set goals of the region, the branch and its account managers, a budget and the direction of the market;
    safe to repeat (Q2, A3)."""
    month = f"{_today():%Y-%m}"
    region = cast.people[REGION_HEAD]
    won = {"metric": "prospects_won", "period": month}
    contacts = {"metric": "contacts_held", "period": month}
    await region.put(f"{REGION}/goals", {**won, "target": 12})
    await cast.head.put(f"{AT}/goals", {**won, "target": 10})
    await cast.head.put(f"{AT}/goals", {**won, "target": 6, "owner": CHEN})
    await cast.head.put(f"{AT}/goals", {**won, "target": 4, "owner": SUN})
    await cast.head.put(f"{AT}/goals", {**contacts, "target": 1, "owner": CHEN})
    await cast.head.put(f"{AT}/goals", {**contacts, "target": 60})
    budget = {"line": "events", "period": month, "amount": 20_000_00, "currency": "CNY"}
    await cast.head.put(f"{AT}/budgets", budget)
    direction = {"period": month, "needs": ["pension", "mortgage"], "segments": ["vip", "affluent"]}
    await cast.head.put(f"{AT}/direction", direction)


async def plan(cast: Cast) -> None:
    """A goal is reached by what was done; money is committed and spent, nothing beyond the budget; a piece of
    the work plan is done (Q2)."""
    manager, month = cast.people[CHEN], f"{_today():%Y-%m}"
    at = f"/api/customer/customers/{await _first_customer(cast)}/contacts"
    await manager.post(at, {"way": "phone", "outcome": "reached", "words": "约定参加养老讲座。"})

    async def reached() -> Any:
        goals = await manager.get(f"{AT}/goals", period=month)
        mine = [goal for goal in goals if (goal["owner"], goal["metric"]) == (CHEN, "contacts_held")]
        return mine[0] if mine and mine[0]["reached"] else None

    goal = await until(reached, within=WITHIN)
    who, done, of = COLLEAGUES[CHEN], goal["achieved"], goal["target"]
    cast.line(f"{who.zh}达成联系目标：{done} / {of}", f"{who.en} reaches a goal: {done} of {of} contacts")
    (budget, *_) = await manager.get(f"{AT}/budgets", period=month)
    address = f"/api/referral/budgets/{budget['budget']}/commitments"
    try:
        await manager.post(address, {"amount": budget["left"] + 1})
    except Refused:
        cast.line(f"{who.zh}申请超出预算，被拒绝", f"{who.en} asks for more than the budget, and is refused")
    after = await manager.post(address, {"amount": 2_000_00})
    spent = f"/api/referral/commitments/{after['open'][-1]['commitment']}/spend"
    await manager.post(spent, {"amount": 1_850_00})
    item = await manager.post(
        f"{AT}/plan-items", {"item": "customer_event", "due": _today().isoformat(), "note": "养老规划讲座"}
    )
    await manager.post(f"/api/referral/plan-items/{item['plan_item']}/done")
    week = await manager.get("/api/customer/schedule", branch=BRANCH)
    laid = sum(len(day["contacts"]) for day in week["days"])
    more = len(week["unplaced"])
    cast.line(
        f"{who.zh}本周联系 {laid} 次，{more} 项排不下",
        f"{who.en} has {laid} contacts in the week, {more} do not fit",
    )


async def report(cast: Cast) -> None:
    """The territory's report is filed, explained by its people, signed by the head, and read by the region
    head with its figures down to their events (R1)."""
    region, week = cast.people[REGION_HEAD], _week(_today())
    filed = await cast.head.post(f"{AT}/territory", {"period": week})
    address = f"/api/referral/territory/{filed['report']}"
    await cast.people[CHEN].put(
        f"{address}/words", {"words": "本周以养老与房贷需求为主，下周集中走访企业客户。"}
    )
    await cast.head.put(f"{address}/words", {"words": "厅堂转介质量好，后台办理时长仍需改进。"})
    await cast.head.post(f"{address}/sign", {"edition": filed["edition"]})
    listed = await region.get(f"{REGION}/territory", period=week)
    mine = next(one["report"] for one in listed if one["branch"] == BRANCH)
    await region.get(address)
    await region.get(f"{address}/lines", metric="contacts_held")
    await region.post(f"{address}/read", {"edition": mine["edition"]})
    quarter = f"{_today().year}-Q{(_today().month + 2) // 3}"
    funnel = await region.get(f"{REGION}/funnel", period=quarter)
    who, won, of = COLLEAGUES[REGION_HEAD], funnel["won"], funnel["cases"]
    cast.line(
        f"{who.zh}审阅片区报告：成交 {won} / {of}",
        f"{who.en} reads the territory's report: {won} of {of} prospects won",
    )


async def _first_customer(cast: Cast) -> str:
    """Return a customer of the account manager."""
    week = await cast.people[CHEN].get("/api/customer/today", branch=BRANCH)
    lines = week["lines"]
    return str(lines[0]["customer"]) if lines else "C2003"


def _today() -> date:
    return datetime.now(ZoneInfo(BRANCH_SETTINGS["timezone"])).date()


def _week(day: date) -> str:
    thursday = day + timedelta(days=3 - day.weekday())
    return f"{thursday:%G-W%V}"
