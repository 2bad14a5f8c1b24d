"""Commands about incidents and loiterers (D12)."""

from dataclasses import dataclass

from shared.commands import Command
from shared.contracts.words import Place


@dataclass(frozen=True)
class ReportLoiterer(Command, name="report_loiterer"):
    """Report, by a camera, somebody who has stayed for so many minutes."""

    id: str
    branch: str
    device: str
    place: Place
    minutes: int
