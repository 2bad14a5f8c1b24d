"""Rights of customer: who may ask what, in one table."""

from services.customer.analysis import commands as analysis_commands
from services.customer.analysis import queries as analysis
from services.customer.audit import commands as audit_commands
from services.customer.audit import queries as audit
from services.customer.cases import commands as cases_commands
from services.customer.cases import queries as cases
from services.customer.causes import queries as causes
from services.customer.consents import commands as consents_commands
from services.customer.consents import queries as consents
from services.customer.contacts import commands as contacts_commands
from services.customer.contacts import queries as contacts
from services.customer.duplicates import commands as duplicates_commands
from services.customer.duplicates import queries as duplicates
from services.customer.enquiries import commands as enquiries_commands
from services.customer.enquiries import queries as enquiries
from services.customer.files import commands as files_commands
from services.customer.files import queries as files
from services.customer.handovers import commands as handovers_commands
from services.customer.handovers import queries as handovers
from services.customer.imports import commands as imports_commands
from services.customer.imports import queries as imports
from services.customer.latent import commands as latent_commands
from services.customer.latent import queries as latent
from services.customer.leads import commands as leads_commands
from services.customer.leads import queries as leads
from services.customer.messages import commands as messages_commands
from services.customer.messages import queries as messages
from services.customer.needs import commands as needs_commands
from services.customer.needs import queries as needs
from services.customer.relations import commands as relations_commands
from services.customer.relations import queries as relations
from services.customer.retention import commands as retention_commands
from services.customer.retention import queries as retention
from services.customer.schedule import queries as schedule
from services.customer.segments import commands as segments_commands
from services.customer.segments import queries as segments
from services.customer.timeline import queries as timeline
from services.customer.visits import commands as visits_commands
from services.customer.visits import queries as visits
from shared.contracts.words import Role
from shared.rights import Rights, anywhere, at_branch

LOBBY, TELLER, HEAD = Role.LOBBY_MANAGER, Role.TELLER, Role.BRANCH_HEAD
ACCOUNT_MANAGER, OPS, AUDITOR = Role.ACCOUNT_MANAGER, Role.OPS, Role.AUDITOR
HEADS = (HEAD, Role.REGION_HEAD)
HANDLERS = (LOBBY, *HEADS)
"""Roles that handle complaints and enquiries."""
FLOOR = (LOBBY, TELLER, HEAD)
"""Roles that record what customers say on the floor."""
FILE_KEEPERS = (ACCOUNT_MANAGER, HEAD)
"""Roles that keep customer files, each at its home branch."""
PORTFOLIO = (ACCOUNT_MANAGER, HEAD)
"""Roles that look after portfolios: their own, and those of the branch."""
NEED_KEEPERS = (TELLER, LOBBY, ACCOUNT_MANAGER, HEAD)

