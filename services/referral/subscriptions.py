"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.erasure import handlers as erasure
from services.referral.plans.domain.items import ItemDeadline
from services.referral.plans.handlers import goals, items
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.territory.domain.reports import TerritoryReportDue, TerritoryRevisionDue
from services.referral.territory.handlers import reports
from services.referral.territory.table import FIGURES
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CustomerErased,
    CustomerLocked,
    HandOverCompleted,
    HandOverProposed,
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
from shared.revocations import revoke_tokens
from shared.roster import cover, end_cover, enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

REACTIONS: EventHandlers = {
    # branches and their staff
    BranchOpened: [learn_place, reports.schedule_reports],
    StaffEnrolled: [enrol, goals.enrol_head],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    FloorCovered: [cover],
    CoverEnded: [end_cover],
    TokensRevoked: [revoke_tokens],
    # erasure
    CustomerLocked: [erasure.forget_customer],
    CustomerErased: [erasure.forget_customer],
    # referrals
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
    AcceptanceDue: referrals.expire_offer,
    # plans, territory
    ItemDeadline: items.pass_item_deadline,
    TerritoryReportDue: reports.file_due_report,
    TerritoryRevisionDue: reports.revise_report,
}
