"""Signing in by the bank's account in Chromium, at a real identity provider of another site."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, NewDevice
from tests.identity.running import IdentityProvider, skip_without_node

pytestmark = pytest.mark.own_stack
BUTTON = "使用行内统一账号登录"


@pytest.fixture(scope="module")
def connected(stack: Stack) -> Iterator[IdentityProvider]:
    """The stack with a provider, which has not been started yet."""
    skip_without_node()
    made = IdentityProvider(stack)
    try:
        made.connect()
        yield made
    finally:
        made.stop()
        made.disconnect()


@pytest.fixture
def provider(connected: IdentityProvider, branch: Branch) -> IdentityProvider:
    """A provider that knows a teller and a lobby manager, and somebody without a role."""
    at = {"branches": [branch.id]}
    people = {
        branch.who("li.na"): {"name": "李娜", "groups": ["tellers"], **at},
        branch.who("teller"): {"name": "王芳", "groups": ["managers"], **at},
        branch.who("guest"): {"name": "访客", "groups": ["visitors"], **at},
    }
    connected.people = people
    connected.start("first")
    return connected


async def leave(page: Page) -> None:
    """Go to the provider by the button."""
    await page.goto("/staff")
    await page.get_by_role("button", name=BUTTON).click()
    await page.wait_for_url("http://localhost:*/**")


async def sign_in_there(page: Page, name: str) -> None:
    """Sign in at the provider, and let Foyer know of it."""
    await page.locator("input[name=login]").fill(name)
    await page.locator("input[name=password]").fill("whatever")
    await page.locator("button[type=submit]").click()
    await page.locator("input[name=prompt][value=consent]").wait_for(state="attached")
    await page.locator("button[type=submit]").click()


async def test_a_person_signs_in_by_the_account_at_the_bank_and_out_at_both(
    device: NewDevice, stack: Stack, branch: Branch, provider: IdentityProvider
) -> None:
    name = branch.who("li.na")
    page = await (await device()).new_page()
    await leave(page)
    await sign_in_there(page, name)
    await page.locator(".connection.live").wait_for()
    assert page.url == f"{stack.url()}/staff"
    await expect(page.locator(".me")).to_contain_text("柜员")
    await page.get_by_role("button", name="我的账号").click()
    await expect(page.get_by_role("dialog")).to_contain_text("统一账号")
    await expect(page.get_by_label("当前密码")).to_have_count(0)
    await page.keyboard.press("Escape")

    provider.start("second")  # another key, and nobody is signed in there any more
    other = await (await device()).new_page()
    await leave(other)
    await sign_in_there(other, name)
    await other.locator(".connection.live").wait_for()

    await other.get_by_role("button", name="退出").click()
    await other.wait_for_url("http://localhost:*/session/end?**")
    await other.get_by_role("button", name="Yes, sign me out").click()
    await other.wait_for_url(f"{stack.url()}/staff")
    await expect(other.get_by_role("button", name=BUTTON)).to_be_visible()
    await expect(page.get_by_label("工号")).to_be_visible()  # the provider told it: all sessions end


async def test_somebody_without_a_role_is_told_what_to_do_in_both_languages(
    device: NewDevice, branch: Branch, provider: IdentityProvider
) -> None:
    page = await (await device()).new_page()
    await leave(page)
    await sign_in_there(page, branch.who("guest"))
    await expect(page.locator(".form-error")).to_contain_text("请联系管理员")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".form-error")).to_contain_text("ask your administrator")
    await expect(page.get_by_role("button", name="Sign in with the bank's account")).to_be_visible()
    assert await serious(page) == []


async def test_who_has_a_password_here_connects_the_account_by_it_once(
    device: NewDevice, branch: Branch, provider: IdentityProvider
) -> None:
    page = await (await device()).new_page()
    await leave(page)
    await sign_in_there(page, branch.who("teller"))
    await expect(page.get_by_label("本系统密码")).to_be_focused()
    assert await serious(page) == []
    await page.get_by_label("本系统密码").fill("wrong horse")
    await page.keyboard.press("Enter")
    await expect(page.locator(".form-error")).to_contain_text("密码不正确")
    await page.get_by_label("本系统密码").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator(".connection.live").wait_for()
    await expect(page.locator(".me")).to_contain_text("大堂经理")


async def test_an_address_that_somebody_else_made_lets_nobody_in(
    device: NewDevice, provider: IdentityProvider
) -> None:
    page = await (await device()).new_page()
    await page.goto("/staff?code=theirs&state=theirs")
    await expect(page.locator(".form-error")).to_contain_text("请重新登录")
    assert "code" not in page.url
