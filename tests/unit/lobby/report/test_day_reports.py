"""The day report is filed with the manager's words, or made without, and read by the branch head (E4)."""

import csv
import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from services.lobby.branch.domain.branches import Branch
from services.lobby.journal.domain import LogLine
from services.lobby.report.commands import FileReport, MarkReportRead
from services.lobby.report.domain.aggregation import fold
from services.lobby.report.domain.day_reports import MEET_WITHIN, DayReport, ReportNotFiled, ReportRead
from services.lobby.report.domain.figures import Complaints, Figures, Hour, Waits
from services.lobby.report.handlers import schedule_conclusion
from services.lobby.report.labels import EN, ZH
from services.lobby.report.queries import DayFigures, day_figures
from services.lobby.report.rendering import ReportView, as_csv, as_page, as_workbook
from services.lobby.subscriptions import EVENT_HANDLERS, TIMER_HANDLERS
from shared.clock import Moment
from shared.contracts.lobby import BranchDayClosed, BranchDayReopened, DayReportFiled, DayReportRead
from shared.contracts.lobby.words import ReportSection
from shared.printed import safe_cell
from tests.unit.acting import World
from tests.unit.lobby.report.test_aggregation import called, issued, line

BRANCH = Branch(id="B1", name_zh="测试支行", name_en="Test Branch")
DAY = "2026-03-02"
CLOSED = BranchDayClosed(branch="B1", day=DAY, by="wang.fang", overridden=False)
WORDS = {ReportSection.SERVICE_SUMMARY: b"sealed"}
FILING = FileReport("B1", DAY, "wang.fang", WORDS)


def day(*more: LogLine) -> World:
    """A day on which V1 came, was called and was served."""
    world = World("lobby", BRANCH)
    lines = [issued("V1", 0), called("V1", 5, 300), line("service_completed", 9, "V1"), *more]
    counts(world, lines)
    return world


def counts(world: World, lines: list[LogLine]) -> None:
    """From now on these are the lines of the day."""

    def counted(branch: str, of: str, timezone: str, moment: Moment) -> DayFigures:
        found = lines if (branch, of) == ("B1", DAY) else []
        figures = fold(found, timezone=timezone, until=moment.now, meet_within=moment.lasting(MEET_WITHIN))
        return DayFigures(figures, len(found))

    world.looks[day_figures] = counted


async def test_a_filed_report_has_the_figures_of_the_day_and_the_words_under_seal():
    world = day()
    await world.do(FILING)
    report = world.get(DayReport, f"B1/{DAY}")
    assert (report.figures.arrivals, report.figures.wait.p50_seconds) == (1, 300)
    assert (report.words, report.filed_by) == (WORDS, "wang.fang")
    assert world.events(DayReportFiled) == [
        DayReportFiled(branch="B1", day=DAY, filed_by="wang.fang", arrivals=1, served=1, complaints=0)
    ]


async def test_closing_the_branch_makes_the_report_if_nobody_files_it_within_half_an_hour():
    world = day()
    assert BranchDayClosed in EVENT_HANDLERS
    await world.act(schedule_conclusion, CLOSED)
    await world.wait(timedelta(minutes=29), TIMER_HANDLERS)
    assert not world.events(DayReportFiled)
    await world.wait(timedelta(minutes=2), TIMER_HANDLERS)
    (told,) = world.events(DayReportFiled)
    assert (told.filed_by, told.arrivals) == (None, 1)
    assert world.get(DayReport, f"B1/{DAY}").words == {}


async def test_a_report_filed_in_time_is_told_once_and_its_figures_are_made_final():
    world = day()
    await world.act(schedule_conclusion, CLOSED)
    await world.do(FILING)
    counts(world, [issued("V1", 0), issued("V2", 1)])
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert len(world.events(DayReportFiled)) == 1
    report = world.get(DayReport, f"B1/{DAY}")
    assert (report.figures.arrivals, report.words) == (2, WORDS)


async def test_words_may_still_come_after_the_report_was_made_without():
    world = day()
    await world.act(schedule_conclusion, CLOSED)
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    await world.do(FILING)
    assert [one.filed_by for one in world.events(DayReportFiled)] == [None, "wang.fang"]


async def test_the_branch_head_reads_it_and_who_filed_it_is_told_once():
    world = day()
    await world.do(FILING)
    for _ in range(2):
        await world.do(MarkReportRead("B1", DAY, "head"))
    assert world.events(DayReportRead) == [
        DayReportRead(branch="B1", day=DAY, read_by="head", filed_by="wang.fang")
    ]


