"""Rights of referral: who may ask what, in one table."""

from services.referral.deals import commands as deals_commands
from services.referral.deals import queries as deals
from services.referral.desk import commands as desk_commands
from services.referral.desk import queries as desk
from services.referral.plans import commands as plans_commands
from services.referral.plans import queries as plans
from services.referral.products import commands as products_commands
from services.referral.products import queries as products
from services.referral.prospects import commands as prospects_commands
from services.referral.prospects import queries as prospects
from services.referral.recommendations import commands as recommendations_commands
from services.referral.recommendations import queries as recommendations
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import queries as referrals
from services.referral.territory import commands as territory_commands
from services.referral.territory import queries as territory
from shared.contracts.words import Role
from shared.rights import Rights, anywhere, at_branch

ACCOUNT_MANAGER, HEAD = Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD
LOBBY, TELLER, REGION, AUDITOR = Role.LOBBY_MANAGER, Role.TELLER, Role.REGION_HEAD, Role.AUDITOR
DESK = Role.PRODUCT_DESK
VIEWERS = (Role.LOBBY_MANAGER, HEAD, Role.REGION_HEAD, Role.AUDITOR)
LEADERS = (HEAD, Role.REGION_HEAD, Role.AUDITOR)
DEPARTMENTS = (Role.BACK_OFFICE, Role.RISK, Role.PRODUCT_DESK)
OVERSEERS = (HEAD, Role.REGION_HEAD, Role.AUDITOR)

FLOOR = (Role.TELLER, Role.LOBBY_MANAGER)
SALES = (ACCOUNT_MANAGER, HEAD)
"""Roles that work with prospects: of account managers, with their own."""

