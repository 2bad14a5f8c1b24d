"""Commands of referral: which handler carries out which command."""

from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import handlers as referrals
from shared.commands import Commands

COMMANDS: Commands = {
    # referrals
    referrals_commands.AcceptReferral: referrals.accept_referral,
    referrals_commands.DeclineReferral: referrals.decline_referral,
    referrals_commands.AssignReferral: referrals.assign_referral,
    referrals_commands.CloseReferral: referrals.close_referral,
}
