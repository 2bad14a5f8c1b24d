"""The laws on complaints that are known from the start, and those that a bank adds; the law of a branch (D9).

The sets below are data: each term cites what it was taken from, or says that it is the bank's own. A bank
adds a dated set when a law changes, without code.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from services.customer.cases.domain.rules import (
    Approver,
    ComplaintRulesInThePast,
    DayCount,
    Extension,
    Holding,
    RuleSet,
    Span,
    Term,
    must_follow_on,
)
from shared.contracts.customer import CaseClock, ComplaintLawChanged, ComplaintLawChosen
from shared.domain import Decision, Document
from shared.editions import mark_of
from shared.errors import Refusal

OWN = "the bank's own"
CHINA = "银行业保险业消费投诉处理管理办法（中国银保监会令2020年第3号）"
DISP = "FCA Handbook, DISP"
PSD2 = "Directive (EU) 2015/2366 (PSD2), art. 101(2)"

STANDARD: dict[str, tuple[RuleSet, ...]] = {
    "cn": (
        RuleSet(
            id="cn:1",
            law="cn",
            number=1,
            valid_from="2020-03-01",
            terms=(
                Term(
                    clock=CaseClock.ANSWER,
                    span=Span(count=15, unit=DayCount.CALENDAR_DAYS),
                    warn=3,
                    source=f"{CHINA}: 15日",
                ),
            ),
            extensions=(
                Extension(
                    span=Span(count=30, unit=DayCount.CALENDAR_DAYS),
                    approver=Approver.BRANCH,
                    source=f"{CHINA}: 情况复杂的，30日",
                ),
                Extension(
                    span=Span(count=60, unit=DayCount.CALENDAR_DAYS),
                    approver=Approver.REGION,
                    source=f"{CHINA}: 情况特别复杂的，经审批再延长30日",
                ),
            ),
            holding=Holding(source=f"{CHINA}: 延期告知投诉人"),
            repair=Span(count=30, unit=DayCount.CALENDAR_DAYS),
            source=f"{CHINA}；溯源整改30日为本行规定",
        ),
    ),
    "uk": (
        RuleSet(
            id="uk:1",
            law="uk",
            number=1,
            valid_from="2016-06-30",
            terms=(
                Term(
                    clock=CaseClock.ACKNOWLEDGE,
                    span=Span(count=3, unit=DayCount.WORKING_DAYS),
                    warn=1,
                    source=f"{DISP} 1.5: close of the third business day; {DISP} 1.6: prompt acknowledgement",
                ),
                Term(
                    clock=CaseClock.FINAL,
                    span=Span(count=8, unit=DayCount.WEEKS),
                    warn=7,
                    source=f"{DISP} 1.6: eight weeks",
                ),
            ),
            holding=Holding(
                source=f"{DISP} 1.6: why there is no final response yet, and when it is expected",
                meets_final=True,
                span=Span(count=26, unit=DayCount.WEEKS),
            ),
            source=f"{DISP} 1.5, 1.6; the bound of 26 weeks for a holding reply is {OWN}",
        ),
    ),
    "eu": (
        RuleSet(
            id="eu:1",
            law="eu",
            number=1,
            valid_from="2018-01-13",
            terms=(
                Term(
                    clock=CaseClock.ANSWER,
                    span=Span(count=15, unit=DayCount.WORKING_DAYS),
                    warn=4,
                    source=f"{PSD2}: 15 business days",
                ),
                Term(
                    clock=CaseClock.FINAL,
                    span=Span(count=35, unit=DayCount.WORKING_DAYS),
                    warn=7,
                    source=f"{PSD2}: 35 business days at most",
                ),
            ),
            extensions=(
                Extension(
                    span=Span(count=35, unit=DayCount.WORKING_DAYS),
                    approver=Approver.BRANCH,
                    source=f"{PSD2}: a holding reply with reason and date; the approval is {OWN}",
                ),
            ),
            holding=Holding(source=f"{PSD2}: a holding reply with the reason and the day of the answer"),
            source=PSD2,
        ),
    ),
    "us": (
        RuleSet(
            id="us:1",
            law="us",
            number=1,
            valid_from="2011-07-01",
            terms=(
                Term(
                    clock=CaseClock.ANSWER,
                    span=Span(count=15, unit=DayCount.CALENDAR_DAYS),
                    warn=3,
                    source=f"{OWN}: neither rule names a day for the answer",
                ),
                Term(
                    clock=CaseClock.REPORT,
                    span=Span(count=15, unit=DayCount.AFTER_QUARTER),
                    warn=7,
                    source="FINRA 4530(d): by the 15th after the end of the calendar quarter",
                ),
            ),
            extensions=(
                Extension(
                    span=Span(count=30, unit=DayCount.CALENDAR_DAYS), approver=Approver.BRANCH, source=OWN
                ),
            ),
            holding=Holding(source=OWN),
            keep_years=4,
            source="FINRA 4530(d), 4513 (kept for four years)",
        ),
    ),
}
"""The sets of the laws that are known from the start, by law."""

LAWS_OF_COUNTRIES = {"CN": "cn", "GB": "uk", "EU": "eu", "US": "us"}
"""The law of a branch that has chosen none, by the country of its working days."""
DEFAULT_LAW = "cn"


class UnknownLaw(Refusal):
    code, status = "unknown_complaint_law", 422
    en, zh = "No rule sets of this law are known.", "未知的投诉法规。"


class LawNotYet(Refusal):
    code, status = "complaint_law_not_yet", 409
    en, zh = "No rule set of this law applies today.", "该法规今日尚无适用的规则。"


class LawBook(Document):
    """The dated sets of a law; the id is the law's, such as ``cn``. `edition` counts the changes by the bank,
    and is 0 for the sets known from the start."""

    collection: ClassVar[str] = "complaint_laws"

    edition: int = 0
    sets: tuple[RuleSet, ...] = ()
    changed_by: str = ""
    changed_at: datetime | None = None


class BranchLaw(Document):
    """The law by which a branch answers complaints; the id is the branch's."""

    collection: ClassVar[str] = "complaint_law_of_branch"

    law: str
    chosen_by: str
    chosen_at: datetime

    @property
    def mark(self) -> str:
        """Return the mark of the choice."""
        return mark_of(self.law)


