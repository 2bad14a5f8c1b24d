"""Subscriptions of referral: which handlers react to which event or timer, one line each, in their order.

What counts for goals and reports is counted before the reports of a period that has ended learn that a fact
came late, and before prospects are followed for the conversions of their territory."""

from services.referral.deals.domain.flags import DealsRatedAnew
from services.referral.deals.domain.groups import GroupDay
from services.referral.deals.domain.moving import DealTaskCheck
from services.referral.deals.handlers import deals, rerated
from services.referral.deals.handlers import events as deal_events
from services.referral.desk import handlers as desk
from services.referral.desk.domain.needs import DeskDeadline
from services.referral.erasure import handlers as erasure
from services.referral.erasure.domain import ForgettingDue
from services.referral.plans.domain.goals import RegionGoalDue
from services.referral.plans.domain.items import ItemDeadline
from services.referral.plans.handlers import counting, goals, items
from services.referral.products import handlers as products
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.prospects.domain.prospect import (
    CampaignStepDue,
    CustomerProspects,
    ProspectsReleaseDue,
    ProspectTurns,
)
from services.referral.prospects.handlers import acts as prospects
from services.referral.prospects.handlers import followers
from services.referral.recommendations.domain.holders import HolderTaskDue
from services.referral.recommendations.domain.recommendation import RecommendationEnds
from services.referral.recommendations.domain.rounds import RatingStepDue
from services.referral.recommendations.handlers import ratings
from services.referral.recommendations.handlers import steps as recommendations
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.territory.domain.reports import TerritoryReportDue, TerritoryRevisionDue
from services.referral.territory.handlers import pipeline, reports
from shared.branch_places import learn_place
from shared.contracts import customer, lobby, notify, referral
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers
from shared.unit_of_work import for_each, read_together

FOLLOWING_A_FILE = (
    read_together(CustomerProspects, KeptCustomer),
    deal_events.follow_keeper,
    followers.follow_keeper,
    products.follow_customer,
    recommendations.follow_customer,
    ratings.follow_customer,
)
"""Handlers of a file that was opened, alone or by an import, or changed in what is kept of it here."""

