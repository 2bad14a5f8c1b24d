"""Commands about the day report (E4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.commands import Command
from shared.contracts.lobby.words import ReportSection


@dataclass(frozen=True)
class FileReport(Command, name="file_report"):
    """File the report of a day, with the manager's words, which are sealed (E4)."""

    branch: str
    day: str
    by: str
    words: Mapping[ReportSection, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class MarkReportRead(Command, name="mark_report_read"):
    """Note that the branch head has read the report of a day (E4)."""

    branch: str
    day: str
    by: str
