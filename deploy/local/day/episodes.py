"""During the day (营业中): one small scene for every duty that does not come about by itself."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deploy.local.clients import Refused
from deploy.local.day.cast import Cast, lobby, rest, until
from deploy.local.day.communication import message
from deploy.local.seed import BRANCH, CUSTOMERS


async def vip(cast: Cast) -> None:
    """A VIP shows the card, is hosted, served, asked for further needs and seen off (D1, D6)."""
    card = {"kind": "card", "value": CUSTOMERS[0][5]}
    sent = await cast.machines["K1"].send("customer_arrived", need="wealth", credential=card)

    async def farewell() -> str | None:
        tasks = await cast.manager.get(lobby("/tasks"))
        for one in (*tasks["open"], *tasks["ended"]):
            if one["kind"] == "farewell" and one["visit"] == sent.answer["visit"]:
                return str(one["task"])
        return None

    task = await until(farewell, within=240)
    await cast.tried(
        cast.manager.post(f"/api/lobby/tasks/{task}/done", {"outcome": "done", "need": "wealth"})
    )


async def reception(cast: Cast) -> None:
    """Green channel at the machine, and for one received by hand, with the reason on record (D2, D10)."""
    await cast.machines["K1"].send("customer_arrived", need="card", care=["elderly"])
    content = {"need": "account_opening", "wants_counter": True}
    visit = (await cast.manager.post(lobby("/visits"), content))["visit"]
    decided = {"channel": "counter", "care": "mobility", "reason": "needs_help"}
    await cast.tried(cast.manager.post(f"/api/lobby/visits/{visit}/override", decided))


async def diversion(cast: Cast) -> None:
    """Small withdrawals go to the machine; one comes back and keeps the wait, one is done there (D8)."""
    kiosk = cast.machines["K1"]
    for outcome in ("customer_returned", "self_service_completed"):
        sent = await kiosk.send("customer_arrived", need="cash", amount=500, wants_counter=True)
        visit = sent.answer["visit"]
        decided = {"channel": "self_service", "reason": "customer_wish"}
        goes = await cast.tried(cast.manager.post(f"/api/lobby/visits/{visit}/override", decided))
        await rest(90)
        if goes:
            await cast.tried(kiosk.send(outcome, visit=visit))


async def waiting_room(cast: Cast) -> None:
    """Those who wait are given a leaflet and show interest (D3)."""
    visit = (await cast.machines["K1"].send("customer_arrived", need="loan")).answer["visit"]
    leaflet = (await cast.manager.get(lobby("/leaflets")))[0]["leaflet"]
    content = {"visit": visit, "interested": True}
    await cast.tried(cast.manager.post(lobby(f"/leaflets/{leaflet}/hand"), content))
    await cast.tried(cast.manager.post(lobby(f"/leaflets/{leaflet}/fill-up"), {"more": 20}))


async def listening(cast: Cast) -> None:
    """A need, an opinion, a question that nobody could answer; the question gets its answer (D4, D11)."""
    manager = cast.manager
    visit = (await cast.machines["K1"].send("customer_arrived", need="enquiry")).answer["visit"]
    await manager.post(lobby("/needs"), {"need": "mortgage", "visit": visit})
    asked = await manager.post(lobby("/questions"), {"topic": "product", "visit": visit})
    await manager.post(
        f"/api/customer/enquiries/{asked['record']}/statement", {"branch": BRANCH, "words": "利率多少？"}
    )
    address = f"/api/customer/enquiries/{asked['record']}"
    await until(lambda: cast.tried(manager.get(address)))
    await manager.post(f"{address}/answer", {"answer": "以今日公告为准。"})
    await manager.post(f"{address}/sent", {"through": "in_person"})
    await manager.post(lobby("/log"), {"kind": "remark", "words": "下午三点后客流减少。"})


async def prospect(cast: Cast) -> None:
    """Record two prospects: one leaves a phone number, the other is introduced at once (D5)."""
    kiosk, manager = cast.machines["K1"], cast.manager
    later = (await kiosk.send("customer_arrived", need="wealth")).answer["visit"]
    await manager.post(f"/api/lobby/visits/{later}/prospect", {"need": "wealth", "accepts": "left_contact"})

    async def leaves_a_phone() -> bool:
        try:
            await manager.post(f"/api/customer/leads/{later}", {"phone": "13800000009"})
        except Refused as refused:
            if refused.code != "not_found":  # `customer` hears of the prospect a moment later
                raise
            return False
        return True

    await until(leaves_a_phone)
    now = (await kiosk.send("customer_arrived", need="loan")).answer["visit"]
    await manager.post(f"/api/lobby/visits/{now}/prospect", {"need": "loan", "accepts": "now"})


async def broken_machine(cast: Cast) -> None:
    """A cash machine fails: its services leave triage, it is repaired, all of it is undone (D7)."""
    machine = cast.machines["S1"]
    await machine.send("device_status", status=4)
    await rest(180)
    await machine.send("device_status", status=0, checks={"paper": True, "cash": True})


async def dispute(cast: Cast) -> None:
    """A complaint at a machine becomes a case, is taken over and settled with its cause (D9)."""
    sent = await cast.machines["K1"].send("complaint_raised", topic="waiting")
    address = f"/api/customer/complaints/{sent.correlation_id}"
    await until(lambda: cast.tried(cast.manager.get(address)))
    await cast.tried(cast.manager.post(f"{address}/take-over"))
    await rest(120)
    answer = {
        "sent_through": "in_person",
        "sent_on": datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
        "cause": "rules",
        "root_cause": "午间窗口不足",
        "resolution": "已增开窗口并致歉",
    }
    await cast.tried(cast.manager.post(f"{address}/settle", answer))


async def stranger(cast: Cast) -> None:
    """A camera sees somebody without business; an incident is raised quietly, attended and closed (D12)."""
    await cast.machines["C1"].send("loiterer_seen", place="self_service_area", minutes=35)
    seen: Any = await until(lambda: _loiterer(cast))
    settled = await cast.manager.post(f"/api/lobby/loiterers/{seen}/outcome", {"outcome": "incident"})
    incident = f"/api/lobby/incidents/{settled['incident']}"
    await cast.tried(cast.manager.post(f"{incident}/attend"))
    await cast.tried(cast.manager.post(f"{incident}/notes", {"words": "已劝离。"}))
    await rest(60)
    await cast.tried(cast.manager.post(f"{incident}/close"))


async def cut_off(cast: Cast) -> None:
    """Cut off a queue machine: it goes on giving numbers, and sends them when it is back (D1, D7)."""
    machine = cast.queue_machine
    machine.cut_off()
    for need in ("cash", "card", "enquiry"):
        await asyncio.to_thread(machine.arrive, need)
        await rest(60)
    machine.reconnect()


async def stepping_out(cast: Cast) -> None:
    """The lobby manager leaves the floor to a colleague, and comes back."""
    away = {"present": False, "branch": BRANCH, "cover": "zhao.lei"}
    await cast.tried(cast.manager.post("/api/notify/presence", away))
    await rest(60)
    await cast.tried(cast.manager.post("/api/notify/presence", {"present": True}))


async def _loiterer(cast: Cast) -> str | None:
    found = (await cast.manager.get(lobby("/loiterers")))["loiterers"]
    return next((one["loiterer"] for one in found if one["outcome"] is None), None)


EPISODES = (
    vip,
    reception,
    waiting_room,
    listening,
    diversion,
    prospect,
    broken_machine,
    dispute,
    stranger,
    cut_off,
    stepping_out,
    message,
)
"""In the order of the day."""
