"""Before opening (营业前): the checklist, the notices, the leaflets, the doors (P1 to P7)."""

from typing import Any

from deploy.local.day.cast import Cast, lobby, rest

YEARS_AHEAD = "2030-12-31"
LEAFLET = {"product": "wealth", "zh": "稳健理财", "en": "Steady wealth", "stock": 6, "minimum": 5}


async def morning(cast: Cast) -> None:
    """The lobby manager prepares the hall, finds a thing that is broken, and opens the branch."""
    manager = cast.manager
    today = await manager.get(lobby("/day"))
    if today["state"] in ("closing", "closed"):  # the demo was played today already
        await manager.post(lobby("/day/reopen"), {"reason": "mistake"})
    await manager.post(lobby("/notices"), {"title": "今日停电通知", "until": today["day"]})
    await manager.post(lobby("/notices"), {"title": "利率公告", "until": YEARS_AHEAD})
    for machine in ("K1", "S1"):
        await cast.machines[machine].send("device_status", status=0, checks={"paper": True})
    await cast.tried(manager.post(lobby("/checklists/opening/begin")))
    for notice in await manager.get(lobby("/notices")):
        if notice["expired"] or notice["until"] == today["day"]:
            await manager.post(lobby(f"/notices/{notice['notice']}/take-down"))
    if not await manager.get(lobby("/leaflets")):
        await manager.post(lobby("/leaflets"), LEAFLET)
    await tick(cast, "opening", faulty="water")
    await rest(60)
    await cast.tried(manager.post(lobby("/day/open"), await if_missing(cast, "opening")))


async def tick(cast: Cast, kind: str, faulty: str = "") -> None:
    """Look at everything of a checklist, place by place; what begins with `faulty` is broken, and mended."""
    items = (await cast.manager.get(lobby("/day")))["lists"][kind]["items"]
    if looked_at := [item["id"] for item in items if item["by"]]:  # it is the second day of this date
        await cast.tried(
            cast.manager.post(lobby(f"/checklists/{kind}/ticks"), {"items": looked_at, "marking": "open"})
        )
    for place in dict.fromkeys(item["place"] for item in items):
        of_place = [item["id"] for item in items if item["place"] == place and not item["reported"]]
        broken = [id for id in of_place if faulty and id.startswith(faulty)]
        whole = [id for id in of_place if id not in broken]
        ticks: list[dict[str, Any]] = [{"items": whole}] if whole else []
        if broken:
            ticks.append({"items": broken, "marking": "faulty", "fault": "broken"})
        for ticked in ticks:
            await cast.tried(cast.manager.post(lobby(f"/checklists/{kind}/ticks"), ticked))
        await rest(20)
    for item in items:
        if faulty and item["id"].startswith(faulty):  # it is seen to, and looked at again
            await rest(60)
            await cast.tried(cast.manager.post(lobby(f"/checklists/{kind}/ticks"), {"items": [item["id"]]}))


async def if_missing(cast: Cast, kind: str) -> dict[str, Any]:
    """The override that is needed when something mandatory is open."""
    missing = (await cast.manager.get(lobby("/day")))["lists"][kind]["missing"]
    return {"override": {"reason": "being_repaired"}} if missing else {}
