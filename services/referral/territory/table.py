"""The events that count for goals and reports (Q2, R1): one literal table beside the service's own.

Each of these events is counted first; then the reports of a period that has ended learn that a fact came
late, and prospects are followed for the conversions of their territory.
"""

from services.referral.plans.handlers.counting import count_achievements
from services.referral.territory.handlers import pipeline
from services.referral.territory.handlers.reports import count_for_report, notice_late_facts
from shared.contracts import customer, referral
from shared.runtime import EventHandlers

FIGURES: EventHandlers = {
    # goals and reports
    customer.CustomerContacted: [count_achievements, notice_late_facts],
    customer.ContactUndone: [count_achievements, notice_late_facts],
    customer.CustomerVisitRecorded: [count_achievements, notice_late_facts],
    customer.NeedFulfilled: [count_achievements, notice_late_facts],
    referral.ProspectOpened: [count_achievements, notice_late_facts, pipeline.enter_prospect],
    referral.ProspectWon: [count_achievements, notice_late_facts, pipeline.end_prospect],
    referral.DealClosed: [count_achievements, notice_late_facts],
    referral.RecommendationBought: [count_achievements, notice_late_facts],
    # reports alone
    customer.NeedStated: [count_for_report, notice_late_facts],
    customer.NeedUnservable: [count_for_report, notice_late_facts],
    referral.ReferralAccepted: [count_for_report, notice_late_facts],
    referral.RecommendationProposed: [count_for_report, notice_late_facts],
    referral.RecommendationDeclined: [count_for_report, notice_late_facts],
    referral.DealOpened: [count_for_report, notice_late_facts],
    referral.DealCancelled: [count_for_report, notice_late_facts],
    referral.ProspectLost: [count_for_report, notice_late_facts, pipeline.end_prospect],
    # conversions
    referral.ProspectMoved: [pipeline.move_prospect],
    referral.ProspectForgotten: [pipeline.forget_prospect],
}
