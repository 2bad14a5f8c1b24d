"""Rights of referral: who may ask what, in one table."""

from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import queries as referrals
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

ACCOUNT_MANAGER, HEAD = Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD
VIEWERS = (Role.LOBBY_MANAGER, HEAD, Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
    # referrals
    referrals.ListReferrals: at_branch(*VIEWERS),
    referrals.ListOwnReferrals: at_branch(ACCOUNT_MANAGER),
    referrals.ViewReferral: at_branch(ACCOUNT_MANAGER, *VIEWERS),
    referrals_commands.AcceptReferral: at_branch(ACCOUNT_MANAGER),
    referrals_commands.DeclineReferral: at_branch(ACCOUNT_MANAGER),
    referrals_commands.AssignReferral: at_branch(HEAD),
    referrals_commands.CloseReferral: at_branch(ACCOUNT_MANAGER, HEAD),
    referrals.CloseReferralOfOthers: at_branch(HEAD),
}
