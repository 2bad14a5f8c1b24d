"""Log, enquiries and report over HTTP: for those who answer for them, and once (D11, E3, E4)."""

import pytest

from deploy.local.clients import Refused, Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch


async def signed_in(stack: Stack, branch: Branch, role: str) -> Staff:
    return await Staff(stack.url(), branch.who(role), PASSWORD).sign_in()


async def test_what_was_said_is_read_by_those_who_answer_and_recorded_once(stack: Stack, branch: Branch):
    teller = await signed_in(stack, branch, "teller")
    manager = await signed_in(stack, branch, "lobby_manager")
    path = f"/api/lobby/branches/{branch.id}"
    today = (await manager.get(f"{path}/log"))["today"]
    said = [await teller.post(f"{path}/questions", {"topic": "fees"}, key="question-0001") for _ in range(2)]
    assert said[0] == said[1]
    for read in (f"{path}/log", f"{path}/reports/{today}", f"{path}/reports/{today}.csv"):
        with pytest.raises(Refused, match="not_allowed"):
            await teller.get(read)
    with pytest.raises(Refused, match="not_allowed"):
        await teller.get("/api/customer/enquiries", branch=branch.id)
    with pytest.raises(Refused, match="not_allowed"):
        await teller.get(f"/api/customer/enquiries/{said[0]['record']}")
    await teller.close()
    await manager.close()


async def test_a_report_is_read_by_the_head_alone_and_only_where_there_is_one(stack: Stack, branch: Branch):
    manager, head = (
        await signed_in(stack, branch, "lobby_manager"),
        await signed_in(stack, branch, "branch_head"),
    )
    path = f"/api/lobby/branches/{branch.id}"
    today = (await manager.get(f"{path}/log"))["today"]
    for wrong, code in (("2026-02-31", "malformed"), ("2020-01-01", "no_report")):
        with pytest.raises(Refused, match=code):
            await manager.get(f"{path}/reports/{wrong}")
    with pytest.raises(Refused, match="report_not_filed"):
        await head.post(f"{path}/reports/{today}/read")
    await manager.post(f"{path}/reports/{today}/file", {"words": {"service_summary": "平稳"}})
    with pytest.raises(Refused, match="not_allowed"):
        await manager.post(f"{path}/reports/{today}/read")
    await head.post(f"{path}/reports/{today}/read")
    report = await manager.get(f"{path}/reports/{today}")
    assert (report["state"], report["words"]) == ("read", {"service_summary": "平稳"})
    with pytest.raises(Refused, match="report_read"):
        await manager.post(f"{path}/reports/{today}/file", {"words": {}})
    assert [one["day"] for one in await head.get(f"{path}/reports")] == [today]
    await manager.close()
    await head.close()
