"""Which event has a line in the timeline of its customer (W3): one literal table, and the exceptions.

An event that names a customer stands in `LINES` or, with the reason, in `WITHOUT_LINE`; a test fails for one
that stands in neither. The word of its kind stands on the event.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.customer import TimelineGroup


@dataclass(frozen=True)
class LineRule:
    """The line of an event: its group, the `facts` of the event that it says, and the fields that name the
    customers. An event that names none is that of the customer recognised in its visit."""

    group: TimelineGroup
    facts: tuple[str, ...] = ()
    customers: tuple[str, ...] = ("customer",)


HALL, CASE, ENQUIRY, NEED = TimelineGroup.HALL, TimelineGroup.CASE, TimelineGroup.ENQUIRY, TimelineGroup.NEED
REFERRAL, RELATION, FILE = TimelineGroup.REFERRAL, TimelineGroup.RELATION, TimelineGroup.FILE
VISIT, CONTACT, MESSAGE = TimelineGroup.VISIT, TimelineGroup.CONTACT, TimelineGroup.MESSAGE
BUSINESS = TimelineGroup.BUSINESS
BY_VISIT: tuple[str, ...] = ()

LINES: Mapping[type[Event], LineRule] = {
    # the hall
    customer.CustomerRecognised: LineRule(HALL, ("visit", "needs")),
    lobby.ServiceCompleted: LineRule(HALL, ("visit", "ticket", "counter", "served_seconds"), BY_VISIT),
    lobby.CustomerNoShow: LineRule(HALL, ("visit", "ticket", "counter"), BY_VISIT),
    lobby.VisitCancelled: LineRule(HALL, ("visit", "ticket", "waited_seconds"), BY_VISIT),
    lobby.SelfServiceCompleted: LineRule(HALL, ("visit", "ticket", "channel"), BY_VISIT),
    lobby.ChangeUndone: LineRule(HALL, ("visit", "ticket", "undone"), BY_VISIT),
    lobby.VipReceived: LineRule(HALL, ("visit", "ticket", "place")),
    lobby.InterestShown: LineRule(HALL, ("visit", "product")),
    lobby.LeafletHanded: LineRule(HALL, ("visit", "leaflet"), BY_VISIT),
    lobby.TaskDone: LineRule(HALL, ("visit", "kind")),
    # complaints
    lobby.ComplaintRaised: LineRule(CASE, ("complaint", "topic"), BY_VISIT),
    customer.CaseOpened: LineRule(CASE, ("case", "topic", "case_owner", "answer_by")),
    customer.CaseTakenOver: LineRule(CASE, ("case", "case_owner")),
    customer.CaseEscalated: LineRule(CASE, ("case", "level", "case_owner", "overdue")),
    customer.CaseRecused: LineRule(CASE, ("case", "case_owner")),
    customer.CaseAcknowledged: LineRule(CASE, ("case", "acknowledged_by", "sent_through")),
    customer.CaseExtended: LineRule(CASE, ("case", "until", "approved_by")),
    customer.HoldingReplySent: LineRule(CASE, ("case", "until", "sent_by", "sent_through")),
    customer.CaseClockPassed: LineRule(CASE, ("case", "clock", "due")),
    customer.CaseSettled: LineRule(CASE, ("case", "settled_by", "sent_through", "in_time")),
    customer.CaseRepairSet: LineRule(CASE, ("case", "repair_owner", "until")),
    customer.CaseRepairDone: LineRule(CASE, ("case", "repaired_by", "in_time")),
    # enquiries
    lobby.OpinionRecorded: LineRule(ENQUIRY, ("record", "topic", "source", "recorded_by")),
    lobby.QuestionRecorded: LineRule(ENQUIRY, ("record", "topic", "recorded_by")),
    customer.EnquiryOpened: LineRule(ENQUIRY, ("enquiry", "kind", "topic", "enquiry_owner", "answer_by")),
    customer.EnquiryAnswered: LineRule(ENQUIRY, ("enquiry", "kind", "topic", "enquiry_owner")),
    customer.EnquiryApproved: LineRule(ENQUIRY, ("enquiry", "kind", "topic", "approved_by")),
    customer.EnquiryReturned: LineRule(ENQUIRY, ("enquiry", "kind", "topic", "returned_by")),
    customer.EnquiryOverdue: LineRule(ENQUIRY, ("enquiry", "kind", "topic", "enquiry_owner")),
    customer.EnquiryClosed: LineRule(
        ENQUIRY, ("enquiry", "kind", "topic", "sent_by", "sent_through", "in_time")
    ),
    # needs
    lobby.NeedRecorded: LineRule(NEED, ("record", "need", "recorded_by")),
    customer.NeedStated: LineRule(NEED, ("need_id", "need", "need_owner", "due")),
    customer.NeedQualified: LineRule(NEED, ("need_id", "need", "qualified_by", "due")),
    customer.NeedOffered: LineRule(NEED, ("need_id", "need", "offered_by", "due")),
    customer.NeedDayMoved: LineRule(NEED, ("need_id", "need", "need_owner", "due")),
    customer.NeedAssigned: LineRule(NEED, ("need_id", "need", "need_owner", "due")),
    customer.NeedOverdue: LineRule(NEED, ("need_id", "need", "need_owner", "due")),
    customer.NeedFulfilled: LineRule(NEED, ("need_id", "need", "closed_by")),
    customer.NeedDeclined: LineRule(NEED, ("need_id", "need", "closed_by", "reason")),
    customer.NeedUnservable: LineRule(NEED, ("need_id", "need", "closed_by", "reason")),
    # contacts
    customer.CustomerContacted: LineRule(CONTACT, ("contact", "way", "initiative", "outcome", "next_due")),
    customer.ContactUndone: LineRule(CONTACT, ("contact", "next_due")),
    customer.ContactOverdue: LineRule(CONTACT, ("step", "due")),
    customer.ContactNeglected: LineRule(CONTACT, ("due",)),
    customer.ContactExcused: LineRule(CONTACT, ("excuse", "until", "excused_by")),
    customer.ContactExcuseEnded: LineRule(CONTACT, ("due",)),
    customer.DueCustomerWaits: LineRule(CONTACT, ("visit", "ticket", "step", "due")),
    # referrals
    lobby.ProspectIdentified: LineRule(REFERRAL, ("visit", "need", "found_by", "accepts")),
    customer.ContactLeft: LineRule(REFERRAL, ("visit", "need", "taken_by"), BY_VISIT),
    customer.LeadFollowed: LineRule(REFERRAL, ("visit", "followed_by")),
    referral.ReferralOpened: LineRule(REFERRAL, ("referral", "need", "found_by")),
    referral.ReferralAccepted: LineRule(REFERRAL, ("referral", "account_manager", "found_by", "assigned_by")),
    referral.ReferralDeclined: LineRule(REFERRAL, ("referral", "account_manager", "reason")),
    referral.ReferralExpired: LineRule(REFERRAL, ("referral", "account_manager")),
    referral.ReferralEscalated: LineRule(REFERRAL, ("referral", "need")),
    referral.ReferralClosed: LineRule(REFERRAL, ("referral", "need", "outcome", "account_manager")),
    # prospects
    referral.ProspectOpened: LineRule(
        BUSINESS, ("prospect", "need", "origin", "found_by", "account_manager", "next_step", "next_on")
    ),
    referral.ProspectMoved: LineRule(
        BUSINESS, ("prospect", "need", "before", "after", "next_step", "next_on")
    ),
    referral.ProspectWon: LineRule(
        BUSINESS, ("prospect", "need", "product", "deal", "found_by", "account_manager")
    ),
    referral.ProspectLost: LineRule(BUSINESS, ("prospect", "need", "reason", "found_by", "account_manager")),
    referral.ProspectLinked: LineRule(BUSINESS, ("prospect", "need", "visit", "linked_by")),
    referral.ProspectGiven: LineRule(BUSINESS, ("prospect", "need", "had_by", "account_manager")),
    # products, recommendations, the need desk
    referral.SuitabilityAssessed: LineRule(BUSINESS, ("family", "assessed_by", "valid_until")),
    referral.RecommendationPresented: LineRule(BUSINESS, ("recommendation", "product", "account_manager")),
    referral.RecommendationInterested: LineRule(BUSINESS, ("recommendation", "product", "account_manager")),
    referral.RecommendationDeclined: LineRule(BUSINESS, ("recommendation", "product", "reason")),
    referral.RecommendationBought: LineRule(BUSINESS, ("recommendation", "product", "account_manager")),
    referral.RecommendationWithdrawn: LineRule(BUSINESS, ("recommendation", "product", "reason")),
    referral.HolderTaskMade: LineRule(BUSINESS, ("holder_task", "product", "account_manager", "due")),
    referral.HolderTaskDone: LineRule(BUSINESS, ("holder_task", "product", "done_by")),
    referral.DeskNeedRaised: LineRule(NEED, ("asking", "need", "missing", "raised_by")),
    # visits to the customer, and what was promised there
    customer.CustomerVisitPlanned: LineRule(
        VISIT, ("customer_visit", "starts_at", "purpose", "place", "held_by")
    ),
    customer.CustomerVisitMoved: LineRule(VISIT, ("customer_visit", "starts_at", "moved_by")),
    customer.CustomerVisitConfirmed: LineRule(VISIT, ("customer_visit", "starts_at")),
    customer.CustomerVisitBegun: LineRule(VISIT, ("customer_visit",)),
    customer.CustomerVisitHeld: LineRule(VISIT, ("customer_visit", "held_by")),
    customer.CustomerVisitNotHeld: LineRule(
        VISIT, ("customer_visit", "reason", "follow_up", "follow_up_on", "none_because")
    ),
    customer.CustomerVisitCancelled: LineRule(VISIT, ("customer_visit", "reason")),
    customer.CustomerVisitRecorded: LineRule(
        VISIT, ("customer_visit", "purpose", "follow_up", "follow_up_on", "none_because", "promises")
    ),
    customer.CustomerVisitOverdue: LineRule(VISIT, ("customer_visit", "level")),
    customer.CustomerVisitGiven: LineRule(VISIT, ("customer_visit", "had_by", "held_by")),
    customer.PromiseMade: LineRule(VISIT, ("promise", "promise_owner", "due")),
    customer.PromiseGiven: LineRule(VISIT, ("promise", "promise_owner", "had_by")),
    customer.PromiseKept: LineRule(VISIT, ("promise", "promise_owner", "in_time")),
    customer.PromiseOverdue: LineRule(VISIT, ("promise", "promise_owner", "due")),
    # consents and messages
    customer.ConsentGiven: LineRule(MESSAGE, ("purpose", "channel", "source", "recorded_by")),
    customer.ConsentWithdrawn: LineRule(MESSAGE, ("purpose", "channel", "source", "recorded_by")),
    customer.ContactRefused: LineRule(MESSAGE, ("purpose", "channel", "source", "recorded_by")),
    customer.ContactPreferencesChanged: LineRule(MESSAGE, ("fields", "changed_by")),
    customer.MessageSent: LineRule(MESSAGE, ("purpose", "channel", "template", "queued_by")),
    customer.MessageDelivered: LineRule(MESSAGE, ("purpose", "channel", "template", "queued_by")),
    customer.MessageFailed: LineRule(MESSAGE, ("purpose", "channel", "template", "reason")),
    customer.MessageOutcomeUnknown: LineRule(MESSAGE, ("purpose", "channel", "template", "reason")),
    customer.MessageWithheld: LineRule(MESSAGE, ("purpose", "channel", "template", "reason")),
    # deals
    referral.DealOpened: LineRule(BUSINESS, ("deal", "product", "amount", "currency", "account_manager")),
    referral.DealTaskDone: LineRule(BUSINESS, ("deal", "step", "department", "done_by")),
    referral.DealTaskReturned: LineRule(BUSINESS, ("deal", "step", "department", "reason")),
    referral.DealPromiseMoved: LineRule(BUSINESS, ("deal", "before", "promised_on", "because")),
    referral.DealClosed: LineRule(BUSINESS, ("deal", "product", "amount", "currency", "days")),
    referral.DealCancelled: LineRule(BUSINESS, ("deal", "product", "reason")),
    # latent needs
    customer.LatentNeedTakenUp: LineRule(NEED, ("product", "need", "taken_by")),
    # relations
    customer.RelationRecorded: LineRule(RELATION, ("kind", "since", "source"), ("customer", "other")),
    customer.RelationEnded: LineRule(RELATION, ("kind", "ended"), ("customer", "other")),
    customer.CustomerIntroduced: LineRule(
        RELATION, ("found_by", "referral", "account_manager"), ("introduced", "introducer")
    ),
    # the file
    customer.CustomerRegistered: LineRule(FILE, ("segment", "account_manager")),
    customer.CustomerCorrected: LineRule(FILE, ("fields", "reason", "corrected_by")),
    # hand-overs
    customer.HandOverAccepted: LineRule(FILE, ("giver", "receiver", "effective_on")),
    customer.HandOverReturned: LineRule(FILE, ("giver", "receiver", "reason")),
    customer.CustomerHandedOver: LineRule(FILE, ("giver", "receiver", "effective_on")),
    customer.ProfileChanged: LineRule(FILE, ("fields", "changed_by")),
    customer.HouseholdChanged: LineRule(FILE, ("household",)),
    customer.HoldingsChanged: LineRule(FILE, ("products", "as_of")),
    customer.RiskReviewFellDue: LineRule(FILE),
    customer.CustomersMerged: LineRule(FILE, ("merge", "merged", "merged_by")),
    customer.MergeUndone: LineRule(FILE, ("merge", "merged", "undone_by"), ("customer", "merged")),
    # analysis, segments
    customer.CustomerGoingSilent: LineRule(FILE, ("every", "silent", "of_hundred")),
    customer.SegmentChanged: LineRule(FILE, ("before", "after", "cause", "moved_by")),
    customer.SegmentHeld: LineRule(FILE, ("segment", "reason", "held_by", "until")),
    customer.SegmentHoldEnded: LineRule(FILE, ("segment", "ended_by")),
}

WITHOUT_LINE: Mapping[type[Event], str] = {
    lobby.TicketIssued: "the recognition of the same visit is the line of an arrival",
    lobby.TaskRaised: "a task of the floor; its end is the line",
    lobby.TaskEscalated: "a task of the floor; its end is the line",
    referral.ReferralOffered: "the answer to the offer is the line",
    referral.ProspectParked: "that it was moved to where it rests is the line",
    referral.ProspectStepSet: "what is next stands on the board; what became of it is the line",
    referral.ProspectStepDue: "what is due stands on the board; what became of it is the line",
    referral.ProspectStepOverdue: "what is overdue stands on the board; what became of it is the line",
    referral.DealTaskOffered: "a step inside the bank; that it is done is the line",
    referral.DealTaskAccepted: "a step inside the bank; that it is done is the line",
    referral.DealTaskBlocked: "a step inside the bank; that it is done is the line",
    referral.DealTaskUnblocked: "a step inside the bank; that it is done is the line",
    referral.DealTaskCancelled: "a step inside the bank, left out",
    referral.DealTaskOverdue: "a step inside the bank; that it is done is the line",
    referral.SuitabilityRead: "the audit trail is the place of who read a file",
    referral.DealFlagged: "the complaint or the visit is the line",
    referral.DealGiven: "the hand-over of the customer is the line",
    referral.RecommendationProposed: "that it is presented is the line",
    referral.RecommendationExpired: "nothing happened to the customer; what was presented is the line",
    referral.HolderTaskOverdue: "a word to the branch; the task and its end are the lines",
    customer.CredentialLinked: "a copy for other services; the correction of a file is the line",
    customer.CredentialRevoked: "a copy for other services; the correction of a file is the line",
    customer.CustomerErased: "erases the timeline",
    customer.CaseExtensionAsked: "what is decided on it is the line",
    customer.CaseExtensionRefused: "nothing changes for the customer",
    customer.CaseClockMoved: "a word to the owner; that the clock runs out is the line",
    customer.CaseClockWarned: "a word to the owner; that the clock runs out is the line",
    customer.CaseReported: "between the bank and the regulator",
    customer.DuplicateRejected: "two files of different customers: neither is the other's business",
    customer.NextStepSet: "what is next stands in the plan; what led to it is the line",
    customer.ContactDue: "what is due stands in the plan; what is overdue is the line",
    customer.CustomerScored: "a figure of the analysis; that they go silent is the line",
    customer.LatentNeedFound: "a hint for whoever looks after them; that it was taken up is the line",
    customer.LatentNeedEnded: "a hint that came to nothing; what they did buy has lines of its own",
    customer.MessageQueued: "what becomes of the message is the line",
    customer.CustomerLocked: "erases the timeline",
    customer.GlassBroken: "the audit trail is the place of who read a file",
    customer.GlassEnded: "the audit trail is the place of who read a file",
}
