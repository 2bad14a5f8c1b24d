"""Commands of referral: which handler carries out which command."""

from services.referral.deals import commands as deals_commands
from services.referral.deals.handlers import deals
from services.referral.desk import commands as desk_commands
from services.referral.desk import handlers as desk
from services.referral.plans import commands as plans_commands
from services.referral.plans.handlers import budgets, goals, items
from services.referral.products import commands as products_commands
from services.referral.products import handlers as products
from services.referral.prospects import commands as prospects_commands
from services.referral.prospects.handlers import acts as prospects
from services.referral.recommendations import commands as recommendations_commands
from services.referral.recommendations.handlers import ratings
from services.referral.recommendations.handlers import steps as recommendations
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
    deals_commands.GiveDeal: deals.give_deal,
    deals_commands.CloseDeal: deals.close_deal,
    deals_commands.CancelDeal: deals.cancel_deal,
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
    # products
    products_commands.DraftProduct: products.draft_product,
    products_commands.PublishProduct: products.publish_product,
    products_commands.RerateProduct: products.rerate_product,
    products_commands.WithdrawProduct: products.withdraw_product,
    products_commands.ChangeSuitabilityRules: products.change_suitability_rules,
    products_commands.RecordAssessment: products.record_assessment,
    products_commands.NoteSuitabilityRead: products.note_suitability_read,
    # desk
    desk_commands.RaiseDeskNeed: desk.raise_desk_need,
    desk_commands.AcknowledgeDeskNeed: desk.acknowledge_desk_need,
    desk_commands.AnswerDeskNeed: desk.answer_desk_need,
    desk_commands.ChangeDeskSettings: desk.change_desk_settings,
    desk_commands.NoteMarket: desk.note_market,
    # recommendations
    recommendations_commands.ProposeRecommendation: recommendations.propose_recommendation,
    recommendations_commands.PresentRecommendation: recommendations.present_recommendation,
    recommendations_commands.NoteInterest: recommendations.note_interest,
    recommendations_commands.DeclineRecommendation: recommendations.decline_recommendation,
    recommendations_commands.BuyRecommended: recommendations.buy_recommended,
    recommendations_commands.WithdrawRecommendation: recommendations.withdraw_recommendation,
    recommendations_commands.FinishHolderTask: ratings.finish_holder_task,
}
