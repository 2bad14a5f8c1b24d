"""The account manager's day (客户经理): one small scene for every duty of A1, W1 to W4 and Q1."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from deploy.local.clients import Refused
from deploy.local.day.cast import Cast, until
from deploy.local.day.portfolios import BORN, COUPLE, CUSTOMER, PORTFOLIO, Client, hold, open_client
from deploy.local.seed import BRANCH, BRANCH_SETTINGS, COLLEAGUES

CHEN, SUN = "chen.jie", "sun.yue"
TODAY = "/api/customer/today"
NEWCOMER_HOLDS = 860_000
MET = timedelta(days=12)
LAST_MONTH = timedelta(days=30)
DATES_WITHIN = 40
"""Seconds until a date that is written into a file is on the list, at the pace of the demo."""


async def todays_list(cast: Cast) -> None:
    """The account manager reads today's list, calls whom it names first, and moves another to today (A1)."""
    manager = cast.people[CHEN]
    for one in PORTFOLIO:
        if one.today:
            asks = {"way": "phone", "initiative": "customer", "outcome": "moved", "until": _today()}
            await cast.people[one.manager].post(f"{CUSTOMER}/{one.id}/contacts", asks)
    lines = (await manager.get(TODAY, branch=BRANCH))["lines"]
    if not lines:
        cast.line(
            f"{COLLEAGUES[CHEN].zh}今天没有待联系的客户", f"{COLLEAGUES[CHEN].en} has nobody to call today"
        )
        return
    first = f"{CUSTOMER}/{lines[0]['customer']}/contacts"
    await manager.post(first, {"way": "phone", "outcome": "not_reached"})
    spoken = {"way": "phone", "outcome": "reached", "words": "对到期资金的安排有兴趣，下周面谈。"}
    await manager.post(first, spoken)


async def due_in_the_hall(cast: Cast) -> None:
    """A customer who is due takes a number; the account manager sees at once that they wait (A1, D6)."""
    manager, one = cast.people[SUN], next(one for one in PORTFOLIO if one.manager == SUN)
    card = {"kind": "card", "value": one.card}
    sent = await cast.machines["K1"].send("customer_arrived", need="wealth", credential=card)

    async def waits() -> Any:
        found = await manager.get(f"{TODAY}/hall", branch=BRANCH)
        return next((here for here in found if here["customer"] == one.id), None)

    try:
        here = await until(waits, within=20)
    except TimeoutError:  # the counters were quicker
        return
    ticket, who = here["in_hall"]["ticket"] or sent.answer["ticket"], COLLEAGUES[SUN]
    cast.line(
        f"{who.zh}得知自己的客户在等候：{ticket} 号", f"{who.en} sees a customer of hers wait: {ticket}"
    )


async def visit(cast: Cast) -> None:
    """A visit from the plan to the brief and the record, with a promise that is kept (W1)."""
    manager, at = cast.people[CHEN], f"{CUSTOMER}/C2006"
    plan = {"start": f"{_now():%Y-%m-%dT%H:%M}", "minutes": 15, "purpose": "review", "place": "office"}
    plan |= {"goal": "了解扩产计划与融资需求", "despite_overlap": True}
    planned = (await manager.post(f"{at}/visits", plan))["visit"]
    address = f"/api/customer/visits/{planned}"
    await manager.get(f"{address}/brief")
    await manager.post(f"{address}/confirm")
    await manager.post(f"{address}/begin", {"district": "城南"})
    await manager.post(f"{address}/held")
    promise = {"what": "送达授信方案", "owner": CHEN, "due": _today()}
    record: dict[str, Any] = {"observations": "拟明年扩产，关注利率走势。", "promises": [promise]}
    record |= {"follow_up": "proposal", "follow_up_on": f"{_now() + timedelta(days=7):%Y-%m-%d}"}
    await manager.post(f"{address}/record", record)
    owed = (await manager.get("/api/customer/visits", branch=BRANCH))["promises"]
    for one in owed:
        if one["owner"] == CHEN:
            await manager.post(f"/api/customer/promises/{one['promise']}/keep")


async def need(cast: Cast) -> None:
    """A need from its first word to its end (A1)."""
    manager, at = cast.people[CHEN], f"{CUSTOMER}/C2003/needs"
    stated = await manager.post(at, {"need": "mortgage", "words": "明年为子女购房。"})
    one = next(one["id"] for one in stated if one["need"] == "mortgage")
    await manager.post(f"{at}/{one}/qualify")
    await manager.post(f"{at}/{one}/offer", {"words": "首套房优惠利率"})
    await manager.post(f"{at}/{one}/fulfil")


