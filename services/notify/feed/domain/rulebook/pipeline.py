"""Rows about prospects on their way to business (A2)."""

from services.notify.feed.domain.rule import HEAD, INFO, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import referral
from shared.contracts.base import Event

MANAGER, FINDER, HAD_BY, LISTED_BY = (
    Named("account_manager"),
    Named("found_by"),
    Named("had_by"),
    Named("listed_by"),
)


def from_colleague(event: Event) -> bool:
    """Return whether a colleague opened the prospect for its account manager."""
    return getattr(event, "origin", None) is referral.ProspectOrigin.COLLEAGUE


def for_nobody(event: Event) -> bool:
    """Return whether the prospect stands on the head's list."""
    return getattr(event, "account_manager", None) is None


def at_head(event: Event) -> bool:
    """Return whether the head is told of an overdue step: of one that waits too long, or is nobody's."""
    return getattr(event, "level", 1) > 1 or for_nobody(event)


def is_a_loss(event: Event) -> bool:
    """Return whether a prospect was lost, and was not only the second one of its customer."""
    return getattr(event, "reason", None) is not referral.LostReason.DUPLICATE


ROWS: Rows = {
    referral.ProspectOpened: (
        Rule(
            MANAGER, NOTICE, "prospect_opened",
            "{found_by}向您推荐了一位客户，意向：{need}，下一步：{next_step}（{next_on}）。",
            "{found_by} brings you a prospect for {need}. Next: {next_step}, {next_on}.",
            when=from_colleague,
        ),
    ),
    referral.ProspectStepDue: (
        Rule(
            MANAGER, NOTICE, "prospect_step_due",
            "潜客（{need}）今日有下一步：{next_step}。",
            "The next step with a prospect for {need} is due today: {next_step}.",
        ),
        Rule(
            HEAD, NOTICE, "prospect_step_due",
            "无人负责的潜客（{need}）今日有下一步：{next_step}。",
            "The next step with a prospect for {need} is due today, and nobody has it: {next_step}.",
            when=for_nobody,
        ),
    ),
    referral.ProspectStepOverdue: (
        Rule(
            MANAGER, URGENT, "prospect_step_overdue",
            "潜客（{need}）的下一步已逾期：{next_step}（{next_on}）。",
            "The next step with a prospect for {need} is overdue: {next_step}, {next_on}.",
        ),
        Rule(
            HEAD, URGENT, "prospect_step_overdue",
            "潜客（{need}）的下一步长期逾期：{next_step}（{next_on}）[，客户经理：{account_manager}]。",
            "The next step with a prospect for {need} is long overdue: {next_step}, {next_on}"
            "[; it is {account_manager}'s].",
            when=at_head,
        ),
    ),
    referral.ProspectWon: (
        Rule(
            FINDER, NOTICE, "prospect_won",
            "您发现的潜客（{need}）已成交。",
            "The prospect that you found ({need}) was won.",
        ),
    ),
    referral.ProspectLost: (
        Rule(
            FINDER, INFO, "prospect_lost",
            "您发现的潜客（{need}）未成交：{reason}。",
            "The prospect that you found ({need}) was lost: {reason}.",
            when=is_a_loss,
        ),
        Rule(
            FINDER, INFO, "prospect_lost",
            "您发现的潜客（{need}）与已有潜客重复，将一并跟进。",
            "The prospect that you found ({need}) was known already, and is followed up as one.",
        ),
    ),
    referral.ProspectGiven: (
        Rule(
            MANAGER, NOTICE, "prospect_given",
            "一位潜客（{need}）转由您负责[，原客户经理：{had_by}]。",
            "A prospect for {need} is yours now[; {had_by} had it].",
        ),
        Rule(
            HAD_BY, INFO, "prospect_given",
            "您的潜客（{need}）已转由{account_manager}负责。",
            "Your prospect for {need} is {account_manager}'s now.",
            when=lambda event: not for_nobody(event),
        ),
    ),
    referral.ProspectsLeft: (
        Rule(
            HEAD, URGENT, "prospects_left",
            "{staff}已离岗，{prospects}位潜客无人负责，请指定客户经理。",
            "{staff} has left, and {prospects} {prospects|prospect has|prospects have} nobody. Please "
            "give them to somebody.",
        ),
    ),
    referral.CampaignOpened: (
        Rule(
            MANAGER, NOTICE, "campaign_opened",
            "营销名单（{need}）已分给您：新增{opened}位潜客。",
            "A campaign list for {need} is yours: {opened} {opened|prospect|prospects}.",
        ),
        Rule(
            LISTED_BY, INFO, "campaign_opened",
            "营销名单（{need}）已建立：新增{opened}位，{known}位已有同类潜客。",
            "The campaign list for {need} stands: {opened} {opened|prospect|prospects} opened, {known} "
            "known before.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.ProspectMoved,  # its ends are told
    referral.ProspectStepSet,
    referral.ProspectParked,
    referral.ProspectLinked,
    referral.ProspectForgotten,
    referral.CampaignListed,  # CampaignOpened follows
    referral.ServedNeedsSet,
)
