"""Subscriptions of referral: which handlers react to which event or timer, one line each."""

from services.referral.referrals import handlers as referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.revocations import revoke_tokens
from shared.roster import enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers

EVENT_HANDLERS: EventHandlers = {
    ProspectIdentified: [referrals.open_referral],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    TokensRevoked: [revoke_tokens],
}

TIMER_HANDLERS: TimerHandlers = {
    AcceptanceDue: referrals.expire_offer,
}
