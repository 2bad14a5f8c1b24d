"""Numbers and days as people type and paste them: read to what they mean, or refused beside the field."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter, NewDevice
from tests.browser.test_the_records import room, signed_in

READ_NUMBERS = """async all => {
    const { readNumber } = await ofPage('parts/numbers.js');
    return all.map(([text, how]) => readNumber(text, how));
}"""
READ_DAYS = """async all => {
    const { readDay } = await ofPage('parts/numbers.js');
    return all.map((text) => readDay(text).value ?? null);
}"""
SAY = """async keys => {
    const { t, switchLanguage } = await ofPage('words/language.js');
    const zh = keys.map((key) => t(key));
    switchLanguage();
    return [zh, keys.map((key) => t(key))];
}"""
"""The words of these keys in both languages."""

READ: list[tuple[str, dict[str, Any], float | None]] = [
    ("1.5", {}, 1.5),
    ("0.5", {"above": 0, "most": 1440}, 0.5),
    ("7.5", {"unit": "minutes"}, 7.5),
    ("５０", {}, 50),
    ("１．５", {}, 1.5),
    ("1。5", {}, 1.5),
    ("1,000", {"whole": True}, 1000),
    ("1，000", {"whole": True}, 1000),
    ("12,345,678.90", {}, 12345678.9),
    ("1\u202f000", {}, 1000),
    ("5 分钟", {"unit": "minutes"}, 5),
    ("2小时", {"unit": "minutes"}, 120),
    ("5 min", {"unit": "minutes"}, 5),
    ("5万", {"unit": "yuan", "whole": True}, 50_000),
    ("1.5万元", {"unit": "yuan", "whole": True}, 15_000),
    ("￥5,000", {"unit": "yuan", "whole": True}, 5_000),
    ("1 亿", {"unit": "yuan", "whole": True}, 100_000_000),
    ("100.00元", {"unit": "yuan", "whole": True}, 100),
    ("20份", {"unit": "copies", "whole": True}, 20),
    ("\u200b5\u200e0\ufeff", {}, 50),
    ("\u00a05\u00a0", {}, 5),
    ("\u202d500\u202c", {}, 500),
    (".5", {}, 0.5),
    ("+5", {}, 5),
    ("", {}, None),
    (" \u200b ", {}, None),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("", {"needed": True}, "number_needed"),
    ("1.5", {"whole": True}, "number_whole"),
    ("1.000", {"whole": True}, "number_wrong"),  # one, or a thousand?
    ("1,5", {}, "number_wrong"),
    ("1,0000", {}, "number_wrong"),
    ("1 5", {}, "number_wrong"),
    ("1.2.3", {}, "number_wrong"),
    ("5²", {}, "number_wrong"),
    ("½", {}, "number_wrong"),
    ("①", {}, "number_wrong"),
    ("五", {}, "number_wrong"),
    ("5-10", {}, "number_wrong"),
    ("约5", {}, "number_wrong"),
    ("5%", {}, "number_wrong"),
    ("1e3", {}, "number_wrong"),
    ("0x10", {}, "number_wrong"),
    ("NaN", {}, "number_wrong"),
    ("Infinity", {}, "number_wrong"),
    ("5元", {"unit": "minutes"}, "number_wrong"),
    ("5w", {"unit": "yuan"}, "number_wrong"),
    ("5万3千", {"unit": "yuan"}, "number_wrong"),
    ("\u202e21", {}, "number_wrong"),  # shown as 12
    ("٣", {}, "number_wrong"),
    ("9007199254740993", {}, "number_wrong"),
    ("-5", {}, "number_range"),
    ("−5", {}, "number_range"),
    ("21", {"most": 20}, "number_range"),
    ("0", {"above": 0, "most": 1440}, "number_above"),
]
DAYS: list[tuple[str, str | None]] = [
    ("2026-11-26", "2026-11-26"),
    ("2026/1/5", "2026-01-05"),
    ("2026.1.5", "2026-01-05"),
    ("2026年1月5日", "2026-01-05"),
    ("20261126", "2026-11-26"),
    ("２０２６－１１－２６", "2026-11-26"),
    ("\u200e2026-11-26\u00a0", "2026-11-26"),
    ("2026-02-30", None),
    ("26.11.2026", None),
    ("11/26/2026", None),
    ("11-26", None),
    ("0002-11-26", None),
    ("12026-11-26", None),
]


async def test_numbers_are_read_to_what_they_mean_or_refused(device: NewDevice) -> None:
    page = await (await device()).new_page()
    await page.goto("/staff")
    found = await page.evaluate(READ_NUMBERS, [[text, how] for text, how, _ in (*READ, *REFUSED)])
    said = [(one.get("wrong") or [None])[0] or one["value"] for one in found]
    wanted = [value for _, _, value in READ] + [word for _, _, word in REFUSED]
    assert dict(enumerate(said)) == dict(enumerate(wanted))
    zh, en = await page.evaluate(SAY, sorted({word for _, _, word in REFUSED}))
    assert all(zh)
    assert all(en)


async def test_a_day_stays_the_day_that_was_typed_in_every_time_zone(device: NewDevice) -> None:
    for zone in ("America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"):
        page = await (await device(timezone_id=zone)).new_page()
        await page.goto("/staff")
        assert await page.evaluate(READ_DAYS, [text for text, _ in DAYS]) == [day for _, day in DAYS]


@pytest.mark.parametrize(
    ("typed", "kept"), [("1.5", 1.5), ("0.5", 0.5), ("７．５", 7.5), ("12 分钟", 12), ("1\u200b5", 15)]
)
async def test_a_number_of_the_settings_is_kept_as_it_was_typed(
    enter: Enter, stack: Stack, branch: Branch, typed: str, kept: float
) -> None:
    page = await enter("branch_head")
    await room(page, "设置")
    rules = page.locator("form").filter(has=page.get_by_label("普通 等候时限"))
    limit = page.get_by_label("普通 等候时限")
    await limit.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(typed)
    await expect(limit).to_have_value(typed)
    await rules.get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts")).to_contain_text("已保存")
    task = page.get_by_label("迎接引导 完成时限")
    await task.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(typed)
    await page.locator("form").filter(has=task).get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts .toast")).to_have_count(2)
    head = await signed_in(stack, branch, "branch_head")
    path = f"/api/lobby/branches/{branch.id}"
    assert (await head.get(path))["rules"]["limits"]["A"] == kept
    assert (await head.get(f"{path}/task-rules"))["limits"]["greet"]["within"] == kept
    await head.close()


async def test_saving_one_setting_leaves_what_others_have_changed(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    path = f"/api/lobby/branches/{branch.id}"
    head = await signed_in(stack, branch, "branch_head")
    await head.put(f"{path}/transactions", {"loan": {"zh": "贷款", "en": "Loan"}})
    page = await enter("branch_head")
    await room(page, "设置")
    limit, task = page.get_by_label("普通 等候时限"), page.get_by_label("迎接引导 完成时限")
    await task.wait_for()

    async def refuse(route: Route) -> None:
        await (route.abort() if route.request.method == "GET" else route.continue_())

    await page.route(re.compile(rf"{path}(/task-rules)?$"), refuse)
    await head.put(f"{path}/rules", {"divert_from": 7, "limits": {"V": 4}})
    await head.put(f"{path}/task-rules", {"care_after": 11, "limits": {"host": {"within": 9}}})
    await head.put(f"{path}/transactions", {"loan": {"minutes": 44, "phone_up_to": 500}})
    await limit.fill("33")
    await page.locator("form").filter(has=limit).get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts .toast")).to_have_count(1)
    await task.fill("8")
    await page.locator("form").filter(has=task).get_by_role("button", name="保存").click()
    await expect(page.locator(".toasts .toast")).to_have_count(2)
    await page.get_by_role("button", name="贷款").click()
    await page.get_by_label("自助限额").fill("30000")
    await page.get_by_role("dialog").get_by_role("button", name="保存").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    kept, tasks = await head.get(path), await head.get(f"{path}/task-rules")
    await head.close()
    rules, loan = kept["rules"], kept["transactions"]["loan"]
    assert (rules["divert_from"], rules["limits"]["V"], rules["limits"]["A"]) == (7, 4, 33)
    assert (loan["minutes"], loan["phone_up_to"], loan["self_service_up_to"]) == (44, 500, 30_000)
    limits = tasks["limits"]
    assert (tasks["care_after"], limits["host"]["within"], limits["greet"]["within"]) == (11, 9, 8)


async def test_what_cannot_be_read_is_refused_beside_the_field_in_both_languages(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("branch_head")
    await room(page, "设置")
    limit = page.get_by_label("普通 等候时限")
    await limit.fill("1,5")
    await page.locator("form").filter(has=limit).get_by_role("button", name="保存").click()
    field = page.locator(".field").filter(has=limit)
    await expect(field.locator(".field-error")).to_contain_text("无法识别")
    await expect(limit).to_be_focused()
    await expect(limit).to_have_attribute("aria-invalid", "true")
    assert await serious(page) == []
    await page.get_by_role("button", name="English").click()
    english = page.get_by_label("Ordinary Limit")
    await expect(page.locator(".field").filter(has=english)).to_contain_text("cannot be read")
    await expect(english).to_have_value("1,5")
    head = await signed_in(stack, branch, "branch_head")
    assert (await head.get(f"/api/lobby/branches/{branch.id}"))["rules"]["limits"]["A"] == 45
    await head.close()


async def test_an_amount_in_ten_thousands_is_that_amount(enter: Enter, stack: Stack, branch: Branch) -> None:
    page = await enter("branch_head")
    head = await signed_in(stack, branch, "branch_head")
    path = f"/api/lobby/branches/{branch.id}"
    await head.put(
        f"{path}/transactions", {"cash": {"zh": "现金", "en": "Cash", "self_service_up_to": 20_000}}
    )
    await room(page, "设置")
    await page.get_by_role("button", name="现金").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("自助限额").fill("5万")
    await expect(dialog).to_contain_text("即 50,000")
    await dialog.get_by_label("电话限额").fill("1000.50")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog.locator(".field-error")).to_have_text("请填写整数。")
    await dialog.get_by_label("电话限额").fill("1,000")
    await dialog.get_by_label("通常用时").fill("7.5 分钟")
    await dialog.get_by_role("button", name="保存").click()
    await expect(dialog).to_have_count(0)
    cash = (await head.get(path))["transactions"]["cash"]
    assert (cash["self_service_up_to"], cash["phone_up_to"], cash["minutes"]) == (50_000, 1_000, 7.5)
    await head.close()


async def test_a_day_typed_in_the_log_is_that_day(enter: Enter, stack: Stack, branch: Branch) -> None:
    page = await enter("lobby_manager", timezone_id="America/Los_Angeles")
    await room(page, "工作日志")
    day = page.get_by_label("日期")
    person = await signed_in(stack, branch, "lobby_manager")
    today = (await person.get(f"/api/lobby/branches/{branch.id}/log"))["today"]
    await expect(day).to_have_value(today)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "day=" in request.url else None)
    await type_day(page, "03022026")
    await expect(day).to_have_value("2026-03-02")
    await expect(page.get_by_text("当日还没有记录。")).to_be_visible()
    await person.post(f"/api/lobby/branches/{branch.id}/log", {"kind": "market_news", "words": "利率"})
    await page.get_by_role("button", name="手记", exact=True).click()
    await expect(day).to_have_value("2026-03-02")
    assert "day=2026-03-02" in asked[-1]
    await type_day(page, "03022099")
    await page.keyboard.press("Tab")
    await expect(page.locator(".pick-day .field-error")).to_contain_text(today)
    await person.close()


async def type_day(page: Page, digits: str) -> None:
    """Into the parts of the browser's own field: month, day, year."""
    await page.get_by_label("日期").focus()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.type(digits, delay=60)
