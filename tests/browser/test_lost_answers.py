"""An answer that does not arrive: what is sent again is done once, a correction is another command, and the
page says what is known."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from deploy.local.stack import Stack
from tests.browser.conftest import Arrive, Branch, Enter
from tests.browser.test_the_floor import at_counter
from tests.browser.test_the_records import room, signed_in

Losing = Callable[[], None]


async def lose_answers(page: Page, path: str, keys: list[str], *, arrives: bool = True) -> Losing:
    """From now on, answers to POSTs to `path` are lost, after the service got them if it `arrives`. Their
    keys are added to `keys`. The answer of this ends it."""
    losing = True

    async def lose(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        keys.append(await route.request.header_value("idempotency-key") or "")
        if not losing:
            await route.continue_()
            return
        if arrives:
            await route.fetch()
        await route.abort()

    def end() -> None:
        nonlocal losing
        losing = False

    await page.route(path, lose)
    return end


async def written(stack: Stack, branch: Branch) -> list[str]:
    """Return the words that were written into the log by hand, the oldest first."""
    person = await signed_in(stack, branch, "lobby_manager")
    lines: list[dict[str, Any]] = (await person.get(f"/api/lobby/branches/{branch.id}/log?group=hand"))[
        "lines"
    ]
    await person.close()
    return [line["words"] for line in reversed(lines) if line["by_hand"]]


@pytest.mark.parametrize("reloads", [False, True])
async def test_the_same_words_sent_again_are_written_once(
    enter: Enter, stack: Stack, branch: Branch, reloads: bool
) -> None:
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    keys: list[str] = []
    end = await lose_answers(page, f"**/branches/{branch.id}/log", keys)
    words, form = page.get_by_label("内容"), page.locator(".logbook form")
    await words.fill("第一版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(form.get_by_role("alert")).to_contain_text("可能已写入，也可能没有")
    await expect(words).to_have_value("第一版")
    end()
    if reloads:
        await page.reload()
        await room(page, "工作日志")
        await expect(words).to_have_value("第一版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(page.locator(".toasts")).to_contain_text("已写入日志")
    await expect(page.locator(".toast.error")).to_have_count(0)
    assert await written(stack, branch) == ["第一版"]
    assert len(set(keys)) == 1


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_correction_after_a_lost_answer_is_written_and_the_page_says_what_is_known(
    enter: Enter, stack: Stack, branch: Branch, arrives: bool
) -> None:
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    keys: list[str] = []
    end = await lose_answers(page, f"**/branches/{branch.id}/log", keys, arrives=arrives)
    words, form = page.get_by_label("内容"), page.locator(".logbook form")
    await words.fill("第一版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(form.get_by_role("alert")).to_contain_text("修改后提交，则另记一条")
    end()
    await words.fill("第二版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(page.locator(".toast.error")).to_contain_text("上一版当时没有收到答复，可能也已写入")
    assert await written(stack, branch) == (["第一版", "第二版"] if arrives else ["第二版"])
    assert len(set(keys)) == 2
    await words.fill("第三版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(page.locator(".log .by-hand").filter(has_text="第三版")).to_have_count(1)
    assert len(set(keys)) == 3


async def test_a_report_that_is_corrected_after_a_lost_answer_is_the_corrected_one(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    await room(page, "日报")
    end = await lose_answers(page, "**/file", [])
    await page.get_by_label("服务小结").fill("第一版")
    file = page.locator(".report form").get_by_role("button")
    await file.click()
    await expect(page.locator(".report form").get_by_role("alert")).to_contain_text("可能已保存")
    await expect(page.get_by_label("服务小结")).to_have_value("第一版")
    end()
    await page.get_by_label("服务小结").fill("第二版")
    await file.click()
    await expect(page.locator(".report-state")).to_contain_text("已提交")
    await expect(page.locator(".toasts")).to_contain_text("日报已提交")
    await page.reload()
    await room(page, "日报")
    await expect(page.get_by_label("服务小结")).to_have_value("第二版")


async def test_a_key_that_was_used_for_other_words_is_said_and_the_next_try_has_its_own(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    keys: list[str] = []

    async def refuse(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        keys.append(await route.request.header_value("idempotency-key") or "")
        if len(keys) > 1:
            await route.continue_()
            return
        refusal = {"code": "key_reused", "status": 422, "title": "Used.", "title_zh": "已用。"}
        await route.fulfill(status=422, json=refusal, content_type="application/problem+json")

    await page.route(f"**/branches/{branch.id}/log", refuse)
    form = page.locator(".logbook form")
    await page.get_by_label("内容").fill("第一版")
    await form.get_by_role("button", name="写入日志").click()
    await expect(form.get_by_role("alert")).to_contain_text("这一版还没有写入")
    await form.get_by_role("button", name="写入日志").click()
    await expect(page.locator(".log .by-hand")).to_have_count(1)
    assert keys[0] != keys[1]


async def test_a_tap_whose_answer_is_lost_is_done_once_when_it_is_tapped_again(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    ticket = (await kiosk())["ticket"]
    page = await enter("lobby_manager")
    keys: list[str] = []
    end = await lose_answers(page, "**/opinions", keys)
    await page.get_by_role("button", name=f"记录 {ticket}").click()
    opinion = page.get_by_role("dialog").get_by_role("region", name="意见").get_by_role("button", name="环境")
    await opinion.click()
    await expect(page.locator(".toast.error")).to_contain_text("没有收到答复")
    end()
    await opinion.click()
    await expect(page.locator(".toasts")).to_contain_text("已登记意见：环境")
    assert len(set(keys)) == 1
    person = await signed_in(stack, branch, "lobby_manager")
    assert len(await person.get("/api/customer/enquiries", branch=branch.id)) == 1
    await person.close()


async def test_a_tap_after_the_state_has_changed_is_another_one(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    """Paused, called and recalled with the answers lost: once the page has seen it, each tap counts anew."""
    page = await at_counter(enter)
    console, notes = page.locator(".console"), page.locator(".toast.error")

    async def tap(*names: str, lost: str = "", shows: str) -> None:
        end = await lose_answers(page, f"**/{lost}", []) if lost else None
        for name in names:
            await page.get_by_role("button", name=name, exact=True).click()
        await expect(console).to_contain_text(shows)
        if end:
            await expect(notes.last).to_contain_text("没有收到答复")
            end()
            await page.unroute(f"**/{lost}")

    await tap("暂停柜台", "清点现金", lost="pause", shows="清点现金")
    if await page.get_by_role("dialog").count():
        await page.keyboard.press("Escape")
    await tap("恢复叫号", shows="空闲")
    await tap("暂停柜台", "清点现金", shows="清点现金")
    await tap("恢复叫号", shows="空闲")

    first, second = [(await kiosk())["ticket"] for _ in range(2)]
    await tap("呼叫下一位", lost="call-next", shows=first)
    await tap("重呼", lost="recall", shows="已重呼 1 次")
    await tap("重呼", shows="已重呼 2 次")
    await tap("办理完成", shows="空闲")
    await tap("呼叫下一位", shows=second)


async def test_a_tick_taken_back_is_ticked_again_after_a_lost_answer(enter: Enter) -> None:
    page = await enter("lobby_manager")
    await room(page, "清单")
    tick = page.locator(".tick").filter(has_text="门前清洁")
    item = page.locator(".item").filter(has_text="门前清洁")
    end = await lose_answers(page, "**/ticks", [])
    await tick.click()
    await expect(item).to_have_class("item ok")
    await expect(page.locator(".toast.error")).to_contain_text("没有收到答复")
    end()
    await tick.click()
    await expect(item).to_have_class("item open")
    await tick.click()
    await expect(item).to_have_class("item ok")


async def test_a_day_is_opened_again_for_the_same_reason_after_a_lost_answer(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    person = await signed_in(stack, branch, "lobby_manager")
    day = f"/api/lobby/branches/{branch.id}/day"
    override = {"override": {"reason": "other", "words": "演练"}}
    await person.post(f"{day}/open", override)
    await person.post(f"{day}/begin-closing")
    await room(page, "清单")
    dialog, state = page.get_by_role("dialog"), page.locator(".day .state")

    async def reopen() -> None:
        await page.locator(".day").get_by_role("button", name="重新开门").click()
        await dialog.get_by_label("其他").check()
        await dialog.get_by_role("textbox").fill("还有客户")
        await dialog.get_by_role("button", name="重新开门").click()

    end = await lose_answers(page, "**/day/reopen", [])
    await reopen()
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入")
    end()
    await dialog.get_by_role("button", name="取消").click()
    await expect(state).to_contain_text("营业")
    await person.post(f"{day}/begin-closing")
    await reopen()
    await expect(dialog).to_have_count(0)
    assert (await person.get(day))["state"] == "open"
    await person.close()


async def test_offline_at_the_worst_moment_a_complaint_is_raised_once(
    enter: Enter, kiosk: Arrive, stack: Stack, branch: Branch
) -> None:
    """The service has it, and the tablet is cut off before it hears so."""
    page = await enter("lobby_manager")

    async def cut(route: Route) -> None:
        await route.fetch()
        await page.context.set_offline(True)
        await route.abort()

    await page.route("**/complaints", cut)
    await page.get_by_role("button", name="登记投诉").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("收费").check()
    await dialog.get_by_label("客户原话").fill("费用不合理")
    await dialog.get_by_role("button", name="登记投诉").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入")
    await page.unroute("**/complaints")
    await page.context.set_offline(False)
    await page.reload()
    await expect(dialog.get_by_label("客户原话")).to_have_value("费用不合理")
    await dialog.get_by_role("button", name="登记投诉").click()
    await expect(page.locator(".toasts")).to_contain_text("投诉已登记")
    await room(page, "工作日志")
    await page.get_by_role("button", name="投诉与答复", exact=True).click()
    await expect(page.locator(".log li").filter(has_text="收费")).to_have_count(1)


async def test_what_was_cancelled_after_a_lost_answer_is_not_taken_for_unsent(enter: Enter) -> None:
    page = await enter("lobby_manager")
    end = await lose_answers(page, "**/complaints", [])
    opener, dialog = page.get_by_role("button", name="登记投诉"), page.get_by_role("dialog")
    await opener.click()
    await dialog.get_by_label("收费").check()
    await dialog.get_by_label("客户原话").fill("费用不合理")
    await dialog.get_by_role("button", name="登记投诉").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入")
    await dialog.get_by_role("button", name="取消").click()
    end()
    await opener.click()
    await expect(dialog.locator(".found")).to_have_count(0)
    await dialog.get_by_label("设备").check()
    await dialog.get_by_label("客户原话").fill("空调太冷")
    await dialog.get_by_role("button", name="登记投诉").click()
    await expect(page.locator(".toast.error")).to_contain_text("上一版当时没有收到答复")


async def receive(page: Page, submit: bool = True) -> None:
    """Open the form in which a customer is taken in, and send it as it is."""
    await page.get_by_role("button", name="接待客户").click()
    if submit:
        await page.get_by_role("dialog").get_by_role("button", name="取号").click()


async def tickets(stack: Stack, branch: Branch) -> list[str]:
    """The tickets that wait at the branch."""
    person = await signed_in(stack, branch, "lobby_manager")
    floor = await person.get(f"/api/lobby/branches/{branch.id}/floor")
    await person.close()
    return [one["ticket"] for one in floor["waiting"]]


async def test_a_customer_taken_in_again_after_a_lost_answer_gets_one_ticket(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    page = await enter("lobby_manager")
    keys: list[str] = []
    end = await lose_answers(page, "**/visits", keys)
    await receive(page)
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入，也可能没有")
    end()
    await dialog.get_by_role("button", name="取号").click()
    await expect(dialog).to_have_count(0)
    assert len(set(keys)) == 1
    assert len(await tickets(stack, branch)) == 1


async def test_the_next_customer_gets_a_ticket_of_their_own_after_a_lost_answer(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    """The form was closed without an answer; the next one wants the same."""
    page = await enter("lobby_manager")
    keys: list[str] = []
    end = await lose_answers(page, "**/visits", keys)
    await receive(page)
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入，也可能没有")
    await page.keyboard.press("Escape")
    end()
    await receive(page)
    await expect(page.locator(".toast.error")).to_contain_text("上一版当时没有收到答复，可能也已写入")
    assert len(set(keys)) == 2
    assert len(set(await tickets(stack, branch))) == 2


@pytest.mark.parametrize("reopens", [False, True])
async def test_what_was_sent_and_not_answered_is_begun_anew_for_the_next_customer(
    enter: Enter, stack: Stack, branch: Branch, reopens: bool
) -> None:
    """Something was typed, so that a form that is opened again still holds it, and says what became of it."""
    page = await enter("lobby_manager")
    keys: list[str] = []
    end = await lose_answers(page, "**/visits", keys)
    await receive(page, submit=False)
    dialog = page.get_by_role("dialog")
    amount = dialog.get_by_label("金额")
    await amount.fill("500")
    await dialog.get_by_role("button", name="取号").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("可能已写入，也可能没有")
    end()
    if reopens:
        await page.keyboard.press("Escape")
        await receive(page, submit=False)
        await expect(amount).to_have_value("500")
        await expect(dialog.locator(".found")).to_contain_text("没有收到答复：可能已写入，也可能没有")
    await dialog.get_by_role("button", name="另起一份").click()
    await expect(amount).to_have_value("")
    await expect(dialog.locator(".found")).to_have_count(0)
    await amount.fill("500")
    await dialog.get_by_role("button", name="取号").click()
    await expect(dialog).to_have_count(0)
    assert len(set(keys)) == 2
    assert len(set(await tickets(stack, branch))) == 2


async def test_a_tap_in_a_dialog_that_was_opened_again_is_another_one(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    """The same opinion from the opinion book, twice: the first answer is lost, and the dialog is closed."""
    page = await enter("lobby_manager")
    await room(page, "工作日志")
    keys: list[str] = []
    end = await lose_answers(page, "**/opinions", keys)
    opener = page.get_by_role("button", name="记录客户的话")
    opinion = page.get_by_role("region", name="意见").get_by_role("button", name="环境")
    await opener.click()
    await opinion.click()
    await expect(page.locator(".toast.error")).to_contain_text("没有收到答复")
    await page.keyboard.press("Escape")
    end()
    await opener.click()
    await opinion.click()
    await expect(page.locator(".toasts")).to_contain_text("已登记意见：环境")
    assert len(set(keys)) == 2
    person = await signed_in(stack, branch, "lobby_manager")
    assert len(await person.get("/api/customer/enquiries", branch=branch.id)) == 2
    await person.close()
