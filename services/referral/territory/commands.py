"""Commands of territory reports (R1). `by` is the staff id of the person who asks; words are sealed."""

from dataclasses import dataclass, field

from shared.commands import Command


@dataclass(frozen=True)
class FileTerritoryReport(Command, name="file_territory_report"):
    """File the report of a week or month as it stands, before its timer does (R1)."""

    branch: str
    period: str
    by: str


@dataclass(frozen=True)
class WriteTerritoryWords(Command, name="write_territory_words"):
    """Add one's own words to a report, or take them back (R1)."""

    report: str
    by: str
    words: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SignTerritoryReport(Command, name="sign_territory_report"):
    """Sign the last edition of a report, for those above (R1)."""

    report: str
    edition: int
    by: str


@dataclass(frozen=True)
class MarkTerritoryRead(Command, name="mark_territory_read"):
    """Note that a region head has read an edition (R1)."""

    report: str
    edition: int
    by: str
