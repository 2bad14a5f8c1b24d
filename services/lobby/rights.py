"""Rights: who may ask what of lobby, one line each.

Messages of devices are no part of it: they are authenticated by the secret of the device.
"""

from services.lobby.equipment import commands as equipment
from services.lobby.equipment.queries import ViewEquipment
from services.lobby.journal.commands import IdentifyProspect
from services.lobby.queue import commands as queue
from services.lobby.queue.queries import ViewAdvice, ViewFloor, ViewVisit
from services.lobby.settings import commands as settings
from services.lobby.settings.queries import ViewSettings
from services.lobby.undo.commands import UndoLastChange
from shared.contracts.words import Role
from shared.rights import Rights, at_branch

STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)
SEES_BRANCH = (*STAFF, Role.REGION_HEAD, Role.AUDITOR)
"""The page shows the branch's name and the words of its transactions to all of them."""
SETS_RULES = (Role.BRANCH_HEAD, Role.OPS)
SERVES = (Role.TELLER, Role.LOBBY_MANAGER)
IN_HALL = (*SERVES, Role.BRANCH_HEAD)

RIGHTS: Rights = {
    # settings
    settings.ChangeBranch: at_branch(Role.OPS),
    settings.ChangeRules: at_branch(*SETS_RULES),
    settings.ChangeTransactions: at_branch(*SETS_RULES),
    ViewSettings: at_branch(*SEES_BRANCH),
    # queue
    ViewFloor: at_branch(*SEES_BRANCH),
    ViewAdvice: at_branch(*STAFF),
    ViewVisit: at_branch(*IN_HALL, Role.ACCOUNT_MANAGER),
    queue.OpenCounter: at_branch(*SERVES),
    queue.CloseCounter: at_branch(*SERVES),
    queue.FreeCounter: at_branch(Role.LOBBY_MANAGER, Role.BRANCH_HEAD),
    queue.PauseCounter: at_branch(*SERVES),
    queue.ResumeCounter: at_branch(*SERVES),
    queue.CallNext: at_branch(*SERVES),
    queue.CallTicket: at_branch(*SERVES),
    queue.AdmitCustomer: at_branch(Role.LOBBY_MANAGER),
    queue.RecallTicket: at_branch(*SERVES),
    queue.MarkNoShow: at_branch(*SERVES),
    queue.CompleteVisit: at_branch(*SERVES),
    queue.QueueForNextNeed: at_branch(*SERVES),
    queue.ParkTicket: at_branch(*SERVES),
    queue.ResumeTicket: at_branch(*SERVES),
    queue.TransferTicket: at_branch(*SERVES),
    queue.SendBackTicket: at_branch(*SERVES),
    queue.CancelVisit: at_branch(*SERVES),
    queue.OverrideTriage: at_branch(Role.LOBBY_MANAGER),
    queue.ReturnToQueue: at_branch(*SERVES),
    queue.CompleteSelfService: at_branch(*SERVES),
    # undo
    UndoLastChange: at_branch(*SERVES),
    # equipment
    ViewEquipment: at_branch(*STAFF),
    equipment.InviteDevice: at_branch(Role.OPS),
    equipment.ShutOutDevice: at_branch(Role.OPS),
    equipment.PlaceDevice: at_branch(Role.OPS),
    equipment.RemoveDevice: at_branch(Role.OPS),
    equipment.ReportFault: at_branch(*IN_HALL),
    equipment.ClearFault: at_branch(*IN_HALL),
    # journal
    IdentifyProspect: at_branch(*SERVES),
}
