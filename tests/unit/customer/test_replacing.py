"""Every command of customer, by what becomes of two people who give it at the same moment."""

from dataclasses import fields

import pytest

from services.customer.analysis import commands as analysis
from services.customer.audit import commands as audit
from services.customer.cases import commands as cases
from services.customer.commands import COMMANDS
from services.customer.consents import commands as consents
from services.customer.contacts import commands as contacts
from services.customer.duplicates import commands as duplicates
from services.customer.enquiries import commands as enquiries
from services.customer.files import commands as files
from services.customer.handovers import commands as handovers
from services.customer.imports import commands as imports
from services.customer.latent import commands as latent
from services.customer.leads import commands as leads
from services.customer.messages import commands as messages
from services.customer.needs import commands as needs
from services.customer.relations import commands as relations
from services.customer.retention import commands as retention
from services.customer.segments import commands as segments
from services.customer.visits import commands as visits
from shared.commands import Command

EDITIONS: dict[type[Command], str] = {
    cases.ApproveExtension: "seen",
    cases.ChangeComplaintLaw: "seen",
    cases.ChooseComplaintLaw: "seen",
    cases.RefuseExtension: "seen",
    consents.ChangeContactRules: "seen",
    consents.ChangePreferences: "seen",
    contacts.ChangeRhythm: "seen",
    contacts.DropRhythm: "seen",
    contacts.EndExcuse: "seen",
    contacts.ExcuseContact: "seen",
    enquiries.ApproveAnswer: "seen",
    enquiries.ReturnAnswer: "seen",
    duplicates.MergeCustomers: "merge.editions",
    files.ChangeAccountManager: "seen",
    files.ChangeProfile: "profile.edition",
    files.CorrectFile: "correction.edition",
    files.JoinHousehold: "seen",
    files.LeaveHousehold: "seen",
    files.ReportHoldings: "seen",
    files.SetReviews: "seen",
    files.SetTags: "seen",
    latent.ChangeLatentRules: "seen",
    messages.DraftTemplate: "seen",
    messages.PublishTemplate: "seen",
    needs.AssignNeed: "seen",
    retention.ChangeRetention: "seen",
    segments.ActivateSegmentRules: "seen",
    segments.HoldSegment: "seen",
    segments.LiftSegment: "seen",
    visits.CancelVisit: "seen",
    visits.ConfirmVisit: "seen",
    visits.MissVisit: "seen",
    visits.MoveVisit: "seen",
}
"""Commands that replace something that a person has read, by where they carry its edition."""
WITHOUT: dict[str, tuple[type[Command], ...]] = {
    "it puts something beside what is there, and takes the place of nothing": (
        analysis.ScoreBranch,
        audit.BreakGlass,
        audit.RecordAccess,
        cases.OpenCase,
        consents.GiveConsent,
        consents.RefuseContact,
        consents.WithdrawConsent,
        contacts.RecordContact,
        enquiries.RecordStatement,
        files.LinkCredential,
        files.OpenFile,
        handovers.ProposeHandOver,
        imports.BeginImport,
        latent.FindLatentNeeds,
        leads.FollowLead,
        leads.RecordLead,
        messages.SendMessage,
        needs.RecordNeed,
        relations.RecordRelation,
        segments.MakeSegmentRules,
        segments.TrySegmentRules,
        visits.PlanVisit,
    ),
    "it is one step of a matter: the second who takes it is refused, or changes nothing": (
        cases.AcknowledgeComplaint,
        cases.AskExtension,
        cases.RecordComplaintWords,
        cases.RecordRepair,
        cases.RecordReport,
        cases.SendHoldingReply,
        cases.SettleCase,
        cases.TakeOverCase,
        duplicates.RejectDuplicate,
        duplicates.UndoMerge,
        enquiries.AnswerEnquiry,
        enquiries.CloseEnquiry,
        files.EraseCustomer,
        files.RevokeCredential,
        handovers.AcceptHandOver,
        handovers.ReturnHandOver,
        handovers.WithdrawHandOver,
        imports.ApplyImport,
        imports.CheckImport,
        imports.DiscardImport,
        imports.StorePart,
        imports.UndoImport,
        latent.DismissLatentNeed,
        latent.TakeUpLatentNeed,
        needs.DeclineNeed,
        needs.FulfilNeed,
        needs.GiveUpNeed,
        needs.OfferForNeed,
        needs.QualifyNeed,
        relations.EndRelation,
        visits.BeginVisit,
        visits.HoldVisit,
        visits.KeepPromise,
        visits.RecordVisit,
    ),
    "each naming is an event of the case, and only its head names another": (cases.NameStaff,),
    "it is about nobody but who gives it": (visits.IssueCalendarFeed, visits.RevokeCalendarFeed),
    "the service gives it itself, by what it has read in the same unit of work": (
        contacts.EndDates,
        contacts.NoteDates,
        imports.ApplyPage,
        imports.FinishCheck,
        imports.FinishImport,
        imports.HoldImport,
        imports.KeepPages,
        imports.UndoPage,
        messages.ReceiveReceipt,
        messages.SettleAttempt,
    ),
}
"""All others, by the reason for which nothing is written over."""


def test_every_command_says_what_becomes_of_two_who_give_it_at_once() -> None:
    named = [*EDITIONS, *(one for several in WITHOUT.values() for one in several)]
    assert len(named) == len(set(named))
    assert set(named) == set(COMMANDS)


@pytest.mark.parametrize("command", EDITIONS, ids=lambda one: one.name)
def test_a_command_that_replaces_what_was_read_carries_its_edition(command: type[Command]) -> None:
    name, _, of_content = EDITIONS[command].partition(".")
    known = {one.name: one for one in fields(command)}  # type: ignore[arg-type]
    assert name in known
    if of_content:
        content = known[name].type
        assert isinstance(content, type)
        assert of_content in {one.name for one in fields(content)}


@pytest.mark.parametrize(
    "command", [one for several in WITHOUT.values() for one in several], ids=lambda one: one.name
)
def test_no_other_command_carries_an_edition(command: type[Command]) -> None:
    assert "seen" not in {one.name for one in fields(command)}  # type: ignore[arg-type]
