"""Rights of customer: who may ask what, in one table."""

from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.queries import HandleAnyCase, ListCases, ViewCase
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
    ChangeSegment,
    CloseNeed,
    CorrectFile,
    EraseCustomer,
    JoinHousehold,
    LeaveHousehold,
    LinkCredential,
    OpenFile,
    RecordNeed,
    ReportHoldings,
    RevokeCredential,
    SetTags,
)
from services.customer.files.queries import (
    FindCustomers,
    KeepAnyHoldings,
    ListCorrections,
    ListNeeds,
    ViewFile,
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
from services.customer.relations.commands import EndRelation, RecordRelation
from services.customer.relations.queries import ListRelations
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
NEED_KEEPERS = (TELLER, LOBBY, ACCOUNT_MANAGER, HEAD)

RIGHTS: Rights = {
    # files, by the home branch of the customer
    OpenFile: at_branch(*FILE_KEEPERS),
    ViewFile: at_branch(*FILE_KEEPERS, TELLER, LOBBY, Role.REGION_HEAD, AUDITOR),
    ViewPersonalData: at_branch(HEAD),
    ViewOwnCustomersData: at_branch(ACCOUNT_MANAGER),
    ChangeSegment: at_branch(*FILE_KEEPERS),
    ChangeAccountManager: at_branch(HEAD, OPS),
    EraseCustomer: at_branch(HEAD, OPS),
    ChangeProfile: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who sees the personal data
    ReportHoldings: at_branch(*FILE_KEEPERS),
    JoinHousehold: at_branch(ACCOUNT_MANAGER, HEAD),  # of those, who keeps the customer
    LeaveHousehold: at_branch(ACCOUNT_MANAGER, HEAD),
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
    RecordNeed: at_branch(*NEED_KEEPERS),
    CloseNeed: at_branch(*NEED_KEEPERS),
    ListNeeds: at_branch(*NEED_KEEPERS),
    # duplicates: of those, who keeps both files
    FindDuplicates: at_branch(ACCOUNT_MANAGER, HEAD),
    RejectDuplicate: at_branch(ACCOUNT_MANAGER, HEAD),
    MergeCustomers: at_branch(ACCOUNT_MANAGER, HEAD),
    ListMerges: at_branch(ACCOUNT_MANAGER, HEAD),
    UndoMerge: at_branch(ACCOUNT_MANAGER, HEAD),
    # complaint cases
    OpenCase: at_branch(*FLOOR),
    RecordComplaintWords: at_branch(*FLOOR),
    ListCases: at_branch(*HANDLERS, AUDITOR),
    ViewCase: at_branch(*HANDLERS, AUDITOR),
    HandleAnyCase: at_branch(*HEADS),
    TakeOverCase: at_branch(*HANDLERS),
    SettleCase: at_branch(*HANDLERS),
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
