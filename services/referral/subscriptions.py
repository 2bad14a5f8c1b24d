"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.desk import handlers as desk
from services.referral.desk.domain.needs import DeskDeadline
from services.referral.products import handlers as products
from services.referral.recommendations.domain.holders import HolderTaskDue
from services.referral.recommendations.domain.recommendation import RecommendationEnds
from services.referral.recommendations.domain.rounds import RatingStepDue
from services.referral.recommendations.handlers import ratings
from services.referral.recommendations.handlers import steps as recommendations
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CustomerErased,
    CustomerLocked,
    CustomerRegistered,
    CustomersMerged,
    HoldingsChanged,
    MergeUndone,
    NeedUnservable,
)
from shared.contracts.lobby import BranchOpened, ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.referral import (
    ProductPublished,
    ProductRerated,
    ProductWithdrawn,
    RecommendationBought,
    SuitabilityAssessed,
    SuitabilityRulesChanged,
)
from shared.revocations import revoke_tokens
from shared.roster import enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    ProspectIdentified: [referrals.open_referral],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    TokensRevoked: [revoke_tokens],
    BranchOpened: [learn_place],
    # products, recommendations, desk
    ProductPublished: [desk.answer_by_product],
    ProductRerated: [ratings.begin_rerating],
    ProductWithdrawn: [ratings.begin_withdrawal],
    SuitabilityRulesChanged: [ratings.begin_rules],
    SuitabilityAssessed: [recommendations.judge_customer],
    RecommendationBought: [ratings.hold_bought],
    HoldingsChanged: [ratings.follow_holdings],
    NeedUnservable: [desk.raise_unservable],
    CustomerRegistered: [
        products.follow_customer,
        recommendations.follow_customer,
        ratings.follow_customer,
    ],
    CustomersMerged: [products.follow_merge, recommendations.end_merged],
    MergeUndone: [products.follow_merge],
    CustomerLocked: [
        products.forget_customer,
        recommendations.forget_customer,
        ratings.forget_customer,
        desk.forget_customer,
    ],
    CustomerErased: [
        products.forget_customer,
        recommendations.forget_customer,
        ratings.forget_customer,
        desk.forget_customer,
    ],
}

TIMER_HANDLERS: TimerHandlers = {
    AcceptanceDue: referrals.expire_offer,
    # recommendations, desk
    RecommendationEnds: recommendations.expire,
    HolderTaskDue: ratings.pass_day,
    RatingStepDue: ratings.take_step,
    DeskDeadline: desk.pass_deadline,
}
