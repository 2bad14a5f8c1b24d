"""Every form of the page, typed into while customers come and the language changes."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from deploy.local.stack import Stack
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_records import room, signed_in
from tests.browser.test_what_is_typed import shown_in

Opening = Callable[[Page], Awaitable[None]]

SWITCH = "ofPage('words/language.js').then(it => it.switchLanguage())"
FIELD = """() => {
    const { value, selectionStart, name } = document.activeElement;
    return [name, value, selectionStart];
}"""


def opened_by(where: str, *buttons: str) -> Opening:
    """In this room, by these buttons."""

    async def go(page: Page) -> None:
        await room(page, where)
        for name in buttons:
            await page.get_by_role("button", name=name).first.click()

    return go


async def with_an_incident(page: Page) -> None:
    await room(page, "事件")
    await page.get_by_role("button", name="可疑人员").click()
    await page.locator(".incident-list button").first.click()


async def with_an_opinion(page: Page) -> None:
    await page.get_by_role("button", name="记录 A").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("region", name="意见").get_by_role("button", name="环境").click()
    await dialog.get_by_label("客户原话").wait_for()


async def with_an_enquiry(page: Page) -> None:
    await with_an_opinion(page)
    await page.get_by_role("button", name="不填").click()
    await room(page, "待答复")
    await page.get_by_role("button", name="查看 意见 · 环境").click()


FORMS: dict[str, tuple[str, Opening, str]] = {
    "the day report": ("lobby_manager", opened_by("日报"), "建议"),
    "the log": ("lobby_manager", opened_by("工作日志"), "内容"),
    "a notice": ("lobby_manager", opened_by("清单", "张贴公告"), "标题"),
    "a leaflet": ("lobby_manager", opened_by("清单", "新增材料"), "现有份数"),
    "a checklist": ("branch_head", opened_by("清单", "编辑检查表"), "英文名称"),
    "opening all the same": ("branch_head", opened_by("清单", "开门"), "说明"),
    "a task": ("lobby_manager", opened_by("任务", "新任务"), "说明"),
    "a reception": ("lobby_manager", opened_by("大堂", "接待客户"), "金额"),
    "a complaint": ("lobby_manager", opened_by("大堂", "登记投诉"), "客户原话"),
    "an opinion": ("lobby_manager", with_an_opinion, "电话"),
    "an answer": ("lobby_manager", with_an_enquiry, "答复内容"),
    "an incident": ("lobby_manager", with_an_incident, "补充记录"),
    "the rules": ("branch_head", opened_by("设置"), "贵宾 每分钟分数"),
    "the task rules": ("branch_head", opened_by("设置"), "迎接引导 宽限"),
    "a transaction": ("branch_head", opened_by("设置", "现金"), "自助限额"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_no_event_and_no_language_touches_what_is_typed(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch, form: str
) -> None:
    role, opening, label = FORMS[form]
    await kiosk()
    head = await signed_in(stack, branch, "branch_head")
    path = f"/api/lobby/branches/{branch.id}"
    await head.put(f"{path}/transactions", {"cash": {"zh": "现金", "en": "Cash"}})
    page = await enter(role)
    await opening(page)
    field = page.get_by_label(label).first
    await field.fill("１2 34")
    await field.press("ArrowLeft")
    held = await page.evaluate(FIELD)
    assert held[1:] == ["１2 34", 4]
    await head.put(f"{path}/rules", {"divert_from": 7})  # settings, floor, forecasts: all is drawn anew
    await shown_in(page, (await kiosk())["ticket"])
    await page.evaluate(SWITCH)
    await page.locator("html[lang=en]").wait_for()
    assert await page.evaluate(FIELD) == held
    await page.keyboard.type("5")
    await page.evaluate(SWITCH)
    await page.locator("html[lang=zh-CN]").wait_for()
    await shown_in(page, (await kiosk())["ticket"])
    assert await page.evaluate(FIELD) == [held[0], "１2 354", 5]
    await expect(field).to_be_focused()
    await head.close()


async def test_a_person_typing_a_staff_id_is_not_disturbed_by_the_language(enter: Enter) -> None:
    page = await enter("teller")
    await page.get_by_role("button", name="退出").click()
    await page.get_by_label("工号").fill("somebody")
    await page.get_by_label("密码").fill("a secret")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_label("Staff id")).to_have_value("somebody")
    await expect(page.get_by_label("Password")).to_have_value("a secret")


async def test_the_customer_of_a_task_stays_chosen_when_they_leave_and_nobody_else_is_taken(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    first, second = await kiosk(), await kiosk()
    page = await enter("lobby_manager")
    await opened_by("任务", "新任务")(page)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("客户（可选）").select_option(first["visit"])
    person = await signed_in(stack, branch, "lobby_manager")
    await person.post(f"/api/lobby/visits/{first['visit']}/cancel", {"reason": "left"})
    await expect(dialog.get_by_label("客户（可选）")).to_contain_text("已不在列表")
    await expect(dialog.get_by_label("客户（可选）")).to_have_value(first["visit"])
    await dialog.get_by_role("button", name="交办").click()
    await expect(dialog.locator(".field-error")).to_contain_text("请重新选择")
    await dialog.get_by_label("客户（可选）").select_option(second["visit"])
    await dialog.get_by_role("button", name="交办").click()
    await expect(page.locator(".task").filter(has_text=second["ticket"]).first).to_be_visible()
    await person.close()
