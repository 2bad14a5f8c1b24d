"""The territory report (片区报告, R1) of a branch for a week or a month: filed at its end by a timer, with
the words of its people, signed by the head, read by those above.

Its figures are those of an edition, and never change: facts that come late make another one, which says what
differs and why. Words and signature are an edition's too: what was signed stays as it was signed, and another
edition, which begins with the words of the one before, is signed anew.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from services.referral.plans.domain.achievements import Achievement
from services.referral.plans.domain.periods import Period, PeriodKind, period_of, read_period
from services.referral.territory.domain.figures import Change, Figure, cause_of, changes, fold
from services.referral.territory.domain.forecast import Forecast, forecast
from services.referral.territory.domain.pipeline import Conversions
from shared.branch_places import BranchPlace
from shared.contracts.referral import (
    ReferralEvent,
    RevisionCause,
    TerritoryReportFiled,
    TerritoryReportRead,
    TerritoryReportRevised,
    TerritoryReportSigned,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

KINDS = (PeriodKind.WEEK, PeriodKind.MONTH)


class ReportOfOtherPeriod(Refusal):
    code, status = "report_of_other_period", 422
    en, zh = "A report is of a week or a month that has begun.", "片区报告按已开始的周或月生成。"


class ReportSigned(Refusal):
    code, status = "report_signed", 409
    en, zh = (
        "This edition is signed; words may be added to the next one.",
        "该版报告已签署，请在下一版补充说明。",
    )


class OtherEdition(Refusal):
    code, status = "other_edition", 409
    en, zh = "The report has another edition meanwhile; read it first.", "报告已有新版，请先查看新版。"


class ReportUnsigned(Refusal):
    code, status = "report_unsigned", 409
    en, zh = "This edition is not signed yet.", "该版报告尚未签署。"


class TerritoryReportDue(ReferralEvent):
    """A week or a month of a branch has ended."""

    period: str


class TerritoryRevisionDue(ReferralEvent):
    """Facts that came late are to be brought into a report."""

    report: str


class TerritoryReport(Document):
    """The report of a branch for a period; its id is ``<branch>:<period>``. `edition` is the last one,
    `signed` the last one that is signed, `read` the one that each region head has read. `late`: facts came
    that the last edition does not have, and another one is due."""

    collection: ClassVar[str] = "territory_reports"

    branch: str
    period: str
    kind: PeriodKind
    first: str
    edition: int
    signed: int = 0
    read: dict[str, int] = {}
    late: bool = False


class ReportEdition(Document):
    """One edition of a report; its id is ``<report>:<edition>``. Its figures are never changed, and nothing
    of it once it is signed. `upto` are the numbers of the last lines that it counts, by year; `whole`: the
    period had ended. `because` and `changes` tell what differs from the one before; `words` are sealed, by
    who wrote them."""

    collection: ClassVar[str] = "report_editions"

    branch: str
    report: str
    edition: int
    made_at: datetime
    figures: tuple[Figure, ...]
    forecast: Forecast
    upto: dict[str, int]
    whole: bool
    filed_by: str | None = None
    because: RevisionCause | None = None
    changes: tuple[Change, ...] = ()
    words: dict[str, bytes] = {}
    signed_by: str | None = None
    signed_at: datetime | None = None


def report_id(branch: str, period: str) -> str:
    """Return the id of a report."""
    return f"{branch}:{period}"


def edition_id(report: str, edition: int) -> str:
    """Return the id of an edition."""
    return f"{report}:{edition}"


def schedule(branch: str, period: Period, place: BranchPlace) -> Decision:
    """Have the report of a period made when it ends at the branch; there is one timer for each kind."""
    event = TerritoryReportDue(branch=branch, period=period.name)
    id = f"territory:{branch}:{period.kind}"
    return Decision().schedule(
        id, place.end_of(period.last), event, correlation_id=report_id(branch, period.name)
    )


def schedule_first(branch: str, place: BranchPlace, now: datetime) -> Decision:
    """Have the reports of the week and the month that are under way made when they end."""
    today = place.day_of(now)
    return Decision().then(*(schedule(branch, period_of(today, kind), place) for kind in KINDS))


def must_be_reported(name: str, today: date) -> Period:
    """Return a week or a month that has begun. Raises `UnknownPeriod`, `ReportOfOtherPeriod`."""
    period = read_period(name)
    if period.kind not in KINDS or period.first > today:
        raise ReportOfOtherPeriod
    return period


def file(
    known: TerritoryReport | None,
    before: ReportEdition | None,
    *,
    branch: str,
    period: Period,
    lines: Sequence[Achievement],
    upto: dict[str, int],
    conversions: Conversions,
    whole: bool,
    by: str | None,
    again: datetime,
    now: datetime,
) -> tuple[Decision, list[Achievement]]:
    """File a report, or another edition of it where something differs: of `lines`, whose numbers go up to
    `upto`. Returns also the lines that no edition before has counted.

    A fact that is committed meanwhile is in no edition and finds no report to tell: so each filing, and each
    look for late facts that found none, is followed by another look, `again`."""
    number = (known.edition if known is not None else 0) + 1
    id = report_id(branch, period.name)
    figures = fold(lines)
    different = changes(before.figures, figures) if before is not None else ()
    if before is not None and not different and before.whole == whole:
        if known is None or not known.late:
            return Decision(), []
        return Decision().save(known.evolve(late=False)).then(_look(known, again)), []
    new = [one for one in lines if before is None or one.number > before.upto.get(one.day[:4], 0)]
    edition = ReportEdition(
        id=edition_id(id, number),
        branch=branch,
        report=id,
        edition=number,
        made_at=now,
        figures=figures,
        forecast=forecast(conversions, edition_id(id, number)),
        upto=upto,
        whole=whole,
        filed_by=by,
        because=cause_of(new, was_whole=before.whole) if before is not None else None,
        changes=different,
        words=before.words if before is not None else {},
    )
    report = known or TerritoryReport(
        id=id,
        branch=branch,
        period=period.name,
        kind=period.kind,
        first=period.first.isoformat(),
        edition=0,
    )
    after = report.evolve(edition=number, late=False)
    decision = Decision().save(after, _event_of(report, edition, before)).save(edition)
    return decision.then(_look(after, again)) if whole else decision, new


def notice_late(report: TerritoryReport, due: datetime) -> Decision:
    """Have another edition made of a report for which facts came late, once for all that come until then."""
    if report.late:
        return Decision()
    return Decision().save(report.evolve(late=True)).then(_look(report, due))


def write_words(report: TerritoryReport, last: ReportEdition, by: str, words: bytes | None) -> Decision:
    """Keep the sealed words of a person with the last edition; none take theirs back. The report is saved
    with it, so that an edition that is made at this moment begins with them. Raises `ReportSigned`."""
    if last.signed_by is not None:
        raise ReportSigned
    others = {staff: kept for staff, kept in last.words.items() if staff != by}
    written = last.evolve(words=others | ({by: words} if words else {}))
    return Decision().save(report).save(written)


def sign(report: TerritoryReport, last: ReportEdition, edition: int, by: str, now: datetime) -> Decision:
    """Sign the last edition; twice changes nothing. Raises `OtherEdition` for an `edition` before it, and
    `ReportSigned` for one that another has signed."""
    if edition != report.edition:
        raise OtherEdition
    if last.signed_by is not None:
        if last.signed_by != by:
            raise ReportSigned
        return Decision()
    event = TerritoryReportSigned(
        branch=report.branch, report=report.id, period=report.period, edition=edition, signed_by=by
    )
    signed = last.evolve(signed_by=by, signed_at=now)
    return Decision().save(report.evolve(signed=edition), event).save(signed)


def mark_read(report: TerritoryReport, last: ReportEdition, edition: int, by: str) -> Decision:
    """Note that a region head has read an edition, once. Raises `OtherEdition`, `ReportUnsigned`."""
    if edition != report.edition:
        raise OtherEdition
    if last.signed_by is None:
        raise ReportUnsigned
    if report.read.get(by) == edition:
        return Decision()
    event = TerritoryReportRead(
        branch=report.branch,
        report=report.id,
        period=report.period,
        edition=edition,
        read_by=by,
        signed_by=last.signed_by,
    )
    return Decision().save(report.evolve(read={**report.read, by: edition}), event)


def _look(report: TerritoryReport, due: datetime) -> Decision:
    """Have another look at a report for facts that came late."""
    event = TerritoryRevisionDue(branch=report.branch, report=report.id)
    return Decision().schedule(f"territory_revision:{report.id}", due, event, correlation_id=report.id)


def _event_of(
    report: TerritoryReport, edition: ReportEdition, before: ReportEdition | None
) -> TerritoryReportFiled | TerritoryReportRevised:
    about = {
        "branch": edition.branch,
        "report": edition.report,
        "period": report.period,
        "edition": edition.edition,
    }
    if before is None or edition.because is None:
        return TerritoryReportFiled(**about, filed_by=edition.filed_by)
    return TerritoryReportRevised(
        **about, because=edition.because, figures=len(edition.changes), signed_by=before.signed_by
    )
