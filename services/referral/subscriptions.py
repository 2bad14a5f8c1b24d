"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.erasure import handlers as erasure
from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from shared.branch_places import learn_place
from shared.contracts.customer import CustomerErased, CustomerLocked
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

EVENT_HANDLERS: EventHandlers = {
    # branches and their staff
    BranchOpened: [learn_place],
    StaffEnrolled: [enrol],
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
}

TIMER_HANDLERS: TimerHandlers = {
    AcceptanceDue: referrals.expire_offer,
}
