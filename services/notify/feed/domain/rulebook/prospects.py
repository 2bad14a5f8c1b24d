"""Rows about prospects and referrals (D4, D5)."""

from services.notify.feed.domain.rule import HEAD, INFO, LOBBY, MIN, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import lobby, referral
from shared.contracts.base import Event

MANAGER, FINDER, COVER = Named("account_manager"), Named("found_by"), Named("covered_by")


def assigned(event: Event) -> bool:
    """Return whether the branch head decided who takes it."""
    return bool(getattr(event, "assigned_by", None))


def of_known_need(event: Event) -> bool:
    """Return whether the event says what the referral is about: earlier versions of it did not."""
    return bool(getattr(event, "need", None))


def by_hand(event: Event) -> bool:
    """Return whether a referral was closed apart from its prospect, whose end is told."""
    return not getattr(event, "prospect", None)


ROWS: Rows = {
    # D5
    lobby.ProspectIdentified: (
        Rule(
            LOBBY, INFO, "prospect_identified",
            "发现潜在优质客户，意向：{need}，发现人：{found_by}。",
            "A prospect for {need}, found by {found_by}.",
        ),
    ),
    # D5
    referral.ReferralOffered: (
        Rule(
            MANAGER, URGENT, "referral_offered",
            "转介客户，意向：{need}，请在时限内答复。",
            "A referral for you: {need}. Please answer in time.",
        ),
        Rule(
            COVER, URGENT, "referral_offered",
            "您代岗的{account_manager}有转介客户，意向：{need}，请在时限内答复。",
            "A referral for {account_manager}, whom you cover: {need}. Please answer in time.",
        ),
    ),
    referral.ReferralAccepted: (
        Rule(
            MANAGER, URGENT, "referral_assigned",
            "{assigned_by}将一位转介客户指派给您。",
            "{assigned_by} gave you a referral.",
            when=assigned,
        ),
        Rule(
            FINDER, INFO, "referral_accepted",
            "您发现的客户已由{account_manager}接手。",
            "{account_manager} took the customer whom you found.",
        ),
    ),
    referral.ReferralDeclined: (
        Rule(
            FINDER, INFO, "referral_declined",
            "{account_manager}婉拒了您发现的客户（{need}）：{reason}，正在询问其他人。",
            "{account_manager} declined the prospect that you found ({need}): {reason}. Others are asked.",
            when=of_known_need,
        ),
        Rule(
            HEAD, INFO, "referral_declined",
            "{account_manager}婉拒了一位转介客户（{need}）：{reason}。",
            "{account_manager} declined a referral for {need}: {reason}.",
            when=of_known_need,
        ),
    ),
    referral.ReferralExpired: (
        Rule(
            MANAGER, NOTICE, "referral_expired",
            "转介未在时限内答复，已转给他人。",
            "You did not answer a referral in time; it goes to somebody else.",
        ),
        Rule(
            FINDER, INFO, "referral_expired",
            "{account_manager}未在时限内答复您发现的客户（{need}），正在询问其他人。",
            "{account_manager} did not answer in time about the prospect that you found ({need}). Others are"
            " asked.",
            when=of_known_need,
        ),
        Rule(
            HEAD, INFO, "referral_expired",
            "{account_manager}未在时限内答复一位转介客户（{need}）。",
            "{account_manager} did not answer a referral for {need} in time.",
            when=of_known_need,
        ),
    ),
    referral.ReferralEscalated: (
        Rule(
            HEAD, URGENT, "referral_escalated",
            "转介无人接手，意向：{need}，请您决定。",
            "Nobody accepted a referral for {need}; please decide.",
            ack=10 * MIN,
        ),
        Rule(
            FINDER, INFO, "referral_escalated",
            "您发现的客户（{need}）暂无人接手，由网点负责人决定。",
            "Nobody took the prospect that you found ({need}); the branch head decides.",
        ),
    ),
    referral.ReferralClosed: (
        Rule(
            FINDER, INFO, "referral_closed",
            "您发现的潜客（{need}）已有结果：{outcome}。",
            "The prospect that you found ({need}) has an outcome: {outcome}.",
            when=by_hand,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    referral.ReferralOpened,  # ReferralOffered follows
)
