"""Wiring of referral: which handler carries out which command and reacts to which event, and who may ask."""

from services.referral.referrals import api as referrals
from services.referral.referrals.commands import (
    AcceptReferral,
    AssignReferral,
    CloseReferral,
    DeclineReferral,
)
from services.referral.referrals.domain.referral import AcceptanceDue
from services.referral.referrals.handlers import (
    accept_referral,
    assign_referral,
    close_referral,
    decline_referral,
    expire_offer,
    open_referral,
)
from services.referral.referrals.queries import (
    CloseReferralOfOthers,
    ListOwnReferrals,
    ListReferrals,
    ViewReferral,
)
from services.referral.store import INDEXES, correlation_of
from shared.commands import Commands
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOff, StaffSignedOn, TokensRevoked
from shared.contracts.words import Role
from shared.revocations import revoke_tokens
from shared.rights import Rights, at_branch
from shared.roster import enrol, sign_off, sign_on
from shared.runtime import EventHandlers, TimerHandlers
from shared.service import Service

COMMANDS: Commands = {
    AcceptReferral: accept_referral,
    DeclineReferral: decline_referral,
    AssignReferral: assign_referral,
    CloseReferral: close_referral,
}

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

VIEWERS = (Role.LOBBY_MANAGER, Role.BRANCH_HEAD, Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
    ListReferrals: at_branch(*VIEWERS),
    ListOwnReferrals: at_branch(Role.ACCOUNT_MANAGER),
    ViewReferral: at_branch(Role.ACCOUNT_MANAGER, *VIEWERS),
    AcceptReferral: at_branch(Role.ACCOUNT_MANAGER),
    DeclineReferral: at_branch(Role.ACCOUNT_MANAGER),
    AssignReferral: at_branch(Role.BRANCH_HEAD),
    CloseReferral: at_branch(Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD),
    CloseReferralOfOthers: at_branch(Role.BRANCH_HEAD),
}

SERVICE = Service(
    name="referral",
    port=8103,
    commands=COMMANDS,
    events=EVENT_HANDLERS,
    timers=TIMER_HANDLERS,
    rights=RIGHTS,
    indexes=INDEXES,
    routers=[referrals.router],
    correlation_of=correlation_of,
)
