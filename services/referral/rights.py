"""Rights of referral: who may ask what, in one table."""

from services.referral.deals import commands as deals_commands
from services.referral.deals import queries as deals
from services.referral.referrals import commands as referrals_commands
from services.referral.referrals import queries as referrals
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

ACCOUNT_MANAGER, HEAD = Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD
VIEWERS = (Role.LOBBY_MANAGER, HEAD, Role.REGION_HEAD, Role.AUDITOR)
DEPARTMENTS = (Role.BACK_OFFICE, Role.RISK, Role.PRODUCT_DESK)
OVERSEERS = (HEAD, Role.REGION_HEAD, Role.AUDITOR)

RIGHTS: Rights = {
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
}
