"""Events of `lobby` about what was found and said on the floor (D4, D5, D9, D11, E3)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import Accepts, ComplaintTopic, OpinionSource, OpinionTopic, QuestionTopic


class ProspectIdentified(
    LobbyEvent, group=LogGroup.RECORDS, zh="发现潜在优质客户", en="A prospect was found"
):
    """Lobby manager or teller found somebody of promise (D4, D5). `accepts`: what they said to it, if they
    were asked; contact data that was left is `customer`'s."""

    visit: str
    need: str
    found_by: str
    customer: str | None = None
    accepts: Accepts | None = None


class NeedRecorded(LobbyEvent, group=LogGroup.RECORDS, zh="登记需求", en="A need was recorded"):
    """A customer wants something, as a word of the catalogue (D4, D11). It goes to the customer's file, or
    is an enquiry until somebody has seen to it."""

    record: str
    need: str
    recorded_by: str
    visit: str | None = None
    customer: str | None = None
    masked_name: str | None = None
    account_manager: str | None = None


class OpinionRecorded(LobbyEvent, group=LogGroup.RECORDS, zh="登记意见", en="An opinion was recorded"):
    """A customer's opinion of the branch was recorded (D4, E3); its words go to `customer` alone."""

    record: str
    topic: OpinionTopic
    source: OpinionSource
    recorded_by: str
    visit: str | None = None
    customer: str | None = None


class QuestionRecorded(LobbyEvent, group=LogGroup.RECORDS, zh="登记疑问", en="A question was recorded"):
    """A question that could not be answered was recorded (D4, D11); its words go to `customer` alone."""

    record: str
    topic: QuestionTopic
    recorded_by: str
    visit: str | None = None
    customer: str | None = None


class ComplaintRaised(LobbyEvent, group=LogGroup.RECORDS, zh="客户投诉", en="A complaint was raised"):
    """A customer complained at a machine (D9)."""

    complaint: str
    topic: ComplaintTopic
    visit: str | None = None
    device: str | None = None
