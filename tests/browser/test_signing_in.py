"""Signing in, staying signed in, and the two languages."""

from playwright.async_api import Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter, NewDevice
from tests.stage import open_branch


async def test_who_signs_in_sees_their_branch_live(device: NewDevice, branch: Branch) -> None:
    page = await (await device()).new_page()
    await page.goto("/staff")
    await page.get_by_label("工号").fill(branch.who("lobby_manager"))
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.locator(".connection.live").wait_for()
    await expect(page.get_by_role("heading", name="测试支行")).to_be_visible()
    await expect(page.get_by_text("大堂经理")).to_be_visible()
    await expect(page.get_by_text("实时")).to_be_visible()


async def test_a_wrong_password_is_refused_in_the_chosen_language(device: NewDevice, branch: Branch) -> None:
    page = await (await device()).new_page()
    await page.goto("/staff")
    await page.get_by_role("button", name="English").click()
    await page.get_by_label("Staff id").fill(branch.who("teller"))
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    in_english = await page.locator(".form-error").text_content(timeout=5_000)
    await expect(page.locator(".form-error")).not_to_be_empty()
    await page.get_by_role("button", name="中文").click()
    await expect(page.locator(".form-error")).not_to_have_text(in_english or "")
    await expect(page.get_by_label("密码")).to_have_value("")


async def test_times_are_those_of_the_branch_even_for_who_sees_no_floor(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    """A tablet that is set to another zone, and a person who only gets messages."""
    region = f"region.{branch.id}".lower()
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    known = {"staff": region, "name": "周敏", "password": PASSWORD, "roles": ["region_head"]}
    await admin.post("/api/notify/staff", {**known, "branches": [branch.id]})
    await admin.close()
    page = await enter("region", timezone_id="America/New_York")
    shown = await page.evaluate("ofPage('live/clock.js').then(it => it.timeOfDay('2026-03-02T01:00:00Z'))")
    assert shown == "09:00"


async def test_the_language_is_remembered(enter: Enter) -> None:
    page = await enter("lobby_manager")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="Test Branch")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.reload()
    await expect(page.get_by_text("Lobby manager")).to_be_visible()
    await expect(page.get_by_role("heading", name="Waiting")).to_be_visible()
    await expect(page.locator("main")).not_to_contain_text("等候")


async def test_an_old_token_is_renewed_without_a_word(enter: Enter) -> None:
    page = await enter("teller")
    await page.context.clear_cookies(name="__Host-foyer")
    await page.get_by_role("button", name="1 号柜台").click()
    await expect(page.get_by_role("button", name="关闭柜台")).to_be_visible()


async def test_who_gets_another_role_or_branch_sees_so_in_every_tab(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("teller")
    other = await page.context.new_page()
    await other.goto("/staff")
    tabs = (page, other)
    for tab in tabs:
        await expect(tab.locator(".me")).to_contain_text("柜员")
        await expect(tab.get_by_role("button", name="1 号柜台")).to_be_visible()
    ops = await Staff(stack.url(), "ops", stack.secret("ops_password")).sign_in()
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    person = {"staff": branch.who("teller"), "name": "王芳"}
    await admin.post("/api/notify/staff", {**person, "roles": ["account_manager"], "branches": [branch.id]})
    for tab in tabs:
        await expect(tab.locator(".me")).to_contain_text("客户经理")
        await expect(tab.locator(".me")).not_to_contain_text("柜员")
        await expect(tab.get_by_role("button", name="1 号柜台")).to_have_count(0)
    there = await open_branch(stack)
    await ops.put(f"/api/lobby/branches/{there.id}", {"name_zh": "另一支行"})
    await admin.post("/api/notify/staff", {**person, "roles": ["account_manager"], "branches": [there.id]})
    await ops.close()
    await admin.close()
    for tab in tabs:
        await expect(tab.get_by_role("heading", level=1)).to_have_text("另一支行")
        await expect(tab.locator(".connection.live")).to_be_visible()


async def test_who_signs_out_is_out_in_every_way(enter: Enter) -> None:
    page = await enter("teller")
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_label("工号")).to_be_focused()
    await page.reload()
    await expect(page.get_by_label("工号")).to_be_visible()


async def test_signing_in_and_calling_next_need_only_the_keyboard(
    device: NewDevice, branch: Branch, kiosk: Arrive
) -> None:
    ticket = (await kiosk(need="deposit"))["ticket"]
    page = await (await device()).new_page()
    await page.goto("/staff")
    await expect(page.get_by_label("工号")).to_be_focused()
    await page.keyboard.type(branch.who("teller"))
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator(".connection.live").wait_for()
    await _tab_to(page, "1 号柜台")
    await page.keyboard.press("Enter")
    await expect(page.locator("#my-counter")).to_be_focused()
    await _tab_to(page, "呼叫下一位")
    await page.keyboard.press("Enter")
    await expect(page.locator("#my-counter")).to_contain_text(ticket)
    await expect(page.locator("#my-counter")).to_be_focused()
    await _tab_to(page, "办理完成")
    await page.keyboard.press("Space")
    await expect(page.locator("#my-counter")).to_contain_text("空闲")


async def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on the button of this name."""
    await expect(page.locator(".console").get_by_role("button", name=name)).to_be_enabled()
    for _ in range(30):
        await page.keyboard.press("Tab")
        if name in await page.evaluate("document.activeElement.innerText ?? ''"):
            return
    raise AssertionError(f"the keyboard does not reach {name}")
