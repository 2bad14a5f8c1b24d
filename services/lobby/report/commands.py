"""Commands about the day report (E4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.lobby.report.domain.day_reports import Section
from shared.commands import Command


@dataclass(frozen=True)
class FileReport(Command, name="file_report"):
    """File the report of a day, with the manager's words, which are sealed (E4)."""

    branch: str
    day: str
    by: str
    words: Mapping[Section, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class MarkReportRead(Command, name="mark_report_read"):
    """Note that the branch head has read the report of a day (E4)."""

    branch: str
    day: str
    by: str
