"""Rendering of the day report as a page to print, as CSV and as a workbook (E4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from services.lobby.report import labels
from services.lobby.report.domain.figures import Figures
from services.lobby.report.labels import ZH, Pair, label
from services.lobby.report.rows import (
    FORECAST_COLUMNS,
    FORECASTS,
    HOUR_COLUMNS,
    MEASURES,
    WAIT_COLUMNS,
    WAITING,
    Row,
    forecast_rows,
    hour_rows,
    rows,
    wait_rows,
)
from shared.printed import Sheet, as_book, as_document, as_table

STYLES = "/api/lobby/static/report.css"


@dataclass(frozen=True)
class ReportView:
    """A report in the clear, for one who may read it. `made` and `filed` are the branch's own times;
    `transactions` its names for what customers need."""

    branch: str
    name: Pair
    day: str
    figures: Figures
    words: Mapping[str, str]
    made: str
    filed: str | None = None
    filed_by: str | None = None
    read_by: str | None = None
    transactions: Mapping[str, Pair] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        return rows(self.figures, self.transactions)


def as_page(report: ReportView, language: int) -> str:
    """Render an HTML page of its own, that prints on A4."""
    tables = "".join(
        _table(part[language], [(row.name[language], row.text()) for row in group])
        for part, group in groupby(report.rows(), key=lambda row: row.part)
        if part not in (WAITING, FORECASTS)  # tables of their own
    )
    words = "".join(
        f"<section><h2>{escape(label(labels.SECTIONS, section)[language])}</h2>"
        f"<p class='words'>{escape(text)}</p></section>"
        for section, text in report.words.items()
        if text
    )
    title = f"{report.name[language]} · {('大堂工作日报', 'Day report')[language]} · {report.day}"
    head = (
        f"<h1>{escape(report.name[language])}</h1>"
        f"<p>{('大堂工作日报', 'Day report')[language]} <b>{escape(report.day)}</b></p>"
        f"<p class='about'>{escape(_about(report, language))}</p>"
    )
    body = (
        f"{words}{_grid(WAITING, WAIT_COLUMNS, wait_rows(report.figures), language)}"
        f"{_hours(report.figures, language)}<div class='tables'>{tables}</div>"
        f"{_grid(FORECASTS, FORECAST_COLUMNS, forecast_rows(report.figures), language)}"
    )
    return as_document(title, head, body, STYLES, language)


def as_csv(report: ReportView, language: int) -> bytes:
    """Render one row a figure, then the hours, then the words."""
    hours = (
        (HOUR_COLUMNS[0][language], f"{hour[0]} {column[language]}", value, "")
        for hour in hour_rows(report.figures)
        for column, value in zip(HOUR_COLUMNS[1:], hour[1:], strict=True)
    )
    return as_table(
        [_heads(language), *_figure_cells(report, language), *hours, *_word_cells(report, language)]
    )


def as_workbook(report: ReportView, language: int) -> bytes:
    """Render a workbook of two sheets: the figures with the words, and the hours."""
    figures = [_heads(language), *_figure_cells(report, language), *_word_cells(report, language)]
    hours = [tuple(name[language] for name in HOUR_COLUMNS), *hour_rows(report.figures)]
    return as_book(
        Sheet(("指标", "Figures")[language], ((0, 0, 22), (1, 1, 34), (2, 2, 44)), figures),
        Sheet(("时段", "Hours")[language], ((0, 4, 18),), hours, is_text=False),
    )


def _heads(language: int) -> tuple[str, ...]:
    return (("部分", "指标", "数值", "单位"), ("Part", "Figure", "Value", "Unit"))[language]


def _figure_cells(report: ReportView, language: int) -> list[tuple[object, ...]]:
    branch = (_words(language, "网点", "Branch"), report.name[language], report.branch, "")
    day = (_words(language, "日期", "Day"), report.day, report.made, "")
    figures = [
        (one.part[language], one.name[language], one.value, MEASURES[one.measure][language])
        for one in report.rows()
    ]
    return [branch, day, *figures]


def _word_cells(report: ReportView, language: int) -> list[tuple[str, ...]]:
    return [
        (_words(language), _section(section, language), text, "") for section, text in report.words.items()
    ]


def _words(language: int, zh: str = "小结", en: str = "Words") -> str:
    return (zh, en)[language]


def _section(section: str, language: int) -> str:
    return label(labels.SECTIONS, section)[language]


def _about(report: ReportView, language: int) -> str:
    """Say by whom the report was made, and when."""
    if language == ZH:
        filed = f"{report.filed_by} 于 {report.filed} 提交" if report.filed_by else "未提交小结，由系统汇总"
        read = f"；{report.read_by} 已阅" if report.read_by else ""
        return f"网点 {report.branch}；{filed}{read}；数据截至 {report.made}"
    filed = f"filed by {report.filed_by} at {report.filed}" if report.filed_by else "made without words"
    read = f"; read by {report.read_by}" if report.read_by else ""
    return f"Branch {report.branch}; {filed}{read}; figures as of {report.made}"


def _table(title: str, lines: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in lines
    )
    return f"<section><h2>{escape(title)}</h2><table><tbody>{cells}</tbody></table></section>"


def _grid(title: Pair, columns: tuple[Pair, ...], found: list[tuple[Pair, list[Row]]], language: int) -> str:
    """Render a table with a row for each of `found`; the first column names it."""
    heads = "".join(f"<th scope='col'>{name[language]}</th>" for name in columns)
    lines = "".join(
        f"<tr><th scope='row'>{escape(name[language])}</th>"
        + "".join(f"<td>{row.text()}</td>" for row in of)
        + "<td></td>" * (len(columns) - 1 - len(of))
        + "</tr>"
        for name, of in found
    )
    table = f"<table class='wide'><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    return f"<section><h2>{title[language]}</h2>{table}</section>"


def _hours(figures: Figures, language: int) -> str:
    """Render the hours as a table, with a bar for the arrivals: `meter` needs no style of its own."""
    most = max((one.arrivals for one in figures.hours), default=0) or 1
    heads = "".join(f"<th scope='col'>{escape(name[language])}</th>" for name in _hour_heads())
    lines = "".join(
        f"<tr><th scope='row'>{one.hour:02d}:00</th>"
        f"<td class='bar'><meter min='0' max='{most}' value='{one.arrivals}' "
        f"aria-label='{('到店', 'Arrivals')[language]} {one.hour:02d}:00'></meter> {one.arrivals}</td>"
        f"<td>{one.called}</td><td>{one.served}</td>"
        f"<td>{'–' if one.p90_seconds is None else labels.duration(one.p90_seconds)}</td></tr>"
        for one in figures.hours
    )
    if not lines:
        return ""
    title = ("分时段", "By the hour")[language]
    table = f"<table class='wide'><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    return f"<section><h2>{title}</h2>{table}</section>"


def _hour_heads() -> tuple[Pair, ...]:
    return (*HOUR_COLUMNS[:4], ("九成等候不超过", "9 in 10 wait at most"))
