"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.deals.domain.flags import DealsRatedAnew
from services.referral.deals.domain.groups import GroupDay
from services.referral.deals.domain.moving import DealTaskCheck
from services.referral.deals.handlers import deals, rerated
from services.referral.deals.handlers import events as deal_events
from services.referral.desk import handlers as desk
from services.referral.desk.domain.needs import DeskDeadline
from services.referral.plans.domain.items import ItemDeadline
from services.referral.plans.handlers import goals, items
from services.referral.products import handlers as products
from services.referral.prospects.domain.prospect import CampaignStepDue, ProspectsReleaseDue, ProspectTurns
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
from services.referral.territory.handlers import reports
from services.referral.territory.table import FIGURES
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerErased,
    CustomerHandedOver,
    CustomerLocked,
    CustomerRecognised,
    CustomerRegistered,
    CustomersMerged,
    HandOverCompleted,
    HandOverProposed,
    HoldingsChanged,
    LatentNeedTakenUp,
    LeadFollowed,
    MergeUndone,
    NeedUnservable,
    PortfolioHeld,
)
from shared.contracts.lobby import (
    BranchOpened,
    ProspectIdentified,
)
from shared.contracts.notify import (
    CoverEnded,
    FloorCovered,
    StaffEnrolled,
    StaffSignedOff,
    StaffSignedOn,
    TokensRevoked,
)
from shared.contracts.referral import (
    DealClosed,
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskOverdue,
    DealTaskReturned,
    ProductPublished,
    ProductRerated,
    ProductWithdrawn,
    ProspectGiven,
    ProspectLost,
    ProspectWon,
    RecommendationBought,
    ReferralAccepted,
    ReferralClosed,
    SuitabilityAssessed,
    SuitabilityRulesChanged,
)
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

REACTIONS: EventHandlers = {
    # branches and their staff
    BranchOpened: [learn_place, reports.schedule_reports],
    StaffEnrolled: [enrol, followers.follow_staff, goals.enrol_head],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    ProspectIdentified: [referrals.open_referral],
    # deals
    DealTaskOffered: [deal_events.fold_times],
    DealTaskAccepted: [deal_events.fold_times],
    DealTaskReturned: [deal_events.fold_times, deal_events.move_promise],
    DealTaskDone: [deal_events.fold_times, deal_events.move_promise],
    DealTaskCancelled: [deal_events.fold_times, deal_events.move_promise],
    DealTaskOverdue: [deal_events.move_promise],
    CaseOpened: [deal_events.flag_complaint],
    CaseSettled: [deal_events.settle_complaint],
    CustomerRecognised: [deal_events.flag_hall_visit],
    CustomerHandedOver: [deal_events.give_deals],
    # customers, with whom goes what is theirs
    CustomerRegistered: [
        deal_events.follow_keeper,
        followers.follow_keeper,
        products.follow_customer,
        recommendations.follow_customer,
        ratings.follow_customer,
    ],
    CustomersMerged: [
        deal_events.follow_merge,
        followers.follow_merge,
        products.follow_merge,
        recommendations.end_merged,
    ],
    MergeUndone: [deal_events.undo_merge, followers.undo_merge, products.follow_merge],
    CustomerLocked: [
        deal_events.forget_customer,
        followers.forget_customer,
        referrals.forget_customer,
        products.forget_customer,
        recommendations.forget_customer,
        ratings.forget_customer,
        desk.forget_customer,
    ],
    CustomerErased: [
        deal_events.forget_customer,
        followers.forget_customer,
        referrals.forget_customer,
        products.forget_customer,
        recommendations.forget_customer,
        ratings.forget_customer,
        desk.forget_customer,
    ],
    LeadFollowed: [referrals.follow_lead, followers.follow_lead],
    # prospects
    ReferralAccepted: [prospects.open_of_referral],
    LatentNeedTakenUp: [prospects.open_of_hint],
    ReferralClosed: [prospects.end_with_referral],
    DealClosed: [prospects.win_by_deal],
    # referrals
    ProspectWon: [referrals.close_with_prospect],
    ProspectLost: [referrals.close_with_prospect, desk.raise_lost],
    ProspectGiven: [referrals.give_with_prospect],
    # plans
    PortfolioHeld: [goals.hold_portfolio],
    HandOverProposed: [goals.begin_share],
    HandOverCompleted: [goals.split_goals],
    # products, recommendations, desk
    ProductPublished: [desk.answer_by_product],
    ProductRerated: [ratings.begin_rerating, rerated.begin_rerating],
    ProductWithdrawn: [ratings.begin_withdrawal],
    SuitabilityRulesChanged: [ratings.begin_rules],
    SuitabilityAssessed: [recommendations.judge_customer],
    RecommendationBought: [ratings.hold_bought],
    HoldingsChanged: [ratings.follow_holdings],
    NeedUnservable: [desk.raise_unservable],
}

EVENT_HANDLERS: EventHandlers = {
    event: [*REACTIONS.get(event, ()), *FIGURES.get(event, ())] for event in {**REACTIONS, **FIGURES}
}
"""The reactions above, and what is counted for goals and reports (Q2, R1)."""

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
    TerritoryReportDue: reports.file_due_report,
    TerritoryRevisionDue: reports.revise_report,
    # recommendations, desk
    RecommendationEnds: recommendations.expire,
    HolderTaskDue: ratings.pass_day,
    RatingStepDue: ratings.take_step,
    DeskDeadline: desk.pass_deadline,
}
