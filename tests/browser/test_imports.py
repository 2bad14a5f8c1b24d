"""Importing a portfolio (W2): sent, checked, applied and undone by the head of the branch."""

from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Branch, Enter

HEADER = "姓名,手机号,身份证号,客户经理\n"


async def tab(page: Page, room: str, name: str) -> None:
    """Open a tab of the room of customers."""
    await page.get_by_role("navigation").get_by_role("button", name=room, exact=True).click()
    await page.locator("#customers").get_by_role("button", name=name, exact=True).click()


def faults_in(path: Path) -> list[list[str]]:
    """The row, column and code of each line of a file of faults."""
    return [line.split(",")[:3] for line in path.read_text("utf-8-sig").splitlines()[1:]]


async def test_a_head_imports_a_list_looks_at_its_faults_and_undoes_it(
    enter: Enter, branch: Branch, tmp_path: Path
) -> None:
    manager = branch.who("account_manager")
    rows = [f"王小明,1380000{number:04},,{manager}" for number in range(30)]
    rows += ["李强,,,", "😀😀,13900000001,,", "=cmd,13900000002,,", "赵六,13900000003,,nobody"]
    listed = tmp_path / "客户.csv"
    listed.write_bytes((HEADER + "\n".join(rows)).encode("gb18030"))
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "我的客户", "批量导入")
    await head.get_by_label("文件").set_input_files(listed)
    await head.get_by_role("button", name="上传并校验").focus()
    await head.keyboard.press("Enter")
    one = head.locator(".import")
    await expect(one).to_contain_text("已校验，待导入")
    await expect(one.locator(".new dd")).to_have_text("30")
    await expect(one.locator(".faulty dd")).to_have_text("4")
    assert await serious(head) == []
    async with head.expect_download() as download:
        await one.get_by_role("link", name="下载问题清单").click()
    assert faults_in(await (await download.value).path()) == [
        ["32", "phone", "phone_missing"],
        ["33", "name", "name_unreadable"],
        ["34", "name", "formula"],
        ["35", "account_manager", "unknown_manager"],
    ]
    await one.get_by_role("button", name="导入 30 份档案").click()
    await expect(one).to_contain_text("已导入")
    await expect(one.locator(".opened dd")).to_have_text("30")
    await expect(head.locator(".feed")).to_contain_text("新建30份档案")
    await one.get_by_role("button", name="撤销导入").click()
    dialog = head.get_by_role("dialog")
    assert await serious(head) == []
    await dialog.get_by_role("button", name="撤销导入").click()
    await expect(one).to_contain_text("已撤销")
    await expect(one.locator(".gone dd")).to_have_text("30")


async def test_a_file_that_cannot_be_imported_says_why_in_both_languages(
    enter: Enter, tmp_path: Path
) -> None:
    head = await enter("branch_head")
    await tab(head, "我的客户", "批量导入")
    listed = tmp_path / "list.csv"
    listed.write_text("姓,城市\n王,上海\n", "utf-8")
    await head.get_by_label("文件").set_input_files(listed)
    await head.get_by_role("button", name="上传并校验").click()
    one = head.locator(".import")
    await expect(one).to_contain_text("表头中找不到姓名或电话列")
    await head.get_by_role("button", name="English").click()
    await expect(one).to_contain_text("The header names no column for the name or the phone")
    await one.get_by_role("button", name="Discard").click()
    await expect(one).to_contain_text("Discarded")


async def test_an_account_manager_has_no_imports(enter: Enter) -> None:
    page = await enter("account_manager")
    await page.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await expect(page.locator("#customers")).to_have_count(1)
    await expect(page.get_by_role("button", name="批量导入")).to_have_count(0)
