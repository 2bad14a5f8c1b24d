"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.plans.domain.items import ItemDeadline
from services.referral.plans.handlers import counting, goals, items
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.territory.domain.reports import TerritoryReportDue, TerritoryRevisionDue
from services.referral.territory.handlers import pipeline, reports
from shared.branch_places import learn_place
from shared.contracts.customer import (
    ContactUndone,
    CustomerContacted,
    CustomerVisitRecorded,
    HandOverCompleted,
    HandOverProposed,
    NeedFulfilled,
    NeedStated,
    NeedUnservable,
    PortfolioHeld,
)
from shared.contracts.lobby import BranchOpened, ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.referral import (
    DealCancelled,
    DealClosed,
    DealOpened,
    ProspectForgotten,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectWon,
    RecommendationBought,
    RecommendationDeclined,
    RecommendationProposed,
    ReferralAccepted,
)
from shared.revocations import revoke_tokens
from shared.roster import enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    ProspectIdentified: [referrals.open_referral],
    BranchOpened: [learn_place, reports.schedule_reports],
    StaffEnrolled: [enrol, goals.enrol_head],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    TokensRevoked: [revoke_tokens],
    # plans, territory: what was achieved, and late facts
    CustomerContacted: [counting.count_achievements, reports.notice_late_facts],
    ContactUndone: [counting.count_achievements, reports.notice_late_facts],
    CustomerVisitRecorded: [counting.count_achievements, reports.notice_late_facts],
    NeedFulfilled: [counting.count_achievements, reports.notice_late_facts],
    ProspectOpened: [counting.count_achievements, reports.notice_late_facts, pipeline.enter_prospect],
    ProspectMoved: [pipeline.move_prospect],
    ProspectWon: [counting.count_achievements, reports.notice_late_facts, pipeline.end_prospect],
    ProspectLost: [reports.count_for_report, reports.notice_late_facts, pipeline.end_prospect],
    ProspectForgotten: [pipeline.forget_prospect],
    DealOpened: [reports.count_for_report, reports.notice_late_facts],
    DealClosed: [counting.count_achievements, reports.notice_late_facts],
    DealCancelled: [reports.count_for_report, reports.notice_late_facts],
    RecommendationProposed: [reports.count_for_report, reports.notice_late_facts],
    RecommendationDeclined: [reports.count_for_report, reports.notice_late_facts],
    RecommendationBought: [counting.count_achievements, reports.notice_late_facts],
    ReferralAccepted: [reports.count_for_report, reports.notice_late_facts],
    NeedStated: [reports.count_for_report, reports.notice_late_facts],
    NeedUnservable: [reports.count_for_report, reports.notice_late_facts],
    # plans: hand-overs
    PortfolioHeld: [goals.hold_portfolio],
    HandOverProposed: [goals.begin_share],
    HandOverCompleted: [goals.split_goals],
}

TIMER_HANDLERS: TimerHandlers = {
    AcceptanceDue: referrals.expire_offer,
    ItemDeadline: items.pass_item_deadline,
    TerritoryReportDue: reports.file_due_report,
    TerritoryRevisionDue: reports.revise_report,
}
