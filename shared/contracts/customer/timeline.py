"""Words of the timeline of a customer (W3)."""

from shared.contracts.labelled import Words


class TimelineGroup(Words):
    """The subjects of lines, by which they are chosen; of another's customer only these words are shown."""

    HALL = "hall", "厅堂来访", "In the hall"
    CASE = "case", "投诉", "Complaint"
    ENQUIRY = "enquiry", "待答复事项", "Enquiry"
    NEED = "need", "需求", "Need"
    VISIT = "visit", "上门拜访", "Visit"
    CONTACT = "contact", "联系", "Contact"
    MESSAGE = "message", "消息与授权", "Messages and consents"
    REFERRAL = "referral", "转介", "Referral"
    BUSINESS = "business", "业务", "Business"
    RELATION = "relation", "关系", "Relation"
    FILE = "file", "档案", "File"
