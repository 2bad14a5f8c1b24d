"""After closing (营业结束后): devices, lights, opinions, the log and the day report (E1 to E4)."""

from deploy.local.day.cast import Cast, lobby, rest, until
from deploy.local.day.morning import tick
from deploy.local.seed import BRANCH

WORDS = {"service_summary": "全天秩序良好，午间等候偏长。", "market_news": "周边网点上调定存利率。"}


async def evening(cast: Cast) -> None:
    """The lobby manager closes the branch, answers what the opinion book held, and reports the day."""
    manager, head = cast.manager, cast.head
    await cast.tried(manager.post(lobby("/day/begin-closing")))
    found = await manager.post(lobby("/opinions"), {"topic": "environment", "source": "book"})
    address = f"/api/customer/enquiries/{found['record']}"
    said = {"branch": BRANCH, "words": "等候区座位少。", "phone": "13800000010"}
    await manager.post(f"{address}/statement", said)
    await until(lambda: cast.tried(manager.get(address)))
    await manager.post(f"{address}/answer", {"answer": "感谢您的意见，已增设座椅。"})
    await head.post(f"{address}/approve")
    await manager.post(f"{address}/sent", {"through": "phone"})
    await tick(cast, "closing")
    for one in (await manager.get(lobby("/floor")))["serving"]:
        await cast.tried(cast.tellers[one["counter"]].post(f"/api/lobby/visits/{one['visit']}/complete"))
    for name, teller in cast.tellers.items():
        await cast.tried(teller.post(lobby(f"/counters/{name}/close")))
    closing = {"override": {"reason": "other", "words": "演示结束"}}
    await cast.tried(manager.post(lobby("/day/close"), closing))
    report = lobby(f"/reports/{(await manager.get(lobby('/day')))['day']}")
    await cast.tried(manager.post(f"{report}/file", {"words": WORDS}))
    await cast.tried(head.post(f"{report}/read"))
    await rest(60)