EVENT_HANDLERS: EventHandlers = {
    # branches and their staff
    lobby.BranchOpened: [learn_place, reports.schedule_reports],
    notify.StaffEnrolled: [enrol, followers.follow_staff, goals.enrol_head],
    notify.StaffSignedOn: [sign_on],
    notify.StaffSignedOff: [sign_off],
    notify.FloorCovered: [cover],
    notify.CoverEnded: [end_cover],
    notify.TokensRevoked: [revoke_tokens],
    lobby.ProspectIdentified: [referrals.open_referral],
    # deals
    referral.DealTaskOffered: [deal_events.fold_times],
    referral.DealTaskAccepted: [deal_events.fold_times],
    referral.DealTaskReturned: [deal_events.fold_times, deal_events.move_promise],
    referral.DealTaskDone: [deal_events.fold_times, deal_events.move_promise],
    referral.DealTaskCancelled: [deal_events.fold_times, deal_events.move_promise],
    referral.DealTaskOverdue: [deal_events.move_promise],
    customer.CaseOpened: [deal_events.flag_complaint],
    customer.CaseSettled: [deal_events.settle_complaint],
    customer.CustomerRecognised: [deal_events.flag_hall_visit],
    customer.CustomerHandedOver: [deal_events.give_deals],
    # customers, with whom goes what is theirs
    customer.CustomerRegistered: [*FOLLOWING_A_FILE],
    customer.FilesImported: [for_each(customer.FilesImported.opened, *FOLLOWING_A_FILE)],
    customer.CustomersMerged: [
        deal_events.follow_merge,
        followers.follow_merge,
        products.follow_merge,
        recommendations.end_merged,
        ratings.follow_merge,
    ],
    customer.MergeUndone: [
        deal_events.undo_merge,
        followers.undo_merge,
        products.follow_merge,
        ratings.follow_merge,
    ],
    customer.CustomerLocked: [erasure.forget_customer],
    customer.CustomerErased: [erasure.forget_customer],
    customer.LeadFollowed: [referrals.follow_lead, followers.follow_lead],
    # prospects
    referral.ReferralAccepted: [
        prospects.open_of_referral,
        reports.count_for_report,
        reports.notice_late_facts,
    ],
    customer.LatentNeedTakenUp: [prospects.open_of_hint],
    referral.ReferralClosed: [prospects.end_with_referral],
    referral.DealClosed: [prospects.win_by_deal, counting.count_achievements, reports.notice_late_facts],
    # referrals
    referral.ProspectWon: [
        referrals.close_with_prospect,
        counting.count_achievements,
        reports.notice_late_facts,
        pipeline.end_prospect,
    ],
    referral.ProspectLost: [
        referrals.close_with_prospect,
        desk.raise_lost,
        reports.count_for_report,
        reports.notice_late_facts,
        pipeline.end_prospect,
    ],
    referral.ProspectGiven: [referrals.give_with_prospect],
    # plans
    customer.PortfolioHeld: [goals.hold_portfolio],
    customer.HandOverProposed: [goals.begin_share],
    customer.HandOverCompleted: [goals.split_goals],
    # products, recommendations, desk
    referral.ProductPublished: [desk.answer_by_product],
    referral.ProductRerated: [ratings.begin_rerating, rerated.begin_rerating],
    referral.ProductWithdrawn: [ratings.begin_withdrawal],
    referral.SuitabilityRulesChanged: [ratings.begin_rules],
    referral.SuitabilityAssessed: [recommendations.judge_customer],
    referral.RecommendationBought: [
        ratings.hold_bought,
        counting.count_achievements,
        reports.notice_late_facts,
    ],
    customer.HoldingsChanged: [ratings.follow_holdings],
    customer.NeedUnservable: [desk.raise_unservable, reports.count_for_report, reports.notice_late_facts],
    # goals and reports
    customer.CustomerContacted: [counting.count_achievements, reports.notice_late_facts],
    customer.ContactUndone: [counting.count_achievements, reports.notice_late_facts],
    customer.CustomerVisitRecorded: [counting.count_achievements, reports.notice_late_facts],
    customer.NeedFulfilled: [counting.count_achievements, reports.notice_late_facts],
    referral.ProspectOpened: [
        counting.count_achievements,
        reports.notice_late_facts,
        pipeline.enter_prospect,
    ],
    # reports alone
    customer.NeedStated: [reports.count_for_report, reports.notice_late_facts],
    referral.RecommendationProposed: [reports.count_for_report, reports.notice_late_facts],
    referral.RecommendationDeclined: [reports.count_for_report, reports.notice_late_facts],
    referral.DealOpened: [reports.count_for_report, reports.notice_late_facts],
    referral.DealCancelled: [reports.count_for_report, reports.notice_late_facts],
    # conversions
    referral.ProspectMoved: [pipeline.move_prospect],
    referral.ProspectForgotten: [pipeline.forget_prospect],
}

TIMER_HANDLERS: TimerHandlers = {
    # prospects
    ProspectTurns: prospects.turn_prospect,
    CampaignStepDue: prospects.open_campaign,
    ProspectsReleaseDue: followers.release_prospects,
    # referrals
    DealTaskCheck: deals.look_at_task,
    GroupDay: deals.end_working_group,
    DealsRatedAnew: rerated.flag_rerated,
    AcceptanceDue: referrals.expire_offer,
    # plans, territory
    ItemDeadline: items.pass_item_deadline,
    RegionGoalDue: goals.judge_region_goal,
    TerritoryReportDue: reports.file_due_report,
    TerritoryRevisionDue: reports.revise_report,
    # recommendations, desk
    RecommendationEnds: recommendations.expire,
    HolderTaskDue: ratings.pass_day,
    RatingStepDue: ratings.take_step,
    DeskDeadline: desk.pass_deadline,
    # erasure
    ForgettingDue: erasure.forget_customer,
}
