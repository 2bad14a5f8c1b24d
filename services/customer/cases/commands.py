"""Commands of complaint cases (D9). `by` is the staff id of the person who asks; texts are sealed; `as_head`
lets another than the owner act."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.customer.cases.domain.case import NewComplaint, Sent
from services.customer.cases.domain.handling import Settlement
from services.customer.cases.domain.rules import RuleSet
from shared.commands import Command
from shared.contracts.words import AnswerWay


@dataclass(frozen=True)
class OpenCase(Command, name="open_case"):
    """Open a case under an id that is made by its sender, so that a repeat opens no second (D9)."""

    case: str
    complaint: NewComplaint


@dataclass(frozen=True)
class RecordComplaintWords(Command, name="record_complaint_words"):
    """Record what was said, when a machine raised the complaint (D9)."""

    case: str
    words: bytes
    by: str


@dataclass(frozen=True)
class NameStaff(Command, name="name_staff_complained_about"):
    """Name whom a complaint is about; they have no part in the case any more (D9)."""

    case: str
    about_staff: str
    by: str
    as_head: bool


@dataclass(frozen=True)
class TakeOverCase(Command, name="take_over_case"):
    """Become the owner of a case (D9)."""

    case: str
    by: str


@dataclass(frozen=True)
class AcknowledgeComplaint(Command, name="acknowledge_complaint"):
    """Record that the customer was told that the complaint has arrived (D9)."""

    case: str
    by: str
    through: AnswerWay
    sent_on: str
    as_head: bool


@dataclass(frozen=True)
class AskExtension(Command, name="ask_extension"):
    """Ask for more time for the answer, until the end of a day (D9)."""

    case: str
    by: str
    until: str
    reason: bytes
    as_head: bool


@dataclass(frozen=True)
class ApproveExtension(Command, name="approve_extension"):
    """Give a case the time that was asked for, as it was read (D9)."""

    case: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class RefuseExtension(Command, name="refuse_extension"):
    """Refuse a case the time that was asked for, as it was read (D9)."""

    case: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class SendHoldingReply(Command, name="send_holding_reply"):
    """Record a reply that says why the answer takes longer, and until which day (D9)."""

    case: str
    by: str
    reply: Sent
    as_head: bool


@dataclass(frozen=True)
class SettleCase(Command, name="settle_case"):
    """Settle a case with its root cause and resolution, after the answer was sent (D9)."""

    case: str
    by: str
    as_head: bool
    settlement: Settlement


@dataclass(frozen=True)
class RecordRepair(Command, name="record_repair"):
    """Record that the root cause of a complaint is repaired (D9)."""

    case: str
    by: str
    note: bytes
    as_head: bool


@dataclass(frozen=True)
class RecordReport(Command, name="record_complaint_report"):
    """Record that a complaint was reported to the regulator (D9)."""

    case: str
    by: str


@dataclass(frozen=True)
class ChooseComplaintLaw(Command, name="choose_complaint_law"):
    """Choose the law by which a branch answers the complaints of the days to come (D9)."""

    branch: str
    law: str
    by: str
    seen: str | None = None


@dataclass(frozen=True)
class ChangeComplaintLaw(Command, name="change_complaint_law"):
    """Set the dated rule sets of a law, for complaints of the days to come (D9)."""

    law: str
    branch: str
    sets: Sequence[RuleSet]
    by: str
    seen: str | None = None
