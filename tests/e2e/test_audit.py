"""The audit chains of a running Foyer are verified by the command line (Q1)."""

import asyncio
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.e2e.test_command_line import foyer
from tests.stage import PASSWORD, Branch

pytestmark = pytest.mark.own_stack


async def reads(stack: Stack, branch: Branch, times: int) -> str:
    """Read a file so often at the same moment, as the head and the account manager; returns the customer."""
    people = [
        await Staff(stack.url(), branch.who(role), PASSWORD).sign_in()
        for role in ("branch_head", "account_manager")
    ]
    head = people[0]
    file = {"branch": branch.id, "name": "王小明", "phone": "13800000000"}
    file["account_manager"] = branch.who("account_manager")
    customer = str((await head.post("/api/customer/customers", file))["customer"])
    path = f"/api/customer/customers/{customer}"
    paths = [path, f"{path}/corrections", f"{path}/audit"] * times
    await asyncio.gather(*(person.get(one) for person in people for one in paths))
    for person in people:
        await person.close()
    return customer


async def test_readings_of_one_moment_make_one_unbroken_chain_and_a_change_is_found(
    stack: Stack, branch: Branch
) -> None:
    await reads(stack, branch, 10)
    done = foyer(stack, "audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{branch.id}: 24 records, unbroken" in done.stdout  # 4 kinds once, 20 readings of the trail
    with MongoClient[dict[str, Any]](stack.store.uri) as client:
        records = client["foyer_customer"]["audit_records"]
        kept = records.find_one({"_id": f"{branch.id}:7"})
        assert kept is not None
        records.update_one({"_id": kept["_id"]}, {"$set": {"staff": "nobody"}})
        done = foyer(stack, "audit", "verify")
        assert done.returncode == 1
        assert f"{branch.id}: BROKEN at 7: was changed" in done.stdout
        records.delete_one({"_id": kept["_id"]})
        assert f"{branch.id}: BROKEN at 7: cut out" in foyer(stack, "audit", "verify").stdout
        records.insert_one(kept)
        assert foyer(stack, "audit", "verify").returncode == 0


async def test_sign_ins_are_linked_and_one_that_is_taken_off_the_record_is_found(
    stack: Stack, branch: Branch
) -> None:
    teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
    await teller.close()
    with MongoClient[dict[str, Any]](stack.store.uri) as client:
        records, mine = (
            client["foyer_notify"]["security_records"],
            {"staff": teller.staff, "kind": "signed_in"},
        )
        async with asyncio.timeout(90):
            while not records.find_one({**mine, "number": {"$gt": 0}}):  # noqa: ASYNC110
                await asyncio.sleep(0.5)
        done = foyer(stack, "audit", "verify")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "notify security: " in done.stdout
        for name in ("lobby", "customer", "referral", "notify"):
            assert f"{name} accesses: " in done.stdout
        taken = records.find_one_and_delete({**mine, "number": {"$gt": 0}})
        assert taken is not None
        done = foyer(stack, "audit", "verify")
        assert done.returncode == 1
        assert f"notify security: BROKEN at {taken['number']}: cut " in done.stdout
        records.insert_one(taken)
        assert foyer(stack, "audit", "verify").returncode == 0