RIGHTS: Rights = {
    # prospects
    prospects.ListProspects: at_branch(*SALES, Role.REGION_HEAD, Role.AUDITOR),
    prospects.ListAllProspects: at_branch(HEAD, Role.REGION_HEAD, Role.AUDITOR),
    prospects.ViewProspect: at_branch(*SALES, Role.REGION_HEAD, Role.AUDITOR),
    prospects.ActOnAllProspects: at_branch(HEAD),
    prospects.OpenOwnProspect: at_branch(*SALES),
    prospects_commands.OpenProspect: at_branch(*FLOOR, *SALES),
    prospects_commands.MoveProspect: at_branch(*SALES),
    prospects_commands.SetNextStep: at_branch(*SALES),
    prospects_commands.ParkProspect: at_branch(*SALES),
    prospects_commands.WinProspect: at_branch(*SALES),
    prospects_commands.LoseProspect: at_branch(*SALES),
    prospects_commands.GiveProspect: at_branch(HEAD),
    prospects_commands.ListCampaign: at_branch(HEAD),
    prospects.ListFound: at_branch(*FLOOR, *SALES),
    prospects.ListFinders: at_branch(HEAD, Role.AUDITOR),
    # deals: of account managers, their own and those of their teams; of departments, where they have a task
    deals.ListDeals: at_branch(ACCOUNT_MANAGER, *OVERSEERS),
    deals.ListAllDeals: at_branch(*OVERSEERS),
    deals.ViewDeal: at_branch(ACCOUNT_MANAGER, *OVERSEERS, *DEPARTMENTS),
    deals.ViewAnyDeal: at_branch(*OVERSEERS),
    deals.HandleAnyDeal: at_branch(HEAD),
    deals.ListDepartmentTasks: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals.ViewDealWaits: at_branch(ACCOUNT_MANAGER, *OVERSEERS, *DEPARTMENTS),
    deals.ViewDealTemplates: at_branch(ACCOUNT_MANAGER, *OVERSEERS, Role.OPS),
    deals.WorkForBackOffice: at_branch(Role.BACK_OFFICE),
    deals.WorkForRisk: at_branch(Role.RISK),
    deals.WorkForProductDesk: at_branch(Role.PRODUCT_DESK),
    deals.WorkForBranch: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.PublishDealTemplate: at_branch(HEAD, Role.OPS),
    deals_commands.OpenDeal: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.TakeTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.PutBackTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.BlockTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.UnblockTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.ReturnTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.ResumeTask: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.FinishTask: at_branch(ACCOUNT_MANAGER, HEAD, *DEPARTMENTS),
    deals_commands.LeaveOutTask: at_branch(HEAD),
    deals_commands.AddToTeam: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.RemoveFromTeam: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.FormWorkingGroup: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.GiveDeal: at_branch(HEAD),
    deals_commands.CloseDeal: at_branch(ACCOUNT_MANAGER, HEAD),
    deals_commands.CancelDeal: at_branch(ACCOUNT_MANAGER, HEAD),
    # referrals
    referrals.ListReferrals: at_branch(*VIEWERS),
    referrals.ListOwnReferrals: at_branch(ACCOUNT_MANAGER),
    referrals.ViewReferral: at_branch(ACCOUNT_MANAGER, *VIEWERS),
    referrals_commands.AcceptReferral: at_branch(ACCOUNT_MANAGER),
    referrals_commands.DeclineReferral: at_branch(ACCOUNT_MANAGER),
    referrals_commands.AssignReferral: at_branch(HEAD),
    referrals_commands.CloseReferral: at_branch(ACCOUNT_MANAGER, HEAD),
    referrals.CloseReferralOfOthers: at_branch(HEAD),
    # plans
    plans.ListGoals: at_branch(ACCOUNT_MANAGER, *LEADERS),
    plans.ListAllGoals: at_branch(*LEADERS),
    plans.ListRegionGoals: anywhere(Role.REGION_HEAD),
    plans.ListAchievements: at_branch(ACCOUNT_MANAGER, *LEADERS),
    plans.ListBudgets: at_branch(ACCOUNT_MANAGER, *LEADERS),
    plans.ApproveBudget: at_branch(HEAD),
    plans.ListPlanItems: at_branch(ACCOUNT_MANAGER, *LEADERS),
    plans.ListAllPlanItems: at_branch(*LEADERS),
    plans.ChangeAllPlanItems: at_branch(HEAD),
    plans.ViewMarketDirection: at_branch(ACCOUNT_MANAGER, Role.PRODUCT_DESK, *LEADERS),
    plans_commands.SetGoal: at_branch(HEAD, Role.REGION_HEAD),
    plans_commands.SetRegionGoal: anywhere(Role.REGION_HEAD),
    plans_commands.SetBudget: at_branch(HEAD),
    plans_commands.CommitBudget: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.SpendBudget: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.ReleaseBudget: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.AddPlanItem: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.MovePlanItem: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.FinishPlanItem: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.DropPlanItem: at_branch(ACCOUNT_MANAGER, HEAD),
    plans_commands.SetMarketDirection: at_branch(HEAD),
    # territory
    territory.ViewTerritory: at_branch(ACCOUNT_MANAGER, *LEADERS),
    territory.ViewRegion: anywhere(Role.REGION_HEAD),
    territory_commands.FileTerritoryReport: at_branch(HEAD),
    territory_commands.WriteTerritoryWords: at_branch(ACCOUNT_MANAGER, HEAD),
    territory_commands.SignTerritoryReport: at_branch(HEAD),
    territory_commands.MarkTerritoryRead: at_branch(Role.REGION_HEAD),
    referrals.ListAccountManagers: at_branch(*FLOOR, *SALES, REGION),
    referrals.ViewServedNeeds: at_branch(*SALES),
    referrals_commands.SetServedNeeds: at_branch(HEAD),
    # products: the catalogue is the bank's, and kept by the product department wherever it works
    products.ViewProducts: at_branch(ACCOUNT_MANAGER, *VIEWERS, DESK, Role.BACK_OFFICE, Role.RISK),
    products.ViewSuitabilityRules: at_branch(ACCOUNT_MANAGER, *VIEWERS, DESK, Role.RISK),
    products_commands.DraftProduct: anywhere(DESK),
    products_commands.PublishProduct: anywhere(DESK),
    products_commands.RerateProduct: anywhere(DESK),
    products_commands.WithdrawProduct: anywhere(DESK),
    products_commands.ChangeSuitabilityRules: anywhere(Role.RISK),
    # suitability, by the home branch of the customer; of account managers, who keeps them
    products_commands.RecordAssessment: at_branch(TELLER, LOBBY, ACCOUNT_MANAGER, HEAD),
    products.ViewRiskProfiles: at_branch(ACCOUNT_MANAGER, HEAD),
    products.ViewAnyRiskProfile: at_branch(HEAD),
    # the need desk
    desk_commands.RaiseDeskNeed: at_branch(LOBBY, ACCOUNT_MANAGER, HEAD),
    desk.ListOwnAskings: at_branch(LOBBY, ACCOUNT_MANAGER, HEAD),
    desk_commands.NoteMarket: at_branch(LOBBY, ACCOUNT_MANAGER, HEAD),
    desk.ListDeskNeeds: anywhere(DESK, REGION, AUDITOR),
    desk.ReadDeskWords: anywhere(DESK),
    desk.ListMarketNotes: anywhere(DESK),
    desk.CountMarketNotes: anywhere(DESK, REGION),
    desk_commands.AcknowledgeDeskNeed: anywhere(DESK),
    desk_commands.AnswerDeskNeed: anywhere(DESK),
    desk.ViewDeskSettings: anywhere(DESK, REGION, AUDITOR),
    desk_commands.ChangeDeskSettings: anywhere(DESK),
    # recommendations, of those who keep the customer
    recommendations.ListRecommendations: at_branch(ACCOUNT_MANAGER, HEAD, REGION, AUDITOR),
    recommendations.ListAllRecommendations: at_branch(HEAD, REGION, AUDITOR),
    recommendations.ActForColleagues: at_branch(HEAD),
    recommendations_commands.ProposeRecommendation: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.PresentRecommendation: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.NoteInterest: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.DeclineRecommendation: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.BuyRecommended: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.WithdrawRecommendation: at_branch(ACCOUNT_MANAGER, HEAD),
    recommendations_commands.FinishHolderTask: at_branch(ACCOUNT_MANAGER, HEAD),
}
