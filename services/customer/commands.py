"""Commands of customer: which handler carries out which command."""

from services.customer.analysis import commands as analysis_commands
from services.customer.analysis import handlers as analysis
from services.customer.audit import commands as audit_commands
from services.customer.audit import handlers as audit
from services.customer.cases import commands as cases_commands
from services.customer.cases import handlers as cases
from services.customer.causes import handlers as causes
from services.customer.consents import commands as consents_commands
from services.customer.consents import handlers as consents
from services.customer.contacts import commands as contacts_commands
from services.customer.contacts.handlers import dates as contact_dates
from services.customer.contacts.handlers import plans as contact_plans
from services.customer.contacts.handlers import rhythms as contact_rhythms
from services.customer.duplicates import commands as duplicates_commands
from services.customer.duplicates import handlers as duplicates
from services.customer.enquiries import commands as enquiries_commands
from services.customer.enquiries import handlers as enquiries
from services.customer.files import commands as files_commands
from services.customer.files import handlers as files
from services.customer.handovers import commands as handovers_commands
from services.customer.handovers import handlers as handovers
from services.customer.imports import commands as imports_commands
from services.customer.imports import handlers as imports
from services.customer.latent import commands as latent_commands
from services.customer.latent import handlers as latent
from services.customer.leads import commands as leads_commands
from services.customer.leads import handlers as leads
from services.customer.messages import commands as messages_commands
from services.customer.messages import handlers as messages
from services.customer.needs import commands as needs_commands
from services.customer.needs import handlers as needs
from services.customer.relations import commands as relations_commands
from services.customer.relations import handlers as relations
from services.customer.retention import commands as retention_commands
from services.customer.retention import handlers as retention
from services.customer.segments import commands as segments_commands
from services.customer.segments import handlers as segments
from services.customer.visits import commands as visits_commands
from services.customer.visits import handlers as visits
from shared.commands import Commands

