"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.erasure import handlers as erasure
from services.referral.plans.domain.items import ItemDeadline
from services.referral.plans.handlers import goals, items
from services.referral.prospects.domain.prospect import CampaignStepDue, ProspectsReleaseDue, ProspectTurns
from services.referral.prospects.handlers import acts as prospects
from services.referral.prospects.handlers import followers
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.territory.domain.reports import TerritoryReportDue, TerritoryRevisionDue
from services.referral.territory.handlers import reports
from services.referral.territory.table import FIGURES
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CustomerErased,
    CustomerLocked,
    CustomerRegistered,
    CustomersMerged,
    HandOverCompleted,
    HandOverProposed,
    LeadFollowed,
    MergeUndone,
    PortfolioHeld,
)
from shared.contracts.lobby import BranchOpened, ProspectIdentified
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
    ProspectGiven,
    ProspectLost,
    ProspectWon,
    ReferralAccepted,
    ReferralClosed,
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
    # erasure
    CustomerLocked: [erasure.forget_customer],
    CustomerErased: [erasure.forget_customer],
    # customers, whose prospects and referrals go with them
    CustomerRegistered: [followers.follow_keeper],
    CustomersMerged: [followers.follow_merge],
    MergeUndone: [followers.undo_merge],
    LeadFollowed: [referrals.follow_lead, followers.follow_lead],
    # prospects
    ReferralAccepted: [prospects.open_of_referral],
    ReferralClosed: [prospects.end_with_referral],
    DealClosed: [prospects.win_by_deal],
    # referrals
    ProspectWon: [referrals.close_with_prospect],
    ProspectLost: [referrals.close_with_prospect],
    ProspectGiven: [referrals.give_with_prospect],
    ProspectIdentified: [referrals.open_referral],
    # plans
    PortfolioHeld: [goals.hold_portfolio],
    HandOverProposed: [goals.begin_share],
    HandOverCompleted: [goals.split_goals],
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
    AcceptanceDue: referrals.expire_offer,
    # plans, territory
    ItemDeadline: items.pass_item_deadline,
    TerritoryReportDue: reports.file_due_report,
    TerritoryRevisionDue: reports.revise_report,
}