async def read_before_closing() -> World:
    world = day()
    await world.do(FILING)
    await world.do(MarkReportRead("B1", DAY, "head"))
    await world.act(schedule_conclusion, CLOSED)
    return world


async def test_a_report_that_was_read_stays_read_as_long_as_its_figures_are_right():
    world = await read_before_closing()
    before = world.get(DayReport, f"B1/{DAY}")
    with pytest.raises(ReportRead):
        await world.do(FILING)
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert world.get(DayReport, f"B1/{DAY}") == before
    assert len(world.events(DayReportFiled)) == 1


async def test_a_report_that_was_read_before_the_day_was_over_is_told_and_read_anew_with_its_last_figures():
    world = await read_before_closing()
    counts(world, [issued("V1", 0), issued("V2", 1)])
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    report = world.get(DayReport, f"B1/{DAY}")
    assert (report.figures.arrivals, report.words, report.read_by, report.read_at) == (2, WORDS, None, None)
    assert [(one.filed_by, one.arrivals) for one in world.events(DayReportFiled)] == [
        ("wang.fang", 1),
        ("wang.fang", 2),
    ]
    await world.do(MarkReportRead("B1", DAY, "head"))
    assert len(world.events(DayReportRead)) == 2


async def test_a_report_of_a_day_that_goes_on_after_all_is_filed_and_read_anew():
    world = day()
    await world.do(FILING)
    await world.do(MarkReportRead("B1", DAY, "head"))
    reopened = BranchDayReopened(branch="B1", day=DAY, by="wang.fang", override="mistake")
    await world.act(EVENT_HANDLERS[BranchDayReopened], reopened)
    await world.do(FILING)
    await world.do(MarkReportRead("B1", DAY, "head"))
    assert len(world.events(DayReportFiled)) == len(world.events(DayReportRead)) == 2


async def test_what_is_not_there_is_not_read():
    with pytest.raises(ReportNotFiled):
        await day().do(MarkReportRead("B1", DAY, "head"))


async def test_a_deadline_without_a_day_of_lines_still_makes_a_report():
    world = World("lobby", BRANCH)
    counts(world, [])
    await world.act(schedule_conclusion, CLOSED)
    await world.wait(timedelta(hours=1), TIMER_HANDLERS)
    assert world.get(DayReport, f"B1/{DAY}").figures == Figures()


FIGURES = Figures(
    arrivals=3,
    channels={"counter": 2, "self_service": 1},
    hours=(Hour(hour=9, arrivals=3, called=2, served=1, p90_seconds=61),),
    wait=Waits(calls=2, p50_seconds=60, p90_seconds=61, longest_seconds=61),
    diverted_share=0.3333,
    complaints=Complaints(opened=1, topics={"waiting": 1}),
    needs={"account_opening": 1},
)
VIEW = ReportView(
    branch="B1",
    name=("测试支行", "Test <Branch>"),
    day=DAY,
    figures=FIGURES,
    words={"market_news": '=HYPERLINK("http://x") & <script>alert(1)</script>'},
    made="2026-03-02 17:40",
    transactions={"account_opening": ("开户", "Open an account")},
)


def test_the_page_says_it_in_either_language_and_what_was_typed_is_text():
    zh, en = as_page(VIEW, ZH), as_page(VIEW, EN)
    assert "到店客户" in zh
    assert "需求：开户" in zh
    assert "Needs: Open an account" in en
    assert "Share diverted</th><td>33.3%" in en
    assert "<script>" not in zh + en
    assert "Test &lt;Branch&gt;" in en
    assert "style=" not in zh + en


def test_in_a_table_nothing_that_was_typed_is_a_formula():
    rows = list(csv.reader(io.StringIO(as_csv(VIEW, EN).decode("utf-8-sig"))))
    assert ["Customers", "Arrivals", "3", "count"] in rows
    assert ["Hour", "09:00 Arrivals", "3", ""] in rows
    assert rows[-1][:2] == ["Words", "Market news"]
    assert rows[-1][2].startswith("'=HYPERLINK")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_a_cell_that_might_be_a_formula_gets_a_quote(cell: str):
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell("等了很久") == "等了很久"
    assert safe_cell(-3) == -3


def test_the_workbook_has_two_sheets_and_no_formula():
    book = zipfile.ZipFile(io.BytesIO(as_workbook(VIEW, EN)))
    names = [
        sheet.get("name")
        for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
        if "name" in sheet.attrib
    ]
    assert names == ["Figures", "Hours"]
    sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
    assert all("<f>" not in sheet for sheet in sheets)
    assert "=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
