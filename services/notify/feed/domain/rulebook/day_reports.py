"""Rows about the day report (E4)."""

from services.notify.feed.domain.rule import HEAD, INFO, LOBBY, NOTICE, Named, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def was_filed(event: Event) -> bool:
    """Return whether a person filed it; else it was made without words."""
    return bool(getattr(event, "filed_by", None))


ROWS: Rows = {
    lobby.DayReportFiled: (
        Rule(
            HEAD, NOTICE, "report_filed",
            "{filed_by}已提交{day}日报：到店{arrivals}，办结{served}，投诉{complaints}，请审阅。",
            "Report of {day}, by {filed_by}: {arrivals} came, {served} served, {complaints} "
            "{complaints|complaint|complaints}.",
            when=was_filed,
        ),
        Rule(
            HEAD, NOTICE, "report_made",
            "{day}日报未提交小结，已由系统汇总：到店{arrivals}，办结{served}，投诉{complaints}。",
            "Report of {day}, without words: {arrivals} came, {served} served, {complaints} "
            "{complaints|complaint|complaints}.",
        ),
        Rule(
            LOBBY, NOTICE, "report_made",
            "{day}日报未按时提交，系统已汇总数据，您仍可补交小结。",
            "The report of {day} was made without your words; you can still file them.",
            when=lambda event: not was_filed(event),
        ),
    ),
    lobby.DayReportRead: (
        Rule(
            Named("filed_by"), INFO, "report_read",
            "{read_by}已阅您提交的{day}日报。",
            "{read_by} has read your report of {day}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
