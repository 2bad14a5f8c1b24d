"""Rights of customer: who may ask what, in one table."""

from services.customer.analysis.commands import ScoreBranch
from services.customer.analysis.queries import (
    ListAnalysis,
    ViewAnalysis,
    ViewAnyAnalysis,
    ViewReliability,
)
from services.customer.audit.commands import BreakGlass
from services.customer.audit.queries import ListGlasses, ViewAudit, ViewFileAudit
from services.customer.cases.commands import (
    AcknowledgeComplaint,
    ApproveExtension,
    AskExtension,
    ChangeComplaintLaw,
    ChooseComplaintLaw,
    NameStaff,
    OpenCase,
    RecordComplaintWords,
    RecordRepair,
    RecordReport,
    RefuseExtension,
    SendHoldingReply,
    SettleCase,
    TakeOverCase,
)
from services.customer.cases.queries import (
    HandleAnyCase,
    ListCases,
    ListCasesOfMyCustomers,
    ViewCase,
    ViewComplaintLaw,
)
from services.customer.causes.queries import ExportPortfolio
from services.customer.consents.commands import (
    ChangeContactRules,
    ChangePreferences,
    GiveConsent,
    RefuseContact,
    WithdrawConsent,
)
from services.customer.consents.queries import AskMayContact, ViewConsents, ViewContactRules, ViewEvidence
from services.customer.contacts.commands import ChangeRhythm, EndExcuse, ExcuseContact, RecordContact
from services.customer.contacts.queries import ViewContacts, ViewFeasibility, ViewRhythm, ViewToday
from services.customer.duplicates.commands import MergeCustomers, RejectDuplicate, UndoMerge
from services.customer.duplicates.queries import FindDuplicates, ListMerges
from services.customer.enquiries.commands import (
    AnswerEnquiry,
    ApproveAnswer,
    CloseEnquiry,
    RecordStatement,
    ReturnAnswer,
)
from services.customer.enquiries.queries import ListEnquiries, ViewEnquiry
from services.customer.files.commands import (
    ChangeAccountManager,
    ChangeProfile,
    CorrectFile,
    EraseCustomer,
    JoinHousehold,
    LeaveHousehold,
    LinkCredential,
    OpenFile,
    ReportHoldings,
    RevokeCredential,
    SetTags,
)
from services.customer.files.queries import (
    ChooseSegment,
    FindCustomers,
    KeepAnyHoldings,
    ListCorrections,
    ViewFile,
    ViewHistory,
    ViewHousehold,
    ViewOwnCustomersData,
    ViewPersonalData,
    ViewPortfolio,
    ViewTags,
)
from services.customer.handovers.commands import (
    AcceptHandOver,
    ProposeHandOver,
    ReturnHandOver,
    WithdrawHandOver,
)
from services.customer.handovers.queries import ListAllHandOvers, ListHandOvers, ListUnkept, ViewHandOver
from services.customer.imports.commands import (
    ApplyImport,
    BeginImport,
    CheckImport,
    DiscardImport,
    StorePart,
    UndoImport,
)
from services.customer.imports.queries import ListImports, ViewImport
from services.customer.leads.commands import RecordLead
from services.customer.leads.queries import ViewLead
from services.customer.messages.commands import DraftTemplate, PublishTemplate, SendMessage
from services.customer.messages.queries import ListMessages, ListTemplates, ViewMessageText
from services.customer.needs.commands import (
    AssignNeed,
    DeclineNeed,
    FulfilNeed,
    GiveUpNeed,
    OfferForNeed,
    QualifyNeed,
    RecordNeed,
)
from services.customer.needs.queries import ListBranchNeeds, ListNeeds
from services.customer.relations.commands import EndRelation, RecordRelation
from services.customer.relations.queries import ListRelations
from services.customer.retention.commands import ChangeRetention
from services.customer.retention.queries import ViewRetention
from services.customer.segments.commands import (
    ActivateSegmentRules,
    HoldSegment,
    LiftSegment,
    MakeSegmentRules,
    TrySegmentRules,
)
from services.customer.segments.queries import ViewAnySegment, ViewSegment, ViewSegmentRules
from services.customer.timeline.queries import ViewTimeline
from services.customer.visits.commands import (
    BeginVisit,
    CancelVisit,
    ConfirmVisit,
    HoldVisit,
    IssueCalendarFeed,
    KeepPromise,
    MissVisit,
    MoveVisit,
    PlanVisit,
    RecordVisit,
    RevokeCalendarFeed,
)
from services.customer.visits.queries import (
    ListAllVisits,
    ListVisits,
    ListVisitsOfCustomer,
    ViewCalendarFeed,
    ViewPromise,
    ViewVisit,
)
from shared.contracts.words import Role
from shared.rights import Rights, anywhere, at_branch

