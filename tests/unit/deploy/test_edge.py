"""The answers of the way in while a service is away."""

import httpx

from deploy.local.edge import make_app
from deploy.local.processes import free_port


async def test_who_asks_a_service_that_is_away_is_told_when_to_come_again():
    app = make_app({"lobby": f"http://127.0.0.1:{free_port()}", "notify": "http://127.0.0.1:9"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge") as client:
        answer = await client.post("/api/lobby/device-events", content=b"{}")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json()["code"] == "unavailable"
