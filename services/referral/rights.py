"""Rights of referral: who may ask what, in one table."""

from services.referral.plans import commands as plans_commands
from services.referral.plans import queries as plans
from services.referral.prospects import commands as prospects_commands
from services.referral.prospects import queries as prospects
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import queries as referrals
from services.referral.territory import commands as territory_commands
from services.referral.territory import queries as territory
from shared.contracts.words import Role
from shared.rights import Rights, anywhere, at_branch

ACCOUNT_MANAGER, HEAD = Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD
VIEWERS = (Role.LOBBY_MANAGER, HEAD, Role.REGION_HEAD, Role.AUDITOR)
LEADERS = (HEAD, Role.REGION_HEAD, Role.AUDITOR)

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
    referrals.ListAccountManagers: at_branch(*FLOOR, *SALES),
    referrals.ViewServedNeeds: at_branch(*SALES),
    referrals_commands.SetServedNeeds: at_branch(HEAD),
}
