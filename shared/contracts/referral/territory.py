"""Events of the report of a territory (片区), which is that of a branch's account managers (R1).

A period is a week (``2026-W48``) or a month (``2026-11``) of the branch's own days.
"""

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class RevisionCause(Words):
    """The reason for which a report has another edition (R1)."""

    LATE_FACTS = "late_facts", "迟到的事实", "Late facts"
    UNDONE = "undone", "事项被撤销", "Something was undone"
    PERIOD_ENDED = "period_ended", "期间结束", "The period has ended"


class ReportMetric(Words):
    """The thing that a figure of a report counts, beside those of the goals (R1)."""

    PROSPECTS_LOST = "prospects_lost", "潜客流失", "Prospects lost"
    REFERRALS_ACCEPTED = "referrals_accepted", "接受转介", "Referrals accepted"
    RECOMMENDATIONS_PROPOSED = "recommendations_proposed", "拟定推荐", "Recommendations proposed"
    RECOMMENDATIONS_DECLINED = "recommendations_declined", "推荐被谢绝", "Recommendations declined"
    DEALS_OPENED = "deals_opened", "新开业务", "Deals opened"
    DEALS_CANCELLED = "deals_cancelled", "业务取消", "Deals given up"
    NEEDS_STATED = "needs_stated", "提出需求", "Needs stated"
    NEEDS_UNSERVABLE = "needs_unservable", "无法满足的需求", "Needs that could not be met"


class TerritoryReportFiled(ReferralEvent, zh="片区报告生成", en="A territory report was filed"):
    """The report of a period was filed (R1): by the end of the period, or before it by `filed_by`."""

    report: str
    period: str
    edition: int
    filed_by: str | None = None


class TerritoryReportRevised(ReferralEvent, zh="片区报告更新", en="A territory report has another edition"):
    """A report has another edition, since facts came late (R1): so many figures differ. The one before stays
    as it was signed (`signed_by`, if it was); this one is signed anew."""

    report: str
    period: str
    edition: int
    because: RevisionCause
    figures: int
    signed_by: str | None = None


class TerritoryReportSigned(ReferralEvent, zh="片区报告签署", en="A territory report was signed"):
    """The branch head signed an edition of a report, for those above (R1)."""

    report: str
    period: str
    edition: int
    signed_by: str


class TerritoryReportRead(ReferralEvent, zh="片区报告已阅", en="A territory report was read"):
    """A region head read an edition of a report (R1)."""

    report: str
    period: str
    edition: int
    read_by: str
    signed_by: str | None = None


class BusinessReported(ReferralEvent, zh="业务计入片区报告", en="A deal is counted in a territory report"):
    """A deal that was closed is counted in a report of its territory (R1, A4)."""

    deal: str
    report: str
    period: str
    edition: int
