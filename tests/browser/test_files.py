"""The customer file on the page: opened, found, changed, read as of a day (W2)."""

from playwright.async_api import Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Enter


async def open_new(page: Page, name: str, phone: str) -> None:
    """Open a file with the form of the page."""
    await page.get_by_role("button", name="查找客户", exact=True).click()
    await page.get_by_role("button", name="新建客户档案").click()
    await page.get_by_label("姓名", exact=True).fill(name)
    await page.get_by_label("电话", exact=True).fill(phone)
    await page.get_by_role("button", name="建档", exact=True).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def look_for(page: Page, words: str) -> None:
    field = page.get_by_label("姓名、拼音、首字母、电话、证件号或卡号")
    await field.fill(words)
    await field.press("Enter")


async def test_a_file_is_opened_and_found_as_people_type_by_keyboard(enter: Enter) -> None:
    page = await enter("account_manager", width=820, height=1180)
    await open_new(page, "单田芳", "139 0000 0001")
    assert await serious(page) == []
    await page.get_by_role("button", name="查找客户").click()
    for words in ("单田", "shantianfang", "stf", "ｓｔｆ", "139-0000-0001"):
        await look_for(page, words)
        await expect(page.get_by_role("heading", name=f"“{words}”的查找结果 1")).to_be_visible()
        await expect(page.locator(".customer-line")).to_contain_text("单田芳")
    assert await serious(page) == []
    await look_for(page, "不在这里")
    await expect(page.get_by_text("没有找到客户。")).to_be_visible()
    await look_for(page, "😀")
    await expect(page.get_by_role("alert").filter(has_text="请输入姓名")).to_be_visible()


async def test_a_profile_is_changed_and_read_as_of_a_day(enter: Enter) -> None:
    page = await enter("account_manager")
    await open_new(page, "欧阳娜", "13900000002")
    await page.get_by_role("button", name="更改资料").click()
    await page.get_by_label("称呼").fill("娜娜")
    await page.get_by_label("标签").fill("高尔夫、喝茶")
    await page.get_by_label("洗钱风险等级").select_option("high")
    await page.get_by_role("button", name="保存", exact=True).click()
    file = page.locator(".customer-file")
    await expect(file).to_contain_text("高尔夫 · 喝茶")
    await expect(file).to_contain_text("高风险")
    await file.get_by_role("button", name="持有产品").click()
    await page.get_by_label("产品", exact=True).fill("deposit")
    await page.get_by_label("金额").fill("5万")
    await page.get_by_role("button", name="保存持有产品").click()
    await expect(file).to_contain_text("50,000 CNY")
    assert await serious(page) == []
    today = await page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
    await page.get_by_label("查看某日的档案").fill(today)
    await expect(file).to_contain_text(f"{today} 当日终的档案")
    await page.get_by_role("button", name="标签: 自 ").click()
    await expect(page.get_by_role("dialog")).to_contain_text("高尔夫, 喝茶")
    assert await serious(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_label("查看某日的档案").fill("2020-01-01")
    await expect(file).to_contain_text("该日尚未建立此档案。")
    await page.get_by_role("button", name="English").click()
    await expect(file).to_contain_text("This file was not open yet on that day.")


async def test_of_two_who_change_a_file_the_slower_is_told(enter: Enter) -> None:
    own, head = await enter("account_manager"), await enter("branch_head")
    await open_new(own, "王小明", "13900000003")
    await head.get_by_role("navigation").get_by_role("button", name="我的客户", exact=True).click()
    await head.get_by_role("button", name="查找客户", exact=True).click()
    await head.get_by_role("button", name="王小明").click()
    for page in (own, head):
        await page.get_by_role("button", name="更改资料").click()
    await own.get_by_label("标签").fill("喝茶")
    await own.get_by_role("button", name="保存", exact=True).click()
    await expect(own.locator(".customer-file")).to_contain_text("喝茶")
    await head.get_by_label("标签").fill("高尔夫")
    await head.get_by_role("button", name="保存", exact=True).click()
    await expect(head.get_by_role("alert").filter(has_text="该档案已被他人更改")).to_be_visible()


async def test_a_file_that_may_be_there_is_shown_first_and_two_are_merged_and_parted_again(
    enter: Enter,
) -> None:
    page = await enter("account_manager", width=820, height=1180)
    await open_new(page, "王小明", "13900000004")
    await page.get_by_role("button", name="查找客户").click()
    await page.get_by_role("button", name="新建客户档案").click()
    await page.get_by_label("姓名", exact=True).fill("王晓明")
    await page.get_by_label("电话", exact=True).fill("139 0000 0004")
    await page.get_by_role("button", name="建档", exact=True).click()
    await expect(page.get_by_text("以下档案可能是同一客户：")).to_be_visible()
    await expect(page.get_by_text("电话相同")).to_be_visible()
    assert await serious(page) == []
    await page.get_by_role("button", name="仍然新建").click()
    await expect(page.get_by_role("heading", name="王晓明")).to_be_visible()
    await page.get_by_role("button", name="合并 王**").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("group", name="姓名")).to_contain_text("王小明")
    assert await serious(page) == []
    await dialog.get_by_label("另一档案: 王小明").check()
    await dialog.get_by_role("button", name="合并（30 天内可撤销）").click()
    await expect(page.get_by_role("heading", name="王小明")).to_be_visible()
    await page.get_by_role("button", name="撤销合并").click()
    await expect(page.get_by_role("heading", name="王晓明")).to_be_visible()
    await page.get_by_role("button", name="不是同一客户 王**").click()
    await expect(page.get_by_role("button", name="合并 王**")).to_have_count(0)


async def test_two_persons_make_a_household(enter: Enter) -> None:
    page = await enter("account_manager")
    await open_new(page, "李雷", "13900000005")
    await page.get_by_role("button", name="查找客户").click()
    await open_new(page, "韩梅梅", "13900000005")
    await page.get_by_role("button", name="家庭").click()
    await page.get_by_label("与哪位客户同属一个家庭").fill("lilei")
    await page.get_by_role("button", name="加入家庭").click()
    await expect(page.locator(".customer-file")).to_contain_text("配偶 韩**")
    await expect(page.locator(".customer-file")).to_contain_text("户主 李*")
    assert await serious(page) == []
