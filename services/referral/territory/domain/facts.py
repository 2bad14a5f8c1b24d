"""The facts that a territory report counts beside the achievements of goals (R1)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.referral.plans.domain.achievements import Fact
from services.referral.plans.domain.facts import day_of
from shared.branch_places import BranchPlace
from shared.contracts import customer, referral
from shared.contracts.base import Event
from shared.contracts.referral import LostReason, ReportMetric

Named = tuple[str, str]
"""The member of staff to whom it counts, and its subject."""

METRICS: Mapping[type[Event], tuple[ReportMetric, Callable[[Any], Named]]] = {
    referral.ProspectLost: (
        ReportMetric.PROSPECTS_LOST,
        lambda event: (event.account_manager or event.branch, event.prospect),
    ),
    referral.ReferralAccepted: (
        ReportMetric.REFERRALS_ACCEPTED,
        lambda event: (event.account_manager, event.referral),
    ),
    referral.RecommendationProposed: (
        ReportMetric.RECOMMENDATIONS_PROPOSED,
        lambda event: (event.account_manager, event.recommendation),
    ),
    referral.RecommendationDeclined: (
        ReportMetric.RECOMMENDATIONS_DECLINED,
        lambda event: (event.account_manager, event.recommendation),
    ),
    referral.DealOpened: (ReportMetric.DEALS_OPENED, lambda event: (event.account_manager, event.deal)),
    referral.DealCancelled: (
        ReportMetric.DEALS_CANCELLED,
        lambda event: (event.account_manager, event.deal),
    ),
    customer.NeedStated: (
        ReportMetric.NEEDS_STATED,
        lambda event: (event.need_owner or event.stated_by, event.need_id),
    ),
    customer.NeedUnservable: (
        ReportMetric.NEEDS_UNSERVABLE,
        lambda event: (event.need_owner or event.closed_by, event.need_id),
    ),
}


def facts_of(event: Event, place: BranchPlace, at: datetime) -> tuple[Fact, ...]:
    """Return what a report counts of an event that happened `at`. A prospect that was lost as a duplicate is
    no loss."""
    if type(event) not in METRICS:
        return ()
    if isinstance(event, referral.ProspectLost) and event.reason is LostReason.DUPLICATE:
        return ()
    metric, named = METRICS[type(event)]
    staff, subject = named(event)
    return (Fact(metric, staff, subject, day_of(event, place, at), event.name()),)
