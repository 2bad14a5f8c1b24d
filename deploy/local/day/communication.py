"""Keeping in touch with a customer, by a message that they agreed to (W5)."""

from typing import Any

from deploy.local.day.cast import Cast, until
from deploy.local.seed import CUSTOMERS


async def message(cast: Cast) -> None:
    """A customer consents; the account manager asks whether they may be reached, and sends a message, whose
    receipt comes back. Another refuses advertising for good (W5)."""
    manager, address = cast.account_managers[0], f"/api/customer/customers/{CUSTOMERS[0][0]}"
    consent = {"purpose": "service", "channel": "sms", "source": "form", "evidence": "表单 2026-0117"}
    await manager.post(f"{address}/consents", consent)
    refusal = {"purpose": "marketing", "channel": "phone", "source": "in_person"}
    await manager.post(f"/api/customer/customers/{CUSTOMERS[2][0]}/consents/refuse", refusal)
    may = await manager.get(f"{address}/may-contact", purpose="service", channel="sms")
    if not may["allowed"]:
        cast.line(f"现在不能给客户发短信：{may['zh']}", f"no message to the customer now: {may['en']}")
        return
    content = {"template": "maturity", "values": {"product": "大额存单", "day": "12月1日"}}
    sent = (await manager.post(f"{address}/messages", content))["message"]

    async def delivered() -> Any:
        found = await manager.get(f"{address}/messages")
        return next((one for one in found if one["message"] == sent and one["state"] == "delivered"), None)

    await until(delivered)
