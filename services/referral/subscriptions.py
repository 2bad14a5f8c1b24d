"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.deals.domain.groups import GroupDay
from services.referral.deals.domain.moving import DealTaskCheck
from services.referral.deals.handlers import deals
from services.referral.deals.handlers import events as deal_events
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from shared.branch_places import learn_place
from shared.contracts.customer import (
    CaseOpened,
    CaseSettled,
    CustomerErased,
    CustomerHandedOver,
    CustomerLocked,
    CustomerRecognised,
    CustomersMerged,
    MergeUndone,
)
from shared.contracts.lobby import BranchOpened, ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.referral import (
    DealTaskAccepted,
    DealTaskCancelled,
    DealTaskDone,
    DealTaskOffered,
    DealTaskOverdue,
    DealTaskReturned,
)
from shared.revocations import revoke_tokens
from shared.roster import enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
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
    CustomersMerged: [deal_events.follow_merge],
    MergeUndone: [deal_events.undo_merge],
    CustomerLocked: [deal_events.forget],
    CustomerErased: [deal_events.forget],
    # branches and staff
    BranchOpened: [learn_place],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    TokensRevoked: [revoke_tokens],
}

TIMER_HANDLERS: TimerHandlers = {
    DealTaskCheck: deals.look_at_task,
    GroupDay: deals.end_working_group,
    AcceptanceDue: referrals.expire_offer,
}
