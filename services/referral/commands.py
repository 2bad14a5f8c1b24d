"""Commands of referral: which handler carries out which command."""

from services.referral.plans import commands as plans_commands
from services.referral.plans.handlers import budgets, goals, items
from services.referral.prospects import commands as prospects_commands
from services.referral.prospects.handlers import acts as prospects
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import handlers as referrals
from services.referral.territory import commands as territory_commands
from services.referral.territory.handlers import reports
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
    # plans
    plans_commands.SetGoal: goals.set_goal,
    plans_commands.SetRegionGoal: goals.set_region_goal,
    plans_commands.SetBudget: budgets.set_budget,
    plans_commands.CommitBudget: budgets.commit_budget,
    plans_commands.SpendBudget: budgets.spend_budget,
    plans_commands.ReleaseBudget: budgets.release_budget,
    plans_commands.AddPlanItem: items.add_plan_item,
    plans_commands.MovePlanItem: items.move_plan_item,
    plans_commands.FinishPlanItem: items.finish_plan_item,
    plans_commands.DropPlanItem: items.drop_plan_item,
    plans_commands.SetMarketDirection: items.set_market_direction,
    # territory
    territory_commands.FileTerritoryReport: reports.file_territory_report,
    territory_commands.WriteTerritoryWords: reports.write_territory_words,
    territory_commands.SignTerritoryReport: reports.sign_territory_report,
    territory_commands.MarkTerritoryRead: reports.mark_territory_read,
    referrals_commands.SetServedNeeds: referrals.set_served_needs,
}
