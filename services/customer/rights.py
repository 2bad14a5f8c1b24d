"""Rights of customer: who may ask what, in one table."""

from services.customer.audit.commands import BreakGlass
from services.customer.audit.queries import ListGlasses, ViewAudit, ViewFileAudit
from services.customer.cases.commands import OpenCase, RecordComplaintWords, SettleCase, TakeOverCase
from services.customer.cases.queries import HandleAnyCase, ListCases, ViewCase
from services.customer.causes.queries import ExportPortfolio
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
    ChangeSegment,
    CloseNeed,
    CorrectFile,
    EraseCustomer,
    LinkCredential,
    OpenFile,
    RecordNeed,
    RevokeCredential,
)
from services.customer.files.queries import (
    ListCorrections,
    ListNeeds,
    ViewFile,
    ViewOwnCustomersData,
    ViewPersonalData,
)
from services.customer.leads.commands import RecordLead
from services.customer.leads.queries import ViewLead
from services.customer.retention.commands import ChangeRetention
from services.customer.retention.queries import ViewRetention
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

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
    CorrectFile: at_branch(*FILE_KEEPERS),  # of those, who sees the personal data
    ListCorrections: at_branch(*FILE_KEEPERS),
    LinkCredential: at_branch(*FILE_KEEPERS),
    RevokeCredential: at_branch(*FILE_KEEPERS),
    RecordNeed: at_branch(*NEED_KEEPERS),
    CloseNeed: at_branch(*NEED_KEEPERS),
    ListNeeds: at_branch(*NEED_KEEPERS),
    # audit, break-glass, exports, retention
    ViewAudit: at_branch(HEAD, AUDITOR),
    ViewFileAudit: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),  # of account managers, the customer's own
    BreakGlass: at_branch(ACCOUNT_MANAGER, TELLER, LOBBY),
    ListGlasses: at_branch(HEAD, AUDITOR),
    ExportPortfolio: at_branch(ACCOUNT_MANAGER, HEAD, AUDITOR),
    ViewRetention: at_branch(HEAD, AUDITOR, OPS),
    ChangeRetention: at_branch(OPS),
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
    # leads
    RecordLead: at_branch(TELLER, LOBBY),
    ViewLead: at_branch(ACCOUNT_MANAGER, HEAD),
}
