"""Commands of referral: which handler carries out which command."""

from services.referral.deals import commands as deals_commands
from services.referral.deals.handlers import deals
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import handlers as referrals
from shared.commands import Commands

COMMANDS: Commands = {
    # deals
    deals_commands.PublishDealTemplate: deals.publish_template,
    deals_commands.OpenDeal: deals.open_deal,
    deals_commands.TakeTask: deals.take_task,
    deals_commands.PutBackTask: deals.put_back_task,
    deals_commands.BlockTask: deals.block_task,
    deals_commands.UnblockTask: deals.unblock_task,
    deals_commands.ReturnTask: deals.return_task,
    deals_commands.ResumeTask: deals.resume_task,
    deals_commands.FinishTask: deals.finish_task,
    deals_commands.LeaveOutTask: deals.leave_out_task,
    deals_commands.AddToTeam: deals.add_to_team,
    deals_commands.RemoveFromTeam: deals.remove_from_team,
    deals_commands.FormWorkingGroup: deals.form_working_group,
    deals_commands.CloseDeal: deals.close_deal,
    deals_commands.CancelDeal: deals.cancel_deal,
    # referrals
    referrals_commands.AcceptReferral: referrals.accept_referral,
    referrals_commands.DeclineReferral: referrals.decline_referral,
    referrals_commands.AssignReferral: referrals.assign_referral,
    referrals_commands.CloseReferral: referrals.close_referral,
}