async def newcomer(cast: Cast) -> None:
    """A customer introduced by another, with whom the manager spoke twice; what they hold moves them up by
    the rules, and their activity is valued (W2 to W4)."""
    manager, new = cast.people[CHEN], f"N{uuid4().hex[:8]}"
    await open_client(manager, Client(new, "韩雨桐", "13800000301", "mass", CHEN, NEWCOMER_HOLDS, 0))
    introduced = {"other": COUPLE[0], "kind": "introducer", "source": "customer"}
    await manager.post(f"{CUSTOMER}/{new}/relations", introduced)
    for ago in (MET, timedelta(0)):
        spoken = {"way": "phone", "outcome": "reached", "at": (_now() - ago).isoformat()}
        await manager.post(f"{CUSTOMER}/{new}/contacts", spoken)
    await hold(manager, new, NEWCOMER_HOLDS)

    async def moved() -> bool:
        return bool((await manager.get(f"{CUSTOMER}/{new}"))["segment"] == "vip")

    await until(moved)


async def hand_over(cast: Cast) -> None:
    """A colleague hands over a customer, who is accepted with everything that is open (W2)."""
    giver, receiver, new = cast.people[SUN], cast.people[CHEN], f"H{uuid4().hex[:8]}"
    await open_client(giver, Client(new, "罗子谦", "13800000302", "mass", SUN, 0, 0))
    await giver.post(f"{CUSTOMER}/{new}/needs", {"need": "card"})
    offer = {"branch": BRANCH, "receiver": CHEN, "customers": [new]}
    offered = await giver.post("/api/customer/handovers", offer)
    await receiver.post(f"/api/customer/handovers/{offered['handover']}/accept")

    async def kept() -> bool:
        return bool((await cast.head.get(f"{CUSTOMER}/{new}"))["account_manager"] == CHEN)

    await until(kept)


async def past(cast: Cast) -> None:
    """A file as it stood a month ago; one that was not open yet, as it stands at the end of today (W2)."""
    manager, address = cast.people[CHEN], f"{CUSTOMER}/{COUPLE[0]}"
    try:
        await manager.get(address, as_of=f"{_now() - LAST_MONTH:%Y-%m-%d}")
    except Refused as refused:
        if refused.code != "file_not_opened_yet":
            raise
        await manager.get(address, as_of=_today())


async def duplicate(cast: Cast) -> None:
    """A second file of the same customer is found, and merged (W2)."""
    manager, one = cast.people[SUN], next(one for one in PORTFOLIO if one.id == "C2104")
    second = f"D{uuid4().hex[:8]}"
    await open_client(manager, Client(second, one.name, one.phone, "mass", SUN, 0, 0))
    found = await manager.get(f"{CUSTOMER}/{one.id}/duplicates")
    if all(likely["customer"] != second for likely in found):
        cast.line(f"{COLLEAGUES[SUN].zh}未发现重复档案", f"{COLLEAGUES[SUN].en} finds no second file")
    merges = f"{CUSTOMER}/{one.id}/merges"
    shown = await manager.post(merges, {"merged": second})
    await manager.post(merges, {"merged": second, "dry_run": False, "editions": shown["editions"]})


async def break_glass(cast: Cast) -> None:
    """A teller must read a file that is not theirs, with a reason; the head is told (Q1)."""
    read = await cast.head.get("/api/customer/break-glass", branch=BRANCH)
    open_now = {(one["staff"], one["customer"]) for one in read if one["in_force"]}
    pairs = ((who.staff, one.id) for one in PORTFOLIO for who in cast.tellers.values())
    staff, customer = next(pair for pair in pairs if pair not in open_now)
    await cast.people[staff].post(
        f"{CUSTOMER}/{customer}/break-glass", {"reason": "客户经理外出，客户在柜台急需核对资料。"}
    )
    await cast.people[staff].get(f"{CUSTOMER}/{customer}")


async def birthday(cast: Cast) -> None:
    """A customer has their birthday tomorrow: today's list says so, and the account manager calls them
    (A1)."""
    manager, who, contacts = cast.people[CHEN], COLLEAGUES[CHEN], f"{CUSTOMER}/{BORN}/contacts"

    async def near() -> bool:
        step = (await manager.get(contacts))["plan"]["next_step"]
        return bool(step["kind"] == "date")

    try:
        await until(near, within=DATES_WITHIN)
    except TimeoutError:  # it is the second day of this date
        cast.line(f"{who.zh}今天已祝福过寿星", f"{who.en} has wished well already today")
        return
    lines = (await manager.get(TODAY, branch=BRANCH))["lines"]
    (date,) = next(one["dates"] for one in lines if one["customer"] == BORN)
    await manager.post(contacts, {"way": "phone", "outcome": "reached", "words": "致以生日祝福。"})
    cast.line(
        f"{who.zh}从今日名单得知客户 {date['day']} 过生日，并致电祝福",
        f"{who.en} reads of a birthday on {date['day']}, and calls",
    )


def _now() -> datetime:
    return datetime.now(ZoneInfo(BRANCH_SETTINGS["timezone"]))


def _today() -> str:
    return f"{_now():%Y-%m-%d}"


SCENES = (
    todays_list,
    due_in_the_hall,
    visit,
    need,
    newcomer,
    hand_over,
    past,
    duplicate,
    birthday,
    break_glass,
)
"""In the order of the day."""
