"""Rows about the report of a territory (R1)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event
from shared.contracts.words import Role

REGION = Role.REGION_HEAD


def was_signed(event: Event) -> bool:
    """Return whether the edition before is signed."""
    return getattr(event, "signed_by", None) is not None


ROWS: Rows = {
    referral.TerritoryReportFiled: (
        Rule(
            HEAD, NOTICE, "territory_filed",
            "{period}的片区报告已生成，请补充说明并签署。",
            "The territory report for {period} is filed; add your words and sign it.",
        ),
    ),
    referral.TerritoryReportRevised: (
        Rule(
            HEAD, NOTICE, "territory_revised",
            "{period}的片区报告有第{edition}版：{figures}项数据变化。原签署仅对上一版有效，请另行签署。",
            "The report for {period} has edition {edition}: {figures} "
            "{figures|figure differs|figures differ}. Your signature holds for the one before; "
            "please sign this one too.",
            when=was_signed,
        ),
        Rule(
            HEAD, NOTICE, "territory_revised",
            "{period}的片区报告有第{edition}版：{figures}项数据变化，请签署。",
            "The report for {period} has edition {edition}: {figures} "
            "{figures|figure differs|figures differ}; please sign it.",
        ),
        Rule(
            REGION, INFO, "territory_revised",
            "{branch}：{period}的片区报告有第{edition}版，{figures}项数据变化。",
            "The territory report of {branch} for {period} has edition {edition}: {figures} "
            "{figures|figure differs|figures differ}.",
        ),
    ),
    referral.TerritoryReportSigned: (
        Rule(
            REGION, NOTICE, "territory_signed",
            "{branch}：{period}的片区报告（第{edition}版）已签署，请审阅。",
            "The territory report of {branch} for {period} (edition {edition}) is signed; please read it.",
        ),
    ),
    referral.TerritoryReportRead: (
        Rule(
            Named("signed_by"), INFO, "territory_read",
            "{read_by}已阅{period}的片区报告（第{edition}版）。",
            "{read_by} has read the territory report for {period} (edition {edition}).",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.BusinessReported,  # it explains to which report a deal has come
)
