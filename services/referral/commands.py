"""Commands of referral: which handler carries out which command."""

from services.referral.prospects import commands as prospects_commands
from services.referral.prospects.handlers import acts as prospects
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import handlers as referrals
from shared.commands import Commands

COMMANDS: Commands = {
    # prospects
    prospects_commands.OpenProspect: prospects.open_prospect,
    prospects_commands.MoveProspect: prospects.move_prospect,
    prospects_commands.SetNextStep: prospects.set_next_step,
    prospects_commands.ParkProspect: prospects.park_prospect,
    prospects_commands.WinProspect: prospects.win_prospect,
    prospects_commands.LoseProspect: prospects.lose_prospect,
    prospects_commands.GiveProspect: prospects.give_prospect,
    prospects_commands.ListCampaign: prospects.list_campaign,
    # referrals
    referrals_commands.AcceptReferral: referrals.accept_referral,
    referrals_commands.DeclineReferral: referrals.decline_referral,
    referrals_commands.AssignReferral: referrals.assign_referral,
    referrals_commands.CloseReferral: referrals.close_referral,
    referrals_commands.SetServedNeeds: referrals.set_served_needs,
}
