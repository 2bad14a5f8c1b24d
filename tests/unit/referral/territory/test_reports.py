"""The territory report (R1): filed by its timer, made anew for late facts, signed and read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.referral.territory.domain.reports import (
    ReportEdition,
    TerritoryReport,
    TerritoryReportDue,
    TerritoryRevisionDue,
)
from shared.contracts.referral import (
    BusinessReported,
    TerritoryReportFiled,
    TerritoryReportRead,
    TerritoryReportRevised,
    TerritoryReportSigned,
)
from shared.contracts.words import Role
from tests.unit.referral.people import COLLEAGUE, HEAD, MANAGER, REGION_HEAD, person
from tests.unit.referral.region import THURSDAY, Region, closed, contacted, lost, opened, region, undone, won

WEEK, REPORT = "2026-W48", "B1:2026-W48"
AFTER = datetime(2026, 11, 29, 16, 0, tzinfo=UTC)  # the midnight that ends Sunday in Shanghai


async def end_of_week(world: Region) -> None:
    await world.pass_time(AFTER - world.now)


async def figures(world: Region, edition: int | None = None) -> dict[str, int]:
    asked = f"?edition={edition}" if edition else ""
    report = await world.read(REGION_HEAD, f"/territory/{REPORT}{asked}")
    return {one["metric"] + one["currency"]: one["amount"] for one in report["figures"]}


async def lines(world: Region, metric: str, **more: Any) -> Any:
    asked = "&".join(f"{name}={value}" for name, value in {"metric": metric, **more}.items())
    return await world.read(HEAD, f"/territory/{REPORT}/lines?{asked}")


async def test_the_report_of_a_week_is_filed_when_sunday_ends_at_the_branch_and_the_next_one_waits() -> None:
    world = await region()
    await world.tell(won("P1"))
    await world.pass_time(AFTER - world.now - timedelta(milliseconds=1))
    assert not world.events(TerritoryReportFiled)
    await world.pass_time(timedelta(milliseconds=1))
    filed = {event.report: event for event in world.events(TerritoryReportFiled)}  # type: ignore[attr-defined]
    assert set(filed) == {"B1:2026-W48", "B2:2026-W48"}
    assert (await figures(world))["prospects_won"] == 1
    await world.pass_time(timedelta(days=7))
    assert {"B1:2026-W49", "B1:2026-11"} <= {
        event.report  # type: ignore[attr-defined]
        for event in world.events(TerritoryReportFiled)
    }


async def test_every_figure_is_the_sum_of_the_lines_that_it_opens() -> None:
    world = await region()
    for number in range(3):
        await world.tell(opened(f"P{number}"))
        await world.tell(contacted(f"K{number}", "am.2", THURSDAY))
    await world.tell(won("P1", amount=70_00))
    await world.tell(lost("P2"))
    await world.tell(closed("D1"))
    await world.tell(undone("K1"))
    await end_of_week(world)
    report = await world.read(HEAD, f"/territory/{REPORT}")
    assert {one["metric"]: one["amount"] for one in report["figures"] if one["amount"]} == {
        "contacts_held": 2,
        "prospects_opened": 3,
        "prospects_won": 1,
        "prospects_lost": 1,
        "amount_won": 70_00,
        "deals_closed": 1,
        "amount_closed": 500_000_00,
    }
    for one in report["figures"]:
        listed = await lines(world, one["metric"], currency=one["currency"])
        assert listed["total"] == one["amount"] == sum(line["amount"] for line in listed["lines"])
        assert sum(one["by_staff"].values()) == one["amount"]


async def test_a_fact_that_comes_late_makes_another_edition_that_says_what_differs_and_why() -> None:
    world = await region()
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await end_of_week(world)
    before = await figures(world)
    await world.tell(contacted("K2", "am.1", THURSDAY))
    await world.tell(contacted("K3", "am.1", THURSDAY))
    assert await figures(world) == before
    await world.pass_time(timedelta(minutes=30))
    (event,) = world.events(TerritoryReportRevised)
    assert (event.edition, event.because, event.figures) == (2, "late_facts", 1)  # type: ignore[attr-defined]
    report = await world.read(HEAD, f"/territory/{REPORT}")
    assert report["different"] == [{"metric": "contacts_held", "currency": "", "before": 1, "after": 3}]
    assert await figures(world, 1) == before
    assert (await lines(world, "contacts_held", edition=1))["total"] == 1
    new = await lines(world, "contacts_held", new="1")
    assert [line["subject"] for line in new["lines"]] == ["K2", "K3"]


async def test_what_is_undone_afterwards_makes_another_edition_too() -> None:
    world = await region()
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await end_of_week(world)
    await world.tell(undone("K1"))
    await world.pass_time(timedelta(minutes=30))
    (event,) = world.events(TerritoryReportRevised)
    assert event.because == "undone"  # type: ignore[attr-defined]


async def test_late_facts_that_come_to_nothing_make_no_edition() -> None:
    world = await region()
    await end_of_week(world)
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.tell(undone("K1"))
    await world.pass_time(timedelta(hours=1))
    assert not world.events(TerritoryReportRevised)
    assert (await world.find(TerritoryReport, REPORT)).late is False


async def test_a_report_filed_before_its_end_has_another_edition_at_the_end() -> None:
    world = await region()
    report = await world.post(HEAD, "/branches/B1/territory", {"period": WEEK})
    assert (report["edition"], report["whole"]) == (1, False)
    await world.tell(won("P1"))
    await end_of_week(world)
    (event,) = world.events(TerritoryReportRevised)
    assert event.because == "period_ended"  # type: ignore[attr-defined]
    assert (await figures(world))["prospects_won"] == 1
    assert (await figures(world, 1))["prospects_won"] == 0


async def test_a_repeat_of_filing_changes_nothing() -> None:
    world = await region()
    await world.tell(won("P1"))
    for _ in range(2):
        report = await world.post(HEAD, "/branches/B1/territory", {"period": WEEK})
    assert report["edition"] == 1
    assert len(world.store.raws(ReportEdition.collection)) == 1


@pytest.mark.parametrize("period", ["2026-Q4", "2026-W49", "2027-01", "soon"])
async def test_only_a_week_or_a_month_that_has_begun_is_reported(period: str) -> None:
    world = await region()
    answer = await world.ask(HEAD, "POST", "/branches/B1/territory", {"period": period})
    assert answer.status_code == 422


async def test_the_words_are_sealed_and_stand_with_who_wrote_them_until_the_head_signs() -> None:
    world = await region()
    await end_of_week(world)
    await world.put(MANAGER, f"/territory/{REPORT}/words", {"words": "=张江客户看好养老"})
    await world.put(HEAD, f"/territory/{REPORT}/words", {"words": "下周重点走访"})
    kept = await world.find(ReportEdition, f"{REPORT}:1")
    assert all("养老".encode() not in sealed for sealed in kept.words.values())
    report = await world.post(HEAD, f"/territory/{REPORT}/sign", {"edition": 1})
    assert report["words"] == {"am.1": "=张江客户看好养老", "head": "下周重点走访"}
    late = await world.ask(MANAGER, "PUT", f"/territory/{REPORT}/words", {"words": "又及"})
    assert late.json()["code"] == "report_signed"
    assert all("养老" not in event.model_dump_json() for event in world.events())


async def test_a_region_head_reads_what_was_signed_and_who_signed_hears_of_it() -> None:
    world = await region()
    await end_of_week(world)
    unsigned = await world.ask(REGION_HEAD, "POST", f"/territory/{REPORT}/read", {"edition": 1})
    assert unsigned.json()["code"] == "report_unsigned"
    await world.post(HEAD, f"/territory/{REPORT}/sign", {"edition": 1})
    for _ in range(2):
        await world.post(REGION_HEAD, f"/territory/{REPORT}/read", {"edition": 1})
    (signed,) = world.events(TerritoryReportSigned)
    (read,) = world.events(TerritoryReportRead)
    assert (signed.signed_by, read.read_by, read.signed_by) == ("head", "region", "head")  # type: ignore[attr-defined]
    found = await world.read(REGION_HEAD, f"/region/territory?period={WEEK}")
    assert [one["branch"] for one in found] == ["B1", "B2"]
    assert [one["report"]["read"] for one in found] == [True, False]


async def test_another_edition_is_signed_anew_and_nobody_signs_what_they_have_not_seen() -> None:
    world = await region()
    await end_of_week(world)
    await world.post(HEAD, f"/territory/{REPORT}/sign", {"edition": 1})
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.pass_time(timedelta(minutes=30))
    stale = await world.ask(HEAD, "POST", f"/territory/{REPORT}/sign", {"edition": 1})
    assert stale.json()["code"] == "other_edition"
    report = await world.read(HEAD, f"/territory/{REPORT}")
    assert (report["edition"], report["signed"], report["last_signed"]) == (2, False, 1)
    (revised,) = world.events(TerritoryReportRevised)
    assert revised.signed_by == "head"  # type: ignore[attr-defined]


async def test_what_was_signed_keeps_its_words_and_its_signature_when_another_edition_is_signed() -> None:
    world = await region()
    await end_of_week(world)
    await world.put(MANAGER, f"/territory/{REPORT}/words", {"words": "平稳"})
    first = await world.post(HEAD, f"/territory/{REPORT}/sign", {"edition": 1})
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.pass_time(timedelta(minutes=30))
    begun = await world.read(HEAD, f"/territory/{REPORT}")
    assert (begun["words"], begun["signed_by"]) == ({"am.1": "平稳"}, None)
    await world.put(MANAGER, f"/territory/{REPORT}/words", {"words": "补记一次联系"})
    await world.post(person("head.2", Role.BRANCH_HEAD), f"/territory/{REPORT}/sign", {"edition": 2})
    kept = await world.read(REGION_HEAD, f"/territory/{REPORT}?edition=1")
    for name in ("words", "signed", "signed_by", "signed_at", "figures"):
        assert kept[name] == first[name]
    last = await world.read(REGION_HEAD, f"/territory/{REPORT}")
    assert (last["words"], last["signed_by"]) == ({"am.1": "补记一次联系"}, "head.2")


async def test_a_fact_that_is_committed_while_the_report_is_filed_has_its_edition_without_another_fact() -> (
    None
):
    world = await region()
    await world.pass_time(AFTER - world.now - timedelta(milliseconds=1))
    world.now = AFTER
    handlers, timers = world.service.events, world.service.timers
    fact = contacted("K1", "am.1", THURSDAY)
    await world.act_together(
        [
            (handlers[type(fact)], fact),
            (timers[TerritoryReportDue], TerritoryReportDue(branch="B1", period=WEEK)),
        ],
        branch="B1",
    )
    assert (await figures(world))["contacts_held"] == 0
    await world.pass_time(timedelta(minutes=30))
    assert (await figures(world))["contacts_held"] == 1


async def test_a_fact_that_is_committed_with_a_look_that_finds_nothing_is_found_by_the_next() -> None:
    world = await region()
    await end_of_week(world)
    await world.pass_time(timedelta(hours=1))
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.tell(undone("K1"))
    del world.timers[f"territory_revision:{REPORT}"]  # it is the one that falls due
    fact, due = contacted("K2", "am.1", THURSDAY), TerritoryRevisionDue(branch="B1", report=REPORT)
    await world.act_together(
        [(world.service.events[type(fact)], fact), (world.service.timers[TerritoryRevisionDue], due)],
        branch="B1",
    )
    assert not world.events(TerritoryReportRevised)
    await world.pass_time(timedelta(hours=1))
    assert (await figures(world))["contacts_held"] == 1
    assert not [one for one in world.timers.values() if isinstance(one.event, TerritoryRevisionDue)]


async def test_a_deal_is_told_in_its_own_chain_that_it_has_come_to_a_report_once() -> None:
    world = await region()
    await world.tell(closed("D1"), id="closing-of-D1")
    chain = (await lines_of_deals(world))[0]["correlation"]
    await end_of_week(world)
    (envelope,) = [one for one in world.published if isinstance(one.data, BusinessReported)]
    assert (envelope.correlationid, envelope.subject) == (chain, "D1")
    await world.tell(contacted("K1", "am.1", THURSDAY))
    await world.pass_time(timedelta(minutes=30))
    weeks = [event for event in world.events(BusinessReported) if event.period == WEEK]  # type: ignore[attr-defined]
    assert len(weeks) == 1


async def lines_of_deals(world: Region) -> list[dict[str, Any]]:
    return [raw for raw in world.store.raws("achievements") if raw["metric"] == "deals_closed"]


async def test_a_colleague_at_the_branch_reads_the_report_and_a_stranger_does_not() -> None:
    world = await region()
    await end_of_week(world)
    assert (await world.ask(COLLEAGUE, "GET", f"/territory/{REPORT}")).status_code == 200
    assert (await world.ask(COLLEAGUE, "GET", "/territory/B2:2026-W48")).status_code == 404
    assert (
        await world.ask(COLLEAGUE, "POST", f"/territory/{REPORT}/sign", {"edition": 1})
    ).status_code == 403
    assert (await world.ask(HEAD, "GET", f"/region/territory?period={WEEK}")).status_code == 403
