"""The room of business for its tests: its tabs, a product department, customers, products."""

from typing import Any

from playwright.async_api import Page

from deploy.local.clients import Staff
from deploy.local.day.cast import known
from deploy.local.stack import Stack
from tests.stage import PASSWORD, Branch, signed_in_as

TERMS: dict[str, Any] = {
    "family": "wealth",
    "name_zh": "稳健 90 天",
    "name_en": "Prudent 90 days",
    "issuer_risk": "R2",
    "seller_risk": "R1",
    "on_sale_from": "2026-01-01",
    "needs": ["wealth"],
}


async def tab(page: Page, name: str, room: str = "业务") -> None:
    """Open a tab of the room of business."""
    await page.get_by_role("navigation").get_by_role("button", name=room, exact=True).click()
    await page.locator("#business").get_by_role("button", name=name, exact=True).first.click()


async def enrol(stack: Stack, branch: Branch, role: str) -> Staff:
    """Enrol somebody of a role at a branch, and sign them in."""
    staff = branch.who(role)
    admin = await signed_in_as(stack, "admin")
    known = {"staff": staff, "name": "唐毅", "password": PASSWORD, "roles": [role]}
    await admin.post("/api/notify/staff", {**known, "branches": [branch.id]})
    await admin.close()
    return await Staff(stack.url(), staff, PASSWORD).sign_in()


async def enrol_desk(stack: Stack, branch: Branch) -> Staff:
    """Enrol somebody of the product department at a branch, and sign them in."""
    return await enrol(stack, branch, "product_desk")


async def publish(desk: Staff, product: str, **terms: Any) -> None:
    """Draft a product, and publish it."""
    await desk.put(f"/api/referral/products/{product}", {**TERMS, **terms})
    await desk.post(f"/api/referral/products/{product}/publish")


async def open_customer(stack: Stack, branch: Branch, number: int = 1) -> str:
    """Open the file of a customer of the branch's account manager; `referral` knows them at the end."""
    manager = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    form = {"branch": branch.id, "name": "王小明", "phone": f"1380000{number:04}"}
    form |= {"customer": f"{branch.id}-{number}", "account_manager": manager.staff}
    customer: str = (await manager.post("/api/customer/customers", form))["customer"]
    await known(manager, customer)
    await manager.close()
    return customer
