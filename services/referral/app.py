"""referral, wired: what it hears, what it answers, what it relies on."""

from services.referral.referrals.api import offers, outcomes, referrals
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.referrals.handlers.offers import expire_offer, open_referral
from services.referral.staff.handlers.roster import enrol, sign_off, sign_on
from services.referral.store import INDEXES, story_of
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.revocations import revoke_tokens
from shared.service import Hears, Service

HEARS: Hears = {
    ProspectIdentified: open_referral,
    StaffEnrolled: enrol,
    StaffSignedOn: sign_on,
    StaffSignedOff: sign_off,
    TokensRevoked: revoke_tokens,
}

REMINDED: Hears = {
    AcceptanceDue: expire_offer,
}

SERVICE = Service(
    name="referral",
    port=8103,
    hears=HEARS,
    reminded=REMINDED,
    indexes=INDEXES,
    routers=[referrals.router, offers.router, outcomes.router],
    story_of=story_of,
)