LOBBY, TELLER, HEAD = Role.LOBBY_MANAGER, Role.TELLER, Role.BRANCH_HEAD
ACCOUNT_MANAGER, OPS, AUDITOR = Role.ACCOUNT_MANAGER, Role.OPS, Role.AUDITOR
HEADS = (HEAD, Role.REGION_HEAD)
HANDLERS = (LOBBY, *HEADS)
"""Roles that handle complaints and enquiries."""
FLOOR = (LOBBY, TELLER, HEAD)
"""Roles that record what customers say on the floor."""
FILE_KEEPERS = (ACCOUNT_MANAGER, HEAD, OPS)
"""Roles that keep customer files, each at its home branch."""
PORTFOLIO = (ACCOUNT_MANAGER, HEAD)
"""Roles that look after portfolios: their own, and those of the branch."""
NEED_KEEPERS = (TELLER, LOBBY, ACCOUNT_MANAGER, HEAD)

RIGHTS: Rights = {
    # files, by the home branch of the customer
    OpenFile: at_branch(*FILE_KEEPERS),
    ViewFile: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    ViewPersonalData: at_branch(HEAD),
    ViewOwnCustomersData: at_branch(ACCOUNT_MANAGER),
    ChooseSegment: at_branch(HEAD, OPS),
    ChangeAccountManager: at_branch(HEAD, OPS),
    EraseCustomer: at_branch(HEAD, OPS),
    ChangeProfile: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who sees the personal data
    ReportHoldings: at_branch(*FILE_KEEPERS),
    JoinHousehold: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who keeps the customer
    LeaveHousehold: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewHistory: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewHousehold: at_branch(ACCOUNT_MANAGER, HEAD),
    SetTags: anywhere(OPS),
    ViewTags: at_branch(*FILE_KEEPERS),
    KeepAnyHoldings: at_branch(OPS),
    FindCustomers: at_branch(*FILE_KEEPERS, TELLER, LOBBY),
    ViewPortfolio: at_branch(ACCOUNT_MANAGER, HEAD),
    CorrectFile: at_branch(*FILE_KEEPERS),  # of those, who sees the personal data
    ListCorrections: at_branch(*FILE_KEEPERS),
    LinkCredential: at_branch(*FILE_KEEPERS),
    RevokeCredential: at_branch(*FILE_KEEPERS),
    # contacts: of those, who keeps the customer
    RecordContact: at_branch(*PORTFOLIO),
    ExcuseContact: at_branch(*PORTFOLIO),
    EndExcuse: at_branch(*PORTFOLIO),
    ViewContacts: at_branch(*PORTFOLIO, AUDITOR),
    ViewToday: at_branch(*PORTFOLIO),
    ViewFeasibility: at_branch(*PORTFOLIO),
    ViewRhythm: at_branch(*PORTFOLIO, *HEADS, OPS),
    ChangeRhythm: at_branch(*HEADS),
    # needs: of those, who owns the need or keeps the customer
    RecordNeed: at_branch(*NEED_KEEPERS),
    ListNeeds: at_branch(*NEED_KEEPERS),
    ListBranchNeeds: at_branch(*NEED_KEEPERS),
    QualifyNeed: at_branch(*NEED_KEEPERS),
    OfferForNeed: at_branch(*NEED_KEEPERS),
    AssignNeed: at_branch(*NEED_KEEPERS),
    FulfilNeed: at_branch(*NEED_KEEPERS),
    DeclineNeed: at_branch(*NEED_KEEPERS),
    GiveUpNeed: at_branch(*NEED_KEEPERS),
    # audit, break-glass, exports, retention
    ViewAudit: at_branch(HEAD, AUDITOR),
    ViewFileAudit: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),  # of account managers, the customer's own
    BreakGlass: at_branch(ACCOUNT_MANAGER, TELLER, LOBBY),
    ListGlasses: at_branch(HEAD, AUDITOR),
    ExportPortfolio: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),
    ViewRetention: at_branch(HEAD, AUDITOR, OPS),
    ChangeRetention: at_branch(OPS),
    # duplicates: of those, who keeps both files
    FindDuplicates: at_branch(ACCOUNT_MANAGER, HEAD),
    RejectDuplicate: at_branch(ACCOUNT_MANAGER, HEAD),
    MergeCustomers: at_branch(ACCOUNT_MANAGER, HEAD),
    ListMerges: at_branch(ACCOUNT_MANAGER, HEAD),
    UndoMerge: at_branch(ACCOUNT_MANAGER, HEAD),
    # complaint cases: nothing of a case for the one complained about
    OpenCase: at_branch(*FLOOR),
    RecordComplaintWords: at_branch(*FLOOR),
    ListCases: at_branch(*HANDLERS, AUDITOR),
    ViewCase: at_branch(*HANDLERS, AUDITOR),
    HandleAnyCase: at_branch(*HEADS),
    TakeOverCase: at_branch(*HANDLERS),
    SettleCase: at_branch(*HANDLERS),
    ListCasesOfMyCustomers: at_branch(ACCOUNT_MANAGER),
    NameStaff: at_branch(*HANDLERS),
    AcknowledgeComplaint: at_branch(*HANDLERS),
    AskExtension: at_branch(*HANDLERS),
    ApproveExtension: at_branch(*HEADS),  # of those, who is above the owner
    RefuseExtension: at_branch(*HEADS),
    SendHoldingReply: at_branch(*HANDLERS),
    RecordRepair: at_branch(*NEED_KEEPERS, Role.REGION_HEAD),  # of those, whose repair it is
    RecordReport: at_branch(*HEADS),
    ViewComplaintLaw: at_branch(*HANDLERS, OPS, AUDITOR),
    ChooseComplaintLaw: at_branch(HEAD, OPS),
    ChangeComplaintLaw: anywhere(OPS),
    # enquiries
    RecordStatement: at_branch(*FLOOR),
    ListEnquiries: at_branch(*HANDLERS, AUDITOR),
    ViewEnquiry: at_branch(*HANDLERS),
    AnswerEnquiry: at_branch(*HANDLERS),
    ApproveAnswer: at_branch(*HEADS),
    ReturnAnswer: at_branch(*HEADS),
    CloseEnquiry: at_branch(*HANDLERS),
    # handovers
    ProposeHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    AcceptHandOver: at_branch(ACCOUNT_MANAGER),
    ReturnHandOver: at_branch(ACCOUNT_MANAGER),
    WithdrawHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    ListHandOvers: at_branch(ACCOUNT_MANAGER, HEAD),
    ListAllHandOvers: at_branch(HEAD),
    ViewHandOver: at_branch(ACCOUNT_MANAGER, HEAD),
    ListUnkept: at_branch(HEAD, OPS),
    # imports
    BeginImport: at_branch(HEAD, OPS),
    StorePart: at_branch(HEAD, OPS),
    CheckImport: at_branch(HEAD, OPS),
    ApplyImport: at_branch(HEAD, OPS),
    UndoImport: at_branch(HEAD, OPS),
    DiscardImport: at_branch(HEAD, OPS),
    ListImports: at_branch(HEAD, OPS),
    ViewImport: at_branch(HEAD, OPS),
    # leads
    RecordLead: at_branch(TELLER, LOBBY),
    ViewLead: at_branch(ACCOUNT_MANAGER, HEAD),
    # segments
    ViewSegmentRules: at_branch(ACCOUNT_MANAGER, *HEADS, OPS),
    MakeSegmentRules: at_branch(HEAD, OPS),
    ActivateSegmentRules: at_branch(HEAD, OPS),
    TrySegmentRules: at_branch(HEAD, OPS),
    ViewSegment: at_branch(ACCOUNT_MANAGER, *HEADS),
    ViewAnySegment: at_branch(*HEADS),
    HoldSegment: at_branch(*HEADS),
    LiftSegment: at_branch(*HEADS),
    # analysis
    ViewAnalysis: at_branch(ACCOUNT_MANAGER, *HEADS),
    ViewAnyAnalysis: at_branch(*HEADS),
    ListAnalysis: at_branch(ACCOUNT_MANAGER, *HEADS),
    ViewReliability: at_branch(*HEADS, AUDITOR),
    ScoreBranch: at_branch(HEAD, OPS),
    # consents: a no is taken down by anybody of the branch, all else by who keeps the customer
    ViewConsents: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewEvidence: at_branch(ACCOUNT_MANAGER, HEAD),
    AskMayContact: at_branch(ACCOUNT_MANAGER, HEAD),
    GiveConsent: at_branch(ACCOUNT_MANAGER, HEAD),
    WithdrawConsent: at_branch(*NEED_KEEPERS),
    RefuseContact: at_branch(*NEED_KEEPERS),
    ChangePreferences: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewContactRules: at_branch(ACCOUNT_MANAGER, LOBBY, *HEADS, OPS, AUDITOR),
    ChangeContactRules: at_branch(HEAD, OPS),
    # messages, to the customers whom one keeps
    ListTemplates: anywhere(ACCOUNT_MANAGER, HEAD, OPS, AUDITOR),
    DraftTemplate: anywhere(OPS),
    PublishTemplate: anywhere(OPS),
    ListMessages: at_branch(ACCOUNT_MANAGER, HEAD),
    SendMessage: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewMessageText: at_branch(ACCOUNT_MANAGER, HEAD),
    # relations, of those who keep the customer
    ListRelations: at_branch(ACCOUNT_MANAGER, HEAD),
    RecordRelation: at_branch(ACCOUNT_MANAGER, HEAD),
    EndRelation: at_branch(ACCOUNT_MANAGER, HEAD),
    # timeline; masked for those who do not keep the customer
    ViewTimeline: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    # visits, of those who keep the customer
    ListVisits: at_branch(ACCOUNT_MANAGER, HEAD),
    ListAllVisits: at_branch(HEAD),
    ListVisitsOfCustomer: at_branch(ACCOUNT_MANAGER, HEAD),
    ViewVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    PlanVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    MoveVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    ConfirmVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    BeginVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    HoldVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    MissVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    CancelVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    RecordVisit: at_branch(ACCOUNT_MANAGER, HEAD),
    # promises, of their owners and of those who keep the customer
    ViewPromise: at_branch(*NEED_KEEPERS),
    KeepPromise: at_branch(*NEED_KEEPERS),
    # one's own calendar
    ViewCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
    IssueCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
    RevokeCalendarFeed: anywhere(ACCOUNT_MANAGER, HEAD),
}
