"""The feed: referrals, complaints, and what happens when the network goes away (D5, D9)."""

from playwright.async_api import Locator, Page, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.conftest import PASSWORD, Arrive, Branch, Enter


def open_entry(page: Page, words: str) -> Locator:
    """An entry that waits for this person."""
    return page.locator(".entry.open").filter(has_text=words)


async def test_a_prospect_reaches_the_account_manager_who_accepts(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    account_manager = await enter("account_manager")
    manager = await enter("lobby_manager")
    await manager.get_by_role("button", name=f"潜客 {ticket}").click()
    await manager.get_by_role("dialog").get_by_role("button", name="理财").click()
    await expect(manager.get_by_text(f"已登记潜客 {ticket}：理财")).to_be_visible()
    offer = open_entry(account_manager, "理财")
    await expect(offer).to_be_visible()
    await offer.get_by_role("button", name="接受转介").click()
    await expect(account_manager.locator(".entry").filter(has_text="已接受")).to_be_visible()
    await expect(manager.locator(".feed")).to_contain_text("已由")
    await account_manager.reload()
    await expect(account_manager.locator(".entry").filter(has_text="理财")).to_be_visible()
    await expect(open_entry(account_manager, "理财")).to_have_count(0)


async def test_a_referral_is_declined_with_a_reason(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    account_manager = await enter("account_manager", width=768, height=1024)
    await account_manager.get_by_role("navigation").get_by_role("button", name="消息").click()
    manager = await enter("lobby_manager")
    await manager.get_by_role("button", name=f"潜客 {ticket}").click()
    await manager.get_by_role("dialog").get_by_role("button", name="贷款").click()
    await open_entry(account_manager, "贷款").get_by_role("button", name="婉拒").click()
    await account_manager.get_by_role("dialog").get_by_role("button", name="目前没有时间").click()
    await expect(account_manager.locator(".entry").filter(has_text="已婉拒")).to_be_visible()


async def offered(enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch) -> tuple[Page, str]:
    """The account manager's page with an offer of a referral, and the referral's id."""
    ticket = (await kiosk())["ticket"]
    page = await enter("account_manager")
    manager = await enter("lobby_manager")
    await manager.get_by_role("button", name=f"潜客 {ticket}").click()
    await manager.get_by_role("dialog").get_by_role("button", name="理财").click()
    await expect(open_entry(page, "理财")).to_be_visible()
    api = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    (referral,) = await api.get("/api/referral/referrals", mine="true")
    await api.close()
    return page, referral["referral"]


async def accept(stack: Stack, branch: Branch, referral: str) -> None:
    """Accept a referral at another device."""
    api = await Staff(stack.url(), branch.who("account_manager"), PASSWORD).sign_in()
    await api.post(f"/api/referral/referrals/{referral}/accept", {})
    await api.close()


async def test_an_offer_that_was_answered_elsewhere_waits_no_longer(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    page, referral = await offered(enter, kiosk, stack, branch)
    await accept(stack, branch, referral)
    await expect(open_entry(page, "理财")).to_have_count(0)
    answered = page.locator(".entry").filter(has_text="转介客户，意向：理财")
    await expect(answered).to_contain_text("已接受")
    await expect(answered.get_by_role("button", name="接受转介")).to_have_count(0)
    await page.reload()
    await expect(answered).to_contain_text("已接受")
    await expect(open_entry(page, "理财")).to_have_count(0)


async def test_a_button_whose_offer_was_answered_goes_with_the_refusal(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    page, referral = await offered(enter, kiosk, stack, branch)
    await page.route("**/api/notify/feed*", lambda route: route.abort())  # it learns of nothing
    await accept(stack, branch, referral)
    await open_entry(page, "理财").get_by_role("button", name="接受转介").click()
    await expect(page.locator(".toast.error")).to_contain_text("已答复过该转介")
    await expect(page.get_by_role("button", name="接受转介")).to_have_count(0)
    await expect(open_entry(page, "理财")).to_have_count(0)


async def test_why_somebody_was_told_is_shown_from_the_beginning(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager")
    ticket = (await kiosk())["ticket"]
    await page.locator(".entry").filter(has_text=ticket).get_by_role("button", name="缘由").click()
    await expect(page.get_by_role("dialog")).to_contain_text("取号")
    await expect(page.locator(".chain li").last).to_contain_text("取号")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_complaint_alarms_and_is_taken_over(enter: Enter, kiosk: Arrive) -> None:
    ticket = (await kiosk())["ticket"]
    head = await enter("branch_head")
    manager = await enter("lobby_manager")
    await manager.get_by_role("button", name=f"投诉 {ticket}").click()
    form = manager.get_by_role("dialog")
    await form.get_by_role("button", name="登记投诉").click()
    await expect(form.get_by_text("请选择投诉内容")).to_be_visible()
    await form.get_by_label("等候时间").check()
    await form.get_by_label("客户原话").fill("等了四十分钟")
    await form.get_by_role("button", name="登记投诉").click()
    await expect(manager.get_by_text("投诉已登记")).to_be_visible()
    alarm = open_entry(manager, "等候时间")
    await expect(alarm).to_contain_text("警报")
    await alarm.get_by_role("button", name="接手处理").click()
    await expect(manager.locator(".entry").filter(has_text="已接手").first).to_be_visible()
    at_head = open_entry(head, "等候时间")
    await expect(at_head.get_by_role("button", name="接手处理")).to_have_count(0)
    await at_head.get_by_role("button", name="知道了").click()
    await expect(open_entry(head, "等候时间")).to_have_count(0)
    await expect(head.locator(".entry").filter(has_text="✓").first).to_be_visible()


async def test_a_lost_network_is_shown_and_what_was_missed_is_caught_up(enter: Enter, kiosk: Arrive) -> None:
    page = await enter("lobby_manager")
    before = (await kiosk())["ticket"]
    await expect(page.locator(".feed")).to_contain_text(before)
    await expect(page.locator(".waiting")).to_contain_text(before)
    await page.context.set_offline(True)
    await expect(page.get_by_role("alert").filter(has_text="网络已断开")).to_be_visible()
    await expect(page.locator(".connection")).to_have_text("已断开")
    missed = [(await kiosk())["ticket"] for _ in range(5)]
    await expect(page.locator(".waiting")).not_to_contain_text(missed[0])
    await page.context.set_offline(False)
    await expect(page.locator(".connection")).to_have_text("实时")
    for ticket in (before, *missed):
        await expect(page.locator(".waiting .one").filter(has_text=ticket)).to_have_count(1)
        await expect(page.locator(".entry").filter(has_text=ticket)).to_have_count(1)
    await expect(page.get_by_text("网络已恢复")).to_be_visible()


async def test_two_tabs_share_one_stream_and_the_second_goes_on_alone(enter: Enter, kiosk: Arrive) -> None:
    first = await enter("lobby_manager")
    streams: list[str] = []
    first.context.on("request", lambda it: streams.append(it.url) if "/api/notify/stream" in it.url else None)
    second = await first.context.new_page()
    await second.goto("/staff")
    await second.locator(".connection.live").wait_for()
    ticket = (await kiosk())["ticket"]
    for page in (first, second):
        await expect(page.locator(".entry").filter(has_text=ticket)).to_have_count(1)
    assert streams == []
    await first.close()
    ticket = (await kiosk())["ticket"]
    await expect(second.locator(".entry").filter(has_text=ticket)).to_have_count(1)
    await expect(second.locator(".waiting")).to_contain_text(ticket)
    assert len(streams) == 1


async def test_an_alarm_is_seen_from_the_floor_on_a_narrow_screen(enter: Enter, branch: Branch) -> None:
    page = await enter("branch_head", width=768, height=1024)
    await page.get_by_role("button", name="登记投诉").click()
    await page.get_by_label("收费").check()
    await page.get_by_label("客户原话").fill("手续费不清楚")
    await page.get_by_role("dialog").get_by_role("button", name="登记投诉").click()
    await page.locator(".alarm-strip").click()
    await expect(open_entry(page, "收费")).to_be_visible()
