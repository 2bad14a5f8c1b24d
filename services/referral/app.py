"""referral, wired: what it hears, what it answers, what it relies on."""

from services.referral.referrals.api import offers, outcomes, referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.referrals.handlers.offers import expire_offer, open_referral
from services.referral.staff.handlers.roster import enrol, sign_off, sign_on
from services.referral.store import INDEXES, correlation_of
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.revocations import revoke_tokens
from shared.runtime import EventHandlers, TimerHandlers
from shared.service import Service

EVENT_HANDLERS: EventHandlers = {
    ProspectIdentified: [open_referral],
    StaffEnrolled: [enrol],
    StaffSignedOn: [sign_on],
    StaffSignedOff: [sign_off],
    TokensRevoked: [revoke_tokens],
}

TIMER_HANDLERS: TimerHandlers = {
    AcceptanceDue: expire_offer,
}

SERVICE = Service(
    name="referral",
    port=8103,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    indexes=INDEXES,
    routers=[referrals.router, offers.router, outcomes.router],
    correlation_of=correlation_of,
)
