"""The territory report on the page: filed, explained, signed, read by the region head (R1)."""

import re

from playwright.async_api import Route, expect

from deploy.local.clients import Staff
from deploy.local.stack import Stack
from tests.browser.axe import serious
from tests.browser.conftest import PASSWORD, Branch, Enter
from tests.browser.test_plans import tab


async def test_a_report_goes_from_the_branch_to_the_region_head(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    admin = await Staff(stack.url(), "admin", stack.secret("admin_password")).sign_in()
    region = {"staff": branch.who("region_head"), "name": "周敏", "password": PASSWORD}
    await admin.post("/api/notify/staff", {**region, "roles": ["region_head"], "branches": [branch.id]})
    await admin.close()
    head = await enter("branch_head", width=820, height=1180)
    await tab(head, "片区")
    territory = head.locator(".territory")
    await expect(territory).to_contain_text("尚无报告")
    await territory.get_by_role("button", name="立即生成").press("Enter")
    report = head.locator(".report-of-territory")
    await expect(report).to_contain_text("历史数据不足")
    await report.get_by_label("我的说明").fill("=本周以养老需求为主")
    await report.get_by_role("button", name="保存").press("Enter")
    await expect(report.locator(".words")).to_contain_text("=本周以养老需求为主")
    await report.get_by_role("button", name="查看明细 有效联系").press("Enter")
    await expect(head.get_by_role("dialog")).to_contain_text("合计 0")
    assert await serious(head) == []
    await head.keyboard.press("Escape")
    assert await serious(head) == []
    await report.get_by_role("button", name="签署").press("Enter")
    await expect(report).to_contain_text("已签署")

    above = await enter("region_head", width=820, height=1180)
    await expect(above.locator(".feed")).to_contain_text("片区报告")
    await tab(above, "片区")
    listed = above.locator("section.sheet", has=above.locator("#region-reports"))
    await expect(listed).to_contain_text("测试支行")
    await expect(above.locator(".territory")).not_to_contain_text(branch.id)
    await expect(above.locator(".feed")).to_contain_text("测试支行：")
    await listed.locator("li").get_by_role("button").press("Enter")
    read = above.locator(".report-of-territory")
    await expect(read).to_contain_text("=本周以养老需求为主")
    await read.get_by_role("button", name="标记已阅").press("Enter")
    await expect(read).to_contain_text("已阅")
    assert await serious(above) == []
    await above.get_by_role("button", name="English").click()
    await expect(read).to_contain_text("Too little history")
    await expect(head.locator(".feed")).to_contain_text("已阅")


async def test_every_amount_of_a_report_stands_in_its_box(enter: Enter, stack: Stack, branch: Branch) -> None:
    async def rich(route: Route) -> None:
        answer = await route.fetch()
        report = await answer.json()
        for one in report.get("figures", []):
            if one["metric"].startswith("amount_"):
                one |= {"amount": 12_345_678_950, "currency": "CNY"}
        figures = [*report["figures"], {"metric": "amount_won", "amount": 12_345_678_950, "currency": "CNY"}]
        await route.fulfill(response=answer, json={**report, "figures": figures})

    for width in (820, 1280):
        head = await enter("branch_head", width=width, height=1180)
        await head.route(re.compile(r"/api/referral/territory/[^/?]+(\?.*)?$"), rich)
        await tab(head, "片区")
        if width == 820:
            await head.get_by_role("button", name="立即生成").press("Enter")
        else:
            await head.locator(".territory .rows button").first.press("Enter")
        amount = head.locator(".boxes div", has_text="123,456,789.50 CNY").last
        await expect(amount).to_be_visible()
        out = """boxes => boxes.filter(box => {
            const outer = box.getBoundingClientRect();
            const inner = box.querySelector('dd button').getBoundingClientRect();
            return inner.right > outer.right + 0.5 || box.scrollWidth > box.clientWidth;
        }).length"""
        assert await head.locator(".boxes div").evaluate_all(out) == 0


async def test_a_funnel_plot_is_drawn_in_both_themes_and_told_by_a_table(
    enter: Enter, stack: Stack, branch: Branch
) -> None:
    head = await enter("branch_head", width=820, height=1180)
    drawn = """async () => {
        const { FunnelPlot } = await ofPage('rooms/business/territory/funnel.js');
        const { html, render } = await ofPage('vendor/preact-htm.js');
        const limits = (cases) => {
          const by = 1 / Math.sqrt(cases);
          const [low_998, low_95] = [Math.max(0, 0.5 - by), Math.max(0, 0.5 - by / 2)];
          return { cases, low_998, low_95, high_95: 1 - low_95, high_998: 1 - low_998 };
        };
        const point = (branch, cases, won, standing) =>
          ({ branch, cases, won, share: won / cases, limits: limits(cases), standing });
        const points = [point('B1', 40, 20, 'within'), point('B2', 60, 58, 'above_998')];
        const funnel = { cases: 100, won: 78, share: 0.78, points, curve: [1, 10, 30, 66].map(limits) };
        const place = document.createElement('main');
        place.id = 'drawn';
        place.className = 'territory';
        document.querySelector('#app').replaceWith(place);
        render(html`<h1>F</h1><${FunnelPlot} funnel=${funnel} />`, place);
    }"""
    await head.evaluate(drawn)
    plot = head.locator("#drawn")
    await expect(plot.locator("svg circle")).to_have_count(2)
    await expect(plot.get_by_role("table")).to_contain_text("高于 99.8% 的范围")
    for theme in ("light", "dark"):
        await head.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert await serious(head) == []