def standard_book(law: str) -> LawBook:
    """Return the sets of a law that are known from the start; none for another."""
    return LawBook(id=law, sets=STANDARD.get(law, ()))


def law_of(chosen: BranchLaw | None, country: str) -> str:
    """Return the law of a branch: the one it has chosen, or that of its country."""
    return chosen.law if chosen is not None else LAWS_OF_COUNTRIES.get(country, DEFAULT_LAW)


def change_law(
    book: LawBook, sets: Sequence[RuleSet], *, branch: str, today: str, by: str, now: datetime
) -> Decision:
    """Set the dated sets of a law. Those that apply already stay as they are; the one that applies today may
    be given an end, no earlier than today.

    Raises `ComplaintRulesHole`, `ComplaintRulesOverlap`, `ComplaintRulesUnsound`, `ComplaintRulesInThePast`.
    """
    must_follow_on(sets)
    ordered = tuple(sorted(sets, key=lambda one: one.valid_from))
    _must_keep_the_past(book.sets, ordered, today)
    numbered = tuple(
        one.model_copy(update={"law": book.id, "number": place, "id": f"{book.id}:{place}"})
        for place, one in enumerate(ordered, 1)
    )
    if numbered == book.sets:
        return Decision()
    changed = book.evolve(sets=numbered, edition=book.edition + 1, changed_by=by, changed_at=now)
    event = ComplaintLawChanged(branch=branch, law=book.id, edition=changed.edition, changed_by=by)
    return Decision().save(changed, event)


def choose_law(
    chosen: BranchLaw | None, book: LawBook, *, branch: str, before: str, today: str, by: str, now: datetime
) -> Decision:
    """Choose the law of a branch, for the cases that are opened from now on. Raises `UnknownLaw`,
    `LawNotYet`."""
    if not book.sets:
        raise UnknownLaw(book.id)
    if not any(one.applies(today) for one in book.sets):
        raise LawNotYet(book.id)
    if chosen is not None and chosen.law == book.id:
        return Decision()
    known = chosen or BranchLaw(id=branch, law=book.id, chosen_by=by, chosen_at=now)
    event = ComplaintLawChosen(branch=branch, law=book.id, before=before, chosen_by=by)
    return Decision().save(known.evolve(law=book.id, chosen_by=by, chosen_at=now), event)


def _must_keep_the_past(known: Sequence[RuleSet], given: Sequence[RuleSet], today: str) -> None:
    """Raises `ComplaintRulesInThePast` unless the sets that began before today are as they were, but for an
    end that is yet to come, and all others begin tomorrow or later."""
    begun = [one for one in known if one.valid_from <= today]
    kept, new = given[: len(begun)], given[len(begun) :]
    if len(kept) < len(begun):
        raise ComplaintRulesInThePast
    for before, after in zip(begun, kept, strict=True):
        unnamed = {"id": before.id, "law": before.law, "number": before.number}
        if after.model_copy(update={**unnamed, "valid_until": before.valid_until}) != before:
            raise ComplaintRulesInThePast(before.id)
        ended = before.valid_until is not None and before.valid_until < today
        if after.valid_until != before.valid_until and (ended or (after.valid_until or "9") < today):
            raise ComplaintRulesInThePast(before.id)
    if known and any(one.valid_from <= today for one in new):
        raise ComplaintRulesInThePast
