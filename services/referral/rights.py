"""Rights of referral: who may ask what, in one table."""

from services.referral.prospects import commands as prospects_commands
from services.referral.prospects import queries as prospects
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import queries as referrals
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

ACCOUNT_MANAGER, HEAD = Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD
VIEWERS = (Role.LOBBY_MANAGER, HEAD, Role.REGION_HEAD, Role.AUDITOR)

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
    referrals.ListAccountManagers: at_branch(*FLOOR, *SALES),
    referrals.ViewServedNeeds: at_branch(*SALES),
    referrals_commands.SetServedNeeds: at_branch(HEAD),
}
