"""One's own account on the page: a first secret, the password, the devices, and what audit sees of it."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect
from pyotp import TOTP

from deploy.local.clients import Refused, Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter, NewDevice

ANOTHER = "quite another one"


async def enrol(stack: Stack, branch: Branch, who: str, role: str, **more: object) -> str:
    """Enrol somebody of the branch; gives their staff id."""
    staff = f"{who}.{branch.id}".lower()
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    person = {"staff": staff, "name": "周敏", "password": PASSWORD, "roles": [role], "branches": [branch.id]}
    await admin.post("/api/notify/staff", {**person, **more})
    await admin.close()
    return staff


async def test_a_first_secret_is_changed_in_the_breath_of_signing_in(
    device: NewDevice, stack: Stack, branch: Branch
) -> None:
    staff = await enrol(stack, branch, "new", "teller", one_time=True)
    page = await (await device()).new_page()
    await page.goto("/staff")
    await page.get_by_label("工号").fill(staff)
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_label("新密码")).to_be_focused()
    await expect(page.locator(".form-error")).to_contain_text("初始密码")
    await page.get_by_label("新密码").fill("password1")
    await page.keyboard.press("Enter")
    await expect(page.locator(".form-error")).to_contain_text("过于简单")
    await page.get_by_label("新密码").fill(ANOTHER)
    await page.keyboard.press("Enter")
    await page.locator(".connection.live").wait_for()


async def test_a_device_is_signed_out_from_another_and_the_password_changed(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    here, there = await enter("teller"), await enter("teller")
    await here.get_by_role("button", name="我的账号").click()
    await expect(here.locator(".sessions li")).to_have_count(2)
    await here.get_by_role("button", name="退出该设备").click()
    await expect(here.locator(".sessions li")).to_have_count(1)
    await expect(there.get_by_label("工号")).to_be_visible()
    await here.get_by_label("当前密码").fill(PASSWORD)
    await here.get_by_label("新密码", exact=True).fill(ANOTHER)
    await here.get_by_label("再次输入新密码").fill(ANOTHER)
    await here.get_by_role("dialog").get_by_role("button", name="修改密码").click()
    await expect(here.get_by_role("dialog")).to_have_count(0)
    await expect(here.get_by_role("list", name="最新消息").get_by_text("您的密码已修改")).to_be_visible()
    await here.reload()
    await here.locator(".connection.live").wait_for()
    app = await Staff(stack.url(), branch.who("teller"), ANOTHER).sign_in()
    await app.close()


async def test_audit_sees_who_came_in(enter: Enter, stack: Stack, branch: Branch) -> None:
    await enrol(stack, branch, "auditor", "auditor")
    teller = await Staff(stack.url(), branch.who("teller"), PASSWORD).sign_in()
    with pytest.raises(Refused, match="not_allowed"):
        await teller.get("/api/lobby/accesses")
    await teller.close()
    page = await enter("auditor")
    await page.get_by_role("button", name="安全记录").click()
    await expect(page.locator("#security li").first).to_be_visible()
    await expect(page.locator("#security")).to_contain_text("登录")
    denials = page.get_by_role("region", name="拒绝与导出")
    await expect(denials.locator("li").filter(has_text="GET /api/lobby/accesses").first).to_contain_text(
        "拒绝 1 次"
    )
    assert await serious(page) == []


async def test_an_administrator_enrols_somebody_who_comes_in_by_the_secret_that_is_shown_once(
    device: NewDevice, stack: Stack, branch: Branch
) -> None:
    page = await (await device(width=820, height=1180)).new_page()
    await page.goto("/staff")
    await page.get_by_label("工号").fill("admin")
    await page.get_by_label("密码").fill(stack.secret("admin_password"))
    await page.get_by_role("button", name="登录").click()
    await page.get_by_role("navigation").get_by_role("button", name="人员", exact=True).click()
    room = page.locator("#people")
    await expect(room).to_contain_text("人员管理员")
    assert await serious(page) == []
    await room.get_by_role("button", name="登记新员工").click()
    dialog, staff = page.get_by_role("dialog"), f"people.{branch.id}".lower()
    await dialog.get_by_label("工号").fill(staff)
    await dialog.get_by_label("姓名").fill("周敏")
    await dialog.get_by_label("柜员", exact=True).check()
    await dialog.get_by_label("网点编号，以逗号分隔").fill(branch.id)
    assert await serious(page) == []
    await dialog.get_by_role("button", name="保存").click()
    secret = await dialog.get_by_role("status").locator("code").text_content() or ""
    await page.keyboard.press("Escape")
    await room.get_by_label("网点").fill(branch.id)
    await room.get_by_role("button", name="查看").click()
    await expect(room.locator("li").filter(has_text=staff)).to_contain_text("尚未设置自己的密码")
    app = Staff(stack.url(), staff, secret)
    await app.sign_in(new_password=ANOTHER)
    assert (await app.get("/api/notify/me"))["roles"] == ["teller"]
    await app.close()


async def test_a_second_factor_is_turned_on_and_asked_for(
    enter: Enter, device: NewDevice, branch: Branch
) -> None:
    page = await enter("teller")
    await page.get_by_role("button", name="我的账号").click()
    secret = (await page.get_by_role("dialog").locator("p code").text_content() or "").replace(" ", "")
    totp = TOTP(secret)
    step = totp.timecode(datetime.now(UTC))
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.get_by_label("验证码").fill(totp.generate_otp(step - 1))
    await page.get_by_role("button", name="启用动态验证码").click()
    await expect(page.get_by_role("status").locator("li code")).to_have_count(8)
    other = await (await device()).new_page()
    await other.goto("/staff")
    await other.get_by_label("工号").fill(branch.who("teller"))
    await other.get_by_label("密码").fill(PASSWORD)
    await other.get_by_role("button", name="登录").click()
    await expect(other.get_by_label("验证码")).to_be_focused()
    await other.get_by_label("验证码").fill(totp.generate_otp(totp.timecode(datetime.now(UTC)) + 1))
    await other.keyboard.press("Enter")
    await other.locator(".connection.live").wait_for()
