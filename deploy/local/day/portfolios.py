"""The portfolios of the account managers: people, a couple, companies, what they hold and agreed to."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.local.clients import Refused, Staff
from deploy.local.day.cast import Cast
from deploy.local.seed import BRANCH, BRANCH_SETTINGS

CUSTOMER = "/api/customer/customers"
RHYTHM = {
    "rhythms": [
        {"segments": ["private"], "every": 14, "grace": 3, "neglect": 5},
        {"segments": ["vip"], "every": 21},
        {"segments": ["affluent"], "every": 60, "grace": 10},
        {"segments": ["mass"], "every": 180, "grace": 20, "neglect": 20},
    ],
    "slots": 12,
}
BOUNDS = (("private", 6_000_000), ("vip", 500_000), ("affluent", 50_000), ("mass", None))
"""The segments by total balance: each from its bound up to that of the one before."""


@dataclass(frozen=True)
class Client:
    """A customer of a portfolio; `balance` is in whole units of the currency, `spoken` are the days since the
    last contact, `today` says that they asked to be called today."""

    id: str
    name: str
    phone: str
    segment: str
    manager: str
    balance: int
    spoken: int
    today: bool = False
    code: str | None = None
    """The unified social credit code of a company."""

    @property
    def card(self) -> str:
        return f"62220201{self.id.removeprefix('C'):>08}"


PORTFOLIO = (
    Client("C2001", "顾明远", "13800000101", "private", "chen.jie", 8_200_000, 16),
    Client("C2002", "沈若兰", "13800000102", "private", "chen.jie", 7_500_000, 9, today=True),
    Client("C2003", "钱立群", "13800000103", "vip", "chen.jie", 900_000, 25),
    Client("C2004", "蒋文清", "13800000104", "vip", "chen.jie", 640_000, 4),
    Client("C2005", "许家明", "13800000105", "affluent", "chen.jie", 180_000, 30, today=True),
    Client(
        "C2006",
        "云帆科技有限公司",
        "13800000106",
        "vip",
        "chen.jie",
        2_600_000,
        22,
        code="91110105MA01ABCD26",
    ),
    Client("C2101", "叶知秋", "13800000201", "private", "sun.yue", 6_900_000, 20),
    Client("C2102", "傅正阳", "13800000202", "vip", "sun.yue", 1_300_000, 12, today=True),
    Client("C2103", "曹静怡", "13800000203", "vip", "sun.yue", 700_000, 24),
    Client("C2104", "邓长河", "13800000204", "affluent", "sun.yue", 95_000, 28),
    Client(
        "C2105",
        "和兴贸易有限公司",
        "13800000205",
        "affluent",
        "sun.yue",
        420_000,
        15,
        code="91310115MA1K3XYH7D",
    ),
)
COUPLE = ("C2001", "C2002")
BORN = "C2004"
"""The customer whose birthday is tomorrow, whatever day it is."""
LEAP_YEAR = 1972


async def portfolios(cast: Cast) -> None:
    """Make the portfolios where they are missing; safe to repeat."""
    await cast.head.put(f"/api/customer/branches/{BRANCH}/rhythm", RHYTHM)
    await _rules(cast.head)
    await asyncio.gather(*(_client(cast, one) for one in PORTFOLIO))
    manager = cast.people["chen.jie"]
    household = await manager.get(f"{CUSTOMER}/{COUPLE[0]}/household")
    if len(household["members"]) < len(COUPLE):
        await manager.put(f"{CUSTOMER}/{COUPLE[1]}/household", {"other": COUPLE[0], "role": "spouse"})
    await _birthday(manager)


async def _birthday(keeper: Staff) -> None:
    """Let a customer have their birthday tomorrow."""
    file = await keeper.get(f"{CUSTOMER}/{BORN}")
    tomorrow = (datetime.now(ZoneInfo(BRANCH_SETTINGS["timezone"])) + timedelta(days=1)).replace(
        year=LEAP_YEAR
    )
    dates = [{"kind": "birthday", "day": f"{tomorrow:%Y-%m-%d}", "words": "喜欢茉莉花茶"}]
    if [one["day"] for one in file["dates"]] != [dates[0]["day"]]:
        await keeper.put(f"{CUSTOMER}/{BORN}/profile", {"edition": file["edition"], "dates": dates})


async def open_client(keeper: Staff, one: Client) -> None:
    """Open the file of a customer, after a look at those that are like it: a day before has left some."""
    new = {"branch": BRANCH, "name": one.name, "phone": one.phone}
    seen = await keeper.post("/api/customer/duplicates/check", new)
    file: dict[str, Any] = {**new, "customer": one.id, "despite": [likely["customer"] for likely in seen]}
    file |= {"segment": one.segment, "account_manager": one.manager}
    kind = {"kind": "company", "identity": one.code} if one.code else {}
    await keeper.post(CUSTOMER, {**file, **kind})


async def hold(keeper: Staff, customer: str, balance: int) -> None:
    """Report what a customer holds, in two products."""
    deposit, wealth = balance // 4, balance - balance // 4
    ends = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    products = [
        {"product": "deposit", "amount": 100 * deposit, "matures_on": ends},
        {"product": "wealth", "amount": 100 * wealth},
    ]
    await keeper.put(f"{CUSTOMER}/{customer}/holdings", {"holdings": products})


async def _client(cast: Cast, one: Client) -> None:
    keeper, at = cast.people[one.manager], f"{CUSTOMER}/{one.id}"
    if await _is_there(keeper, at):
        return
    await open_client(cast.head, one)
    await cast.head.post(f"{at}/credentials", {"kind": "card", "value": one.card})
    await hold(keeper, one.id, one.balance)
    consent = {"purpose": "service", "channel": "sms", "source": "form", "evidence": f"表单 {one.id}"}
    await keeper.post(f"{at}/consents", consent)
    spoken: dict[str, Any] = {"way": "phone", "outcome": "reached", "words": "谈了近期安排，约定保持联系。"}
    spoken["at"] = (datetime.now(UTC) - timedelta(days=one.spoken)).isoformat()
    await keeper.post(f"{at}/contacts", spoken)


async def _is_there(keeper: Staff, at: str) -> bool:
    """Tell whether a customer was made whole: the contact comes last."""
    try:
        return bool((await keeper.get(f"{at}/contacts"))["contacts"])
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return False


async def _rules(head: Staff) -> None:
    """Let the rules of segments apply from today on, unless some do."""
    known = await head.get("/api/customer/segments/rules", branch=BRANCH)
    if known["active"]:
        return
    rules, above = [], None
    for segment, least in BOUNDS:
        bounds = {name: it for name, it in (("at_least", least), ("below", above)) if it is not None}
        condition = {"input": "total_balance", **bounds}
        rules.append({"name": segment, "segment": segment, "conditions": [condition]})
        above = least
    made = await head.post(f"/api/customer/segments/rules?branch={BRANCH}", {"rules": rules, "ladder": False})
    activate = f"/api/customer/segments/rules/{made['number']}/activate?branch={BRANCH}"
    await head.post(activate, {"from_day": known["today"]})
