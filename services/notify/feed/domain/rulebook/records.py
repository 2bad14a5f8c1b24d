"""Rows about what was recorded on the floor (D4, D5, D11)."""

from services.notify.feed.domain.rule import HEAD, LOBBY, NOTICE, Named, Rows, Rule
from shared.contracts import customer, lobby
from shared.contracts.base import Event

ROWS: Rows = {
    # D4, A1: the customer's account manager learns of the need while the customer is still there
    lobby.NeedRecorded: (
        Rule(
            Named("account_manager"), NOTICE, "need_recorded",
            "您的客户{masked_name}提出需求：{need}。",
            "Your customer {masked_name} has a need: {need}.",
        ),
    ),
    # D5: who leaves a way to be reached is followed up at once
    customer.ContactLeft: (
        Rule(
            Named("readers"), NOTICE, "contact_left",
            "潜在优质客户留下联系方式，意向：{need}，请跟进。",
            "A prospect for {need} left a way to be reached. Please follow up.",
        ),
        Rule(
            HEAD, NOTICE, "contact_left",
            "潜在优质客户留下联系方式，意向：{need}，尚无客户经理跟进。",
            "A prospect for {need} left a way to be reached; no account manager has them yet.",
            when=lambda event: not getattr(event, "readers", ()),
        ),
        Rule(
            LOBBY, NOTICE, "contact_left",
            "潜在优质客户留下联系方式，意向：{need}，已通知跟进人。",
            "A prospect for {need} left a way to be reached; who follows up is told.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.OpinionRecorded,  # EnquiryOpened follows
    lobby.QuestionRecorded,  # EnquiryOpened follows
    customer.LeadFollowed,  # ProspectLinked follows
    lobby.LogEntryWritten,  # whoever reads the log sees it there
)
