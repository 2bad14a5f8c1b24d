"""Rendering of a territory report as a page to print, as CSV and as a workbook (R1). It says who took it out
and when, and names no customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from services.referral.territory.domain.figures import Change, Figure
from services.referral.territory.domain.forecast import ENDED_AT_LEAST, WON_AT_LEAST, Forecast
from shared.contracts.referral import GoalMetric, ReportMetric, RevisionCause
from shared.printed import Sheet, as_book, as_document, as_table

ZH, EN = 0, 1
STYLES = "/api/referral/static/report.css"
Cell = str | int | float
SUMS = (
    ("九成把握不低于", "More than this, 90 in 100"),
    ("大约", "About"),
    ("九成把握不超过", "Less than this, 90 in 100"),
)
"""The words of the three sums of a forecast: one in ten, five in ten, nine in ten are below."""


@dataclass(frozen=True)
class TerritoryView:
    """An edition of a report in the clear, for one who may read it. `names` are those of the branch, in
    Chinese and English. `made`, `signed` and `taken` are the branch's own times; `taken_by` is who takes it
    out now."""

    branch: str
    names: tuple[str, str]
    period: str
    days: str
    edition: int
    made: str
    signed: str | None
    signed_by: str | None
    figures: Sequence[Figure]
    forecast: Forecast
    because: RevisionCause | None
    changes: Sequence[Change]
    words: Mapping[str, str]
    taken: str
    taken_by: str


def as_page(view: TerritoryView, language: int) -> str:
    """Render an HTML page of its own, that prints on A4."""
    title = f"{('片区报告', 'Territory report')[language]} · {view.names[language]} · {view.period}"
    tables = "".join(
        f"<section><h2>{escape(head)}</h2><table><tbody>"
        + "".join(
            f"<tr><th scope='row'>{escape(str(name))}</th>"
            + "".join(f"<td>{escape(said(cell))}</td>" for cell in cells)
            + "</tr>"
            for name, *cells in rows
        )
        + "</tbody></table></section>"
        for head, rows in _parts(view, language)
        if rows
    )
    head = f"<h1>{escape(title)}</h1><p class='about'>{escape(about(view, language))}</p>"
    return as_document(title, head, tables, STYLES, language)


def as_csv(view: TerritoryView, language: int) -> bytes:
    """Render one row a figure."""
    return as_table(_table(view, language))


def as_workbook(view: TerritoryView, language: int) -> bytes:
    """Render a workbook of one sheet."""
    widths = ((0, 0, 24), (1, 1, 36), (2, 3, 18))
    return as_book(Sheet(("片区报告", "Territory report")[language], widths, _table(view, language)))


def about(view: TerritoryView, language: int) -> str:
    """Say what this is: period, edition, signature, and who took it out when."""
    if language == ZH:
        signed = f"{view.signed_by}于{view.signed}签署" if view.signed else "未签署"
        return (
            f"{view.days}，第{view.edition}版（{view.made}生成），{signed}；{view.taken_by}于{view.taken}导出"
        )
    signed = f"signed by {view.signed_by}, {view.signed}" if view.signed else "not signed"
    edition = f"edition {view.edition}, made {view.made}"
    return f"{view.days}; {edition}; {signed}; taken out by {view.taken_by}, {view.taken}"


def said(cell: Cell) -> str:
    """Return a cell as people read it: a number in groups of thousands, with hundredths where it has any."""
    return cell if isinstance(cell, str) else f"{cell:,.2f}".removesuffix(".00")


def label(metric: str, language: int) -> str:
    """Return the words of a metric."""
    word = GoalMetric.of(metric) or ReportMetric.of(metric)
    return (word.zh, word.en)[language] if word is not None else metric


def _table(view: TerritoryView, language: int) -> list[tuple[Cell, ...]]:
    heads = (("部分", "指标", "数值", "备注"), ("Part", "Figure", "Value", "Note"))[language]
    rows: list[tuple[Cell, ...]] = [heads, (about(view, language), view.names[language], view.period, "")]
    for part, of in _parts(view, language):
        rows += [(part, *row, *("",) * (3 - len(row))) for row in of]
    return rows


def _parts(view: TerritoryView, language: int) -> list[tuple[str, list[tuple[Cell, ...]]]]:
    """Return the parts of a report with their rows."""
    return [
        (
            ("数据", "Figures")[language],
            [
                (label(one.metric, language), _value(one.amount, one.currency), one.currency)
                for one in view.figures
            ],
        ),
        (("预测", "Forecast")[language], _forecast_rows(view.forecast, language)),
        (_why(view.because, language), [_change_row(one, language) for one in view.changes]),
        (("说明", "Words")[language], list(view.words.items())),
    ]


def _forecast_rows(said: Forecast, language: int) -> list[tuple[Cell, ...]]:
    if said.p10 is None or said.p50 is None or said.p90 is None:
        few = (
            f"历史数据不足：已结束{said.ended}（需{ENDED_AT_LEAST}），成交{said.won}（需{WON_AT_LEAST}）",
            f"Too little history. Ended: {said.ended} of the {ENDED_AT_LEAST} that are needed; "
            f"won: {said.won} of {WON_AT_LEAST}",
        )[language]
        return [(("在途潜客", "Open prospects")[language], said.open, few)]
    open_ones: tuple[Cell, ...] = (("在途潜客", "Open prospects")[language], said.open, "")
    sums = zip(SUMS, (said.p10, said.p50, said.p90), strict=True)
    return [open_ones, *((name[language], _value(one, said.currency), said.currency) for name, one in sums)]


def _change_row(change: Change, language: int) -> tuple[Cell, ...]:
    before, after = (_value(one, change.currency) for one in (change.before, change.after))
    was = f"{('原为', 'was')[language]} {said(before)} {change.currency}".rstrip()
    return label(change.metric, language), after, was


def _why(because: RevisionCause | None, language: int) -> str:
    changed = ("与上一版的差异", "What differs from the edition before")[language]
    return f"{changed}（{(because.zh, because.en)[language]}）" if because else changed


def _value(amount: int, currency: str) -> int | float:
    return amount / 100 if currency else amount