RIGHTS: Rights = {
    # files, by the home branch of the customer
    files_commands.OpenFile: at_branch(*FILE_KEEPERS),
    files.ViewFile: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    files.ViewPersonalData: at_branch(HEAD),
    files.ViewOwnCustomersData: at_branch(ACCOUNT_MANAGER),
    files.ChooseSegment: at_branch(HEAD),
    files_commands.ChangeAccountManager: at_branch(HEAD),
    files_commands.EraseCustomer: at_branch(HEAD),
    files_commands.ChangeProfile: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who sees the personal data
    files_commands.ReportHoldings: at_branch(*FILE_KEEPERS),
    files_commands.JoinHousehold: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who keeps the customer
    files_commands.LeaveHousehold: at_branch(ACCOUNT_MANAGER, HEAD),
    files.ViewHistory: at_branch(ACCOUNT_MANAGER, HEAD),
    files.ViewHousehold: at_branch(ACCOUNT_MANAGER, HEAD),
    files_commands.SetTags: anywhere(OPS),
    files_commands.SetReviews: anywhere(OPS),
    files.ViewReviews: anywhere(HEAD, OPS, AUDITOR),
    files.ViewTags: at_branch(
        *FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR, OPS
    ),  # who views a file
    files.NameCustomers: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    files.FindCustomers: at_branch(*FILE_KEEPERS, TELLER, LOBBY),
    files.ViewPortfolio: at_branch(ACCOUNT_MANAGER, HEAD),
    files_commands.CorrectFile: at_branch(*FILE_KEEPERS),  # of those, who sees the personal data
    files.ListCorrections: at_branch(*FILE_KEEPERS),
    files_commands.LinkCredential: at_branch(*FILE_KEEPERS),  # of those, who keeps the customer
    files_commands.RevokeCredential: at_branch(*FILE_KEEPERS),
    # contacts: of those, who keeps the customer
    contacts_commands.RecordContact: at_branch(*PORTFOLIO),
    contacts_commands.ExcuseContact: at_branch(*PORTFOLIO),
    contacts_commands.EndExcuse: at_branch(*PORTFOLIO),
    contacts.ViewContacts: at_branch(*PORTFOLIO, AUDITOR),
    contacts.ViewToday: at_branch(*PORTFOLIO),
    contacts.ViewFeasibility: at_branch(*PORTFOLIO),
    contacts.ViewRhythm: at_branch(*PORTFOLIO, *HEADS, OPS),
    contacts_commands.ChangeRhythm: at_branch(*HEADS, OPS),  # of the scope "bank", OPS alone works there
    contacts_commands.DropRhythm: at_branch(*HEADS, OPS),
    # needs: of those, who owns the need or keeps the customer
    needs_commands.RecordNeed: at_branch(*NEED_KEEPERS),
    needs.ListNeeds: at_branch(*NEED_KEEPERS),
    needs.ListBranchNeeds: at_branch(*NEED_KEEPERS),
    needs_commands.QualifyNeed: at_branch(*NEED_KEEPERS),
    needs_commands.OfferForNeed: at_branch(*NEED_KEEPERS),
    needs_commands.AssignNeed: at_branch(*NEED_KEEPERS),
    needs_commands.FulfilNeed: at_branch(*NEED_KEEPERS),
    needs_commands.DeclineNeed: at_branch(*NEED_KEEPERS),
    needs_commands.GiveUpNeed: at_branch(*NEED_KEEPERS),
    # audit, break-glass, exports, retention
    audit.ViewAudit: at_branch(HEAD, AUDITOR),
    audit.ViewFileAudit: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),  # of account managers, the customer's own
    audit_commands.BreakGlass: at_branch(ACCOUNT_MANAGER, TELLER, LOBBY),
    audit.ListGlasses: at_branch(HEAD, AUDITOR),
    causes.ExportPortfolio: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),
    retention.ViewRetention: at_branch(HEAD, AUDITOR, Role.RISK),
    retention_commands.ChangeRetention: at_branch(Role.RISK),
    # duplicates: of those, who keeps both files
    duplicates.FindDuplicates: at_branch(ACCOUNT_MANAGER, HEAD),
    duplicates_commands.RejectDuplicate: at_branch(ACCOUNT_MANAGER, HEAD),
    duplicates_commands.MergeCustomers: at_branch(ACCOUNT_MANAGER, HEAD),
    duplicates.ListMerges: at_branch(ACCOUNT_MANAGER, HEAD),
    duplicates_commands.UndoMerge: at_branch(ACCOUNT_MANAGER, HEAD),
    # complaint cases: nothing of a case for the one complained about
    cases_commands.OpenCase: at_branch(*FLOOR),
    cases_commands.RecordComplaintWords: at_branch(*FLOOR),
    cases.ListCases: at_branch(*HANDLERS, AUDITOR),
    cases.ViewCase: at_branch(*HANDLERS, AUDITOR),
    cases.HandleAnyCase: at_branch(*HEADS),
    cases_commands.TakeOverCase: at_branch(*HANDLERS),
    cases_commands.SettleCase: at_branch(*HANDLERS),
    cases.ListCasesOfMyCustomers: at_branch(ACCOUNT_MANAGER),
    cases_commands.NameStaff: at_branch(*HANDLERS),
    cases_commands.AcknowledgeComplaint: at_branch(*HANDLERS),
    cases_commands.AskExtension: at_branch(*HANDLERS),
    cases_commands.ApproveExtension: at_branch(*HEADS),  # of those, who is above the owner
    cases_commands.RefuseExtension: at_branch(*HEADS),
    cases_commands.SendHoldingReply: at_branch(*HANDLERS),
    cases_commands.RecordRepair: at_branch(*NEED_KEEPERS, Role.REGION_HEAD),  # of those, whose repair it is
    cases_commands.RecordReport: at_branch(*HEADS),
    cases.ViewComplaintLaw: at_branch(*HANDLERS, OPS, AUDITOR),
    cases_commands.ChooseComplaintLaw: at_branch(HEAD, OPS),
    cases_commands.ChangeComplaintLaw: anywhere(OPS),
    # enquiries
    enquiries_commands.RecordStatement: at_branch(*FLOOR),
    enquiries.ListEnquiries: at_branch(*HANDLERS, AUDITOR),
    enquiries.ViewEnquiry: at_branch(*HANDLERS),
    enquiries_commands.AnswerEnquiry: at_branch(*HANDLERS),
    enquiries_commands.ApproveAnswer: at_branch(*HEADS),
    enquiries_commands.ReturnAnswer: at_branch(*HEADS),
    enquiries_commands.CloseEnquiry: at_branch(*HANDLERS),
    # handovers
    handovers_commands.ProposeHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    handovers_commands.AcceptHandOver: at_branch(ACCOUNT_MANAGER),
    handovers_commands.ReturnHandOver: at_branch(ACCOUNT_MANAGER),
    handovers_commands.WithdrawHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    handovers.ListHandOvers: at_branch(ACCOUNT_MANAGER, HEAD),
    handovers.ListAllHandOvers: at_branch(HEAD),
    handovers.ViewHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    handovers.ListUnkept: at_branch(HEAD),
    # imports
    imports_commands.BeginImport: at_branch(HEAD),
    imports_commands.StorePart: at_branch(HEAD),
    imports_commands.CheckImport: at_branch(HEAD),
    imports_commands.ApplyImport: at_branch(HEAD),
    imports_commands.UndoImport: at_branch(HEAD),
    imports_commands.DiscardImport: at_branch(HEAD),
    imports.ListImports: at_branch(HEAD),
    imports.ViewImport: at_branch(HEAD),
    # leads
    leads_commands.RecordLead: at_branch(TELLER, LOBBY),
    leads_commands.FollowLead: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who keeps the customer
    leads.ViewLead: at_branch(ACCOUNT_MANAGER, HEAD),  # of account managers, who has the prospect
    leads.ViewAnyLead: at_branch(HEAD),
    # segments
    segments.ViewSegmentRules: at_branch(ACCOUNT_MANAGER, *HEADS, OPS),
    segments_commands.MakeSegmentRules: at_branch(HEAD, OPS),
    segments_commands.ActivateSegmentRules: at_branch(HEAD, OPS),
    segments_commands.TrySegmentRules: at_branch(HEAD),
    segments.ViewSegment: at_branch(ACCOUNT_MANAGER, *HEADS),
    segments.ViewAnySegment: at_branch(*HEADS),
    segments_commands.HoldSegment: at_branch(*HEADS),
    segments_commands.LiftSegment: at_branch(*HEADS),
    # analysis
    analysis.ViewAnalysis: at_branch(ACCOUNT_MANAGER, *HEADS),
    analysis.ViewAnyAnalysis: at_branch(*HEADS),
    analysis.ListAnalysis: at_branch(ACCOUNT_MANAGER, *HEADS),
    analysis.ViewReliability: at_branch(*HEADS, AUDITOR),
    analysis_commands.ScoreBranch: at_branch(HEAD, OPS),
    # latent needs
    latent.ViewLatentNeeds: at_branch(ACCOUNT_MANAGER, *HEADS),
    latent.ViewAnyLatentNeeds: at_branch(*HEADS),
    latent.ListLatentNeeds: at_branch(ACCOUNT_MANAGER, *HEADS),
    latent_commands.TakeUpLatentNeed: at_branch(*PORTFOLIO),
    latent_commands.DismissLatentNeed: at_branch(*PORTFOLIO),
    latent.ViewLatentMeasure: at_branch(*HEADS, AUDITOR),
    latent.ViewLatentRules: at_branch(*HEADS, OPS, AUDITOR),
    latent_commands.ChangeLatentRules: at_branch(HEAD, OPS),
    latent_commands.FindLatentNeeds: at_branch(HEAD, OPS),
    # consents: a no is taken down by anybody of the branch, all else by who keeps the customer
    consents.ViewConsents: at_branch(ACCOUNT_MANAGER, HEAD),
    consents.ViewEvidence: at_branch(ACCOUNT_MANAGER, HEAD),
    consents.AskMayContact: at_branch(ACCOUNT_MANAGER, HEAD),
    consents_commands.GiveConsent: at_branch(ACCOUNT_MANAGER, HEAD),
    consents_commands.WithdrawConsent: at_branch(*NEED_KEEPERS),
    consents_commands.RefuseContact: at_branch(*NEED_KEEPERS),
    consents_commands.ChangePreferences: at_branch(ACCOUNT_MANAGER, HEAD),
    consents.ViewContactRules: at_branch(ACCOUNT_MANAGER, LOBBY, *HEADS, OPS, AUDITOR),
    consents_commands.ChangeContactRules: at_branch(HEAD, OPS),
    # messages, to the customers whom one keeps
    messages.ListTemplates: anywhere(ACCOUNT_MANAGER, HEAD, OPS, AUDITOR),
    messages_commands.DraftTemplate: anywhere(OPS),
    messages_commands.PublishTemplate: anywhere(OPS),
    messages.ListMessages: at_branch(ACCOUNT_MANAGER, HEAD),
    messages_commands.SendMessage: at_branch(ACCOUNT_MANAGER, HEAD),
    messages.ViewMessageText: at_branch(ACCOUNT_MANAGER, HEAD),
    # relations, of those who keep the customer
    relations.ListRelations: at_branch(ACCOUNT_MANAGER, HEAD),
    relations_commands.RecordRelation: at_branch(ACCOUNT_MANAGER, HEAD),
    relations_commands.EndRelation: at_branch(ACCOUNT_MANAGER, HEAD),
    # timeline; masked for those who do not keep the customer
    timeline.ViewTimeline: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    # visits, of those who keep the customer
    visits.ListVisits: at_branch(ACCOUNT_MANAGER, HEAD),
    visits.ListAllVisits: at_branch(HEAD),
    visits.ListVisitsOfCustomer: at_branch(ACCOUNT_MANAGER, HEAD),
    visits.ViewVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.PlanVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.MoveVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.ConfirmVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.BeginVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.HoldVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.MissVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.CancelVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    visits_commands.RecordVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    # promises, of their owners and of those who keep the customer
    visits.ViewPromise: at_branch(*NEED_KEEPERS),
    visits_commands.KeepPromise: at_branch(*NEED_KEEPERS),
    # one's own calendar
    visits.ViewCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
    visits_commands.IssueCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
    visits_commands.RevokeCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
    # schedule
    schedule.ViewSchedule: at_branch(*PORTFOLIO),
}