COMMANDS: Commands = {
    # audit, causes, retention
    audit_commands.RecordAccess: causes.record_access,
    audit_commands.BreakGlass: audit.break_glass,
    retention_commands.ChangeRetention: retention.change_retention,
    # files
    files_commands.OpenFile: files.open_file,
    files_commands.ChangeAccountManager: files.change_account_manager,
    files_commands.CorrectFile: files.correct_file,
    files_commands.ChangeProfile: files.change_profile,
    files_commands.ReportHoldings: files.report_holdings,
    files_commands.JoinHousehold: files.join_household,
    files_commands.LeaveHousehold: files.leave_household,
    files_commands.SetTags: files.set_tags,
    files_commands.SetReviews: files.set_reviews,
    files_commands.EraseCustomer: files.erase_customer,
    files_commands.LinkCredential: files.link_credential,
    files_commands.RevokeCredential: files.revoke_credential,
    # duplicates
    duplicates_commands.MergeCustomers: duplicates.merge_customers,
    duplicates_commands.UndoMerge: duplicates.undo_merge,
    duplicates_commands.RejectDuplicate: duplicates.reject_duplicate,
    # cases
    cases_commands.OpenCase: cases.open_case,
    cases_commands.RecordComplaintWords: cases.record_complaint_words,
    cases_commands.TakeOverCase: cases.take_over_case,
    cases_commands.NameStaff: cases.name_staff,
    cases_commands.AcknowledgeComplaint: cases.acknowledge_complaint,
    cases_commands.AskExtension: cases.ask_extension,
    cases_commands.ApproveExtension: cases.approve_extension,
    cases_commands.RefuseExtension: cases.refuse_extension,
    cases_commands.SendHoldingReply: cases.send_holding_reply,
    cases_commands.SettleCase: cases.settle_case,
    cases_commands.RecordRepair: cases.record_repair,
    cases_commands.RecordReport: cases.record_report,
    cases_commands.ChooseComplaintLaw: cases.choose_complaint_law,
    cases_commands.ChangeComplaintLaw: cases.change_complaint_law,
    # contacts
    contacts_commands.RecordContact: contact_plans.record_contact,
    contacts_commands.ExcuseContact: contact_plans.excuse_contact,
    contacts_commands.EndExcuse: contact_plans.end_excuse,
    contacts_commands.ChangeRhythm: contact_rhythms.change_rhythm,
    contacts_commands.DropRhythm: contact_rhythms.drop_rhythm,
    contacts_commands.NoteDates: contact_dates.note_dates,
    contacts_commands.EndDates: contact_dates.end_dates,
    # needs
    needs_commands.RecordNeed: needs.record_need,
    needs_commands.QualifyNeed: needs.qualify_need,
    needs_commands.OfferForNeed: needs.offer_for_need,
    needs_commands.AssignNeed: needs.assign_need,
    needs_commands.FulfilNeed: needs.fulfil_need,
    needs_commands.DeclineNeed: needs.decline_need,
    needs_commands.GiveUpNeed: needs.give_up_need,
    # enquiries
    enquiries_commands.RecordStatement: enquiries.record_statement,
    enquiries_commands.AnswerEnquiry: enquiries.answer_enquiry,
    enquiries_commands.ApproveAnswer: enquiries.approve_answer,
    enquiries_commands.ReturnAnswer: enquiries.return_answer,
    enquiries_commands.CloseEnquiry: enquiries.close_enquiry,
    # handovers
    handovers_commands.ProposeHandOver: handovers.propose_handover,
    handovers_commands.AcceptHandOver: handovers.accept_handover,
    handovers_commands.ReturnHandOver: handovers.return_handover,
    handovers_commands.WithdrawHandOver: handovers.withdraw_handover,
    # imports
    imports_commands.BeginImport: imports.begin_import,
    imports_commands.StorePart: imports.store_part,
    imports_commands.CheckImport: imports.check_import,
    imports_commands.ApplyImport: imports.apply_import,
    imports_commands.UndoImport: imports.undo_import,
    imports_commands.DiscardImport: imports.discard_import,
    imports_commands.HoldImport: imports.hold_import,
    imports_commands.KeepPages: imports.keep_pages,
    imports_commands.FinishCheck: imports.finish_check,
    imports_commands.ApplyPage: imports.apply_page,
    imports_commands.UndoPage: imports.undo_page,
    imports_commands.FinishImport: imports.finish_import,
    # leads
    leads_commands.RecordLead: leads.record_lead,
    leads_commands.FollowLead: leads.follow_lead,
    # segments
    segments_commands.MakeSegmentRules: segments.make_segment_rules,
    segments_commands.ActivateSegmentRules: segments.activate_segment_rules,
    segments_commands.TrySegmentRules: segments.try_segment_rules,
    segments_commands.HoldSegment: segments.hold_segment,
    segments_commands.LiftSegment: segments.lift_segment,
    # analysis
    analysis_commands.ScoreBranch: analysis.score_branch,
    # latent needs
    latent_commands.FindLatentNeeds: latent.find_latent_needs,
    latent_commands.TakeUpLatentNeed: latent.take_up_latent_need,
    latent_commands.DismissLatentNeed: latent.dismiss_latent_need,
    latent_commands.ChangeLatentRules: latent.change_latent_rules,
    # consents
    consents_commands.GiveConsent: consents.give_consent,
    consents_commands.WithdrawConsent: consents.withdraw_consent,
    consents_commands.RefuseContact: consents.refuse_contact,
    consents_commands.ChangePreferences: consents.change_preferences,
    consents_commands.ChangeContactRules: consents.change_rules,
    # messages
    messages_commands.DraftTemplate: messages.draft_template,
    messages_commands.PublishTemplate: messages.publish_template,
    messages_commands.SendMessage: messages.send_message,
    messages_commands.SettleAttempt: messages.settle_attempt,
    messages_commands.ReceiveReceipt: messages.receive_receipt,
    # relations
    relations_commands.RecordRelation: relations.record_relation,
    relations_commands.EndRelation: relations.end_relation,
    # visits
    visits_commands.PlanVisit: visits.plan_visit,
    visits_commands.MoveVisit: visits.move_visit,
    visits_commands.ConfirmVisit: visits.confirm_visit,
    visits_commands.BeginVisit: visits.begin_visit,
    visits_commands.HoldVisit: visits.hold_visit,
    visits_commands.MissVisit: visits.miss_visit,
    visits_commands.CancelVisit: visits.cancel_visit,
    visits_commands.RecordVisit: visits.record_visit,
    visits_commands.KeepPromise: visits.keep_promise,
    visits_commands.IssueCalendarFeed: visits.issue_feed,
    visits_commands.RevokeCalendarFeed: visits.revoke_feed,
}
