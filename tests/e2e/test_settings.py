"""Settings over HTTP: what is left out stays, and what does not agree is refused in both languages."""

from typing import Any

import httpx
import pytest

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch

LOAN = {"zh": "贷款", "en": "Loan", "counters": ["2"], "documents": [{"zh": "身份证", "en": "Identity card"}]}
RULES = {"rates": {"A": 2.0}, "limits": {"V": 9.0}, "divert_from": 7}


async def put(person: Staff, path: str, content: dict[str, Any]) -> httpx.Response:
    return await person.client.put(f"{person.url}{path}", json=content)


async def test_what_is_left_out_stays(stack: Stack, branch: Branch):
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    at = f"/api/lobby/branches/{branch.id}"
    await ops.put(at, {"timezone": "Asia/Urumqi", "rules": RULES, "transactions": {"loan": LOAN}})
    await ops.put(f"{at}/task-rules", {"care_after": 9, "limits": {"repair": {"within": 40}}})
    await ops.put(f"{at}/equipment/S1", {"kind": "self_service", "transactions": ["cash"]})
    before, tasks = await ops.get(at), await ops.get(f"{at}/task-rules")
    assert (before["rules"]["rates"], before["rules"]["recalls_at_most"]) == (
        {"A": 2.0, "G": 2.0, "V": 3.0},
        3,
    )

    await ops.put(at, {"name_zh": "新", "name_en": "New"})
    await ops.put(f"{at}/rules", {"recalls_at_most": 5})
    await ops.put(f"{at}/transactions", {"loan": {"minutes": 30}, "cash": {"zh": "现金", "en": "Cash"}})
    await ops.put(f"{at}/task-rules", {"limits": {"repair": {"grace": 9}}})
    await ops.put(f"{at}/equipment/S1", {"kind": "kiosk"})
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    await admin.post(
        "/api/notify/staff", {"staff": branch.who("teller"), "name": "王芳", "roles": ["teller"]}
    )
    await admin.close()

    after = await ops.get(at)
    assert after["transactions"].pop("cash")["zh"] == "现金"
    assert after == {
        **before,
        "name_zh": "新",
        "name_en": "New",
        "rules": {**before["rules"], "recalls_at_most": 5},
        "transactions": {"loan": {**before["transactions"]["loan"], "minutes": 30.0}},
    }
    repair = {"within": 40.0, "grace": 9.0, "escalates": True}
    found = await ops.get(f"{at}/task-rules")
    assert found == {**tasks, "limits": {**tasks["limits"], "repair": repair}}
    await ops.close()
    teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
    (machine,) = [one for one in (await teller.get(f"{at}/equipment"))["devices"] if one["device"] == "S1"]
    assert (machine["kind"], machine["transactions"]) == ("kiosk", ["cash"])
    await teller.close()


@pytest.mark.parametrize(
    ("path", "settings", "code", "detail"),
    [
        ("", {"counters": {"1": ["A"]}}, "class_not_served", "vip, care"),
        ("/transactions", {"loan": {**LOAN, "counters": ["9"]}}, "counter_not_there", "loan: 9"),
        ("", {"timezone": None}, "malformed", "body.timezone: string_type"),
        ("/rules", {"rates": None}, "malformed", "body.rates: dict_type"),
        ("/rules", {"rates": {"V": 0}}, "malformed", "rules.rates: value_error"),
        ("/task-rules", {"care_after": None}, "malformed", "body.care_after: float_type"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    stack: Stack, branch: Branch, path: str, settings: dict[str, Any], code: str, detail: str
):
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    answer = await put(ops, f"/api/lobby/branches/{branch.id}{path}", settings)
    said = answer.json()
    assert (said["code"], said["detail"]) == (code, detail)
    assert answer.status_code in (409, 422)
    assert said["title"] != said["title_zh"]
    await ops.close()
