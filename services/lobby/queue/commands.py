"""Commands about counters, tickets and visits.

`branch`, `counter`, `visit` and `staff` are ids; `need` is a word of the branch's catalogue.
"""

from dataclasses import dataclass

from services.lobby.queue.domain.admission import Arrival
from shared.commands import Command
from shared.contracts.lobby.words import PauseReason
from shared.contracts.words import Care, Channel


@dataclass(frozen=True)
class OpenCounter(Command, name="open_counter"):
    """Sit down at a counter."""

    branch: str
    counter: str
    staff: str


@dataclass(frozen=True)
class CloseCounter(Command, name="close_counter"):
    """Leave a counter."""

    branch: str
    counter: str
    staff: str


@dataclass(frozen=True)
class FreeCounter(Command, name="free_counter"):
    """Take a counter from its teller; only from `staff`, if named (D2)."""

    branch: str
    counter: str
    by: str
    staff: str | None = None


@dataclass(frozen=True)
class PauseCounter(Command, name="pause_counter"):
    """Call nobody at a counter for a while, for a reason."""

    branch: str
    counter: str
    staff: str
    reason: PauseReason


@dataclass(frozen=True)
class ResumeCounter(Command, name="resume_counter"):
    """Serve again at a paused counter."""

    branch: str
    counter: str
    staff: str


@dataclass(frozen=True)
class CallNext(Command, name="call_next"):
    """Call the customer with the highest priority to a counter (D2, D6, D10)."""

    branch: str
    counter: str
    staff: str


@dataclass(frozen=True)
class CallTicket(Command, name="call_ticket"):
    """Call a certain ticket to a counter, out of turn (D2)."""

    branch: str
    counter: str
    staff: str
    visit: str


@dataclass(frozen=True)
class AdmitCustomer(Command, name="admit_customer"):
    """Take in a customer who used no machine (D1, D2)."""

    arrival: Arrival


@dataclass(frozen=True)
class RecallTicket(Command, name="recall_ticket"):
    """Call a customer once more who did not come."""

    visit: str


@dataclass(frozen=True)
class MarkNoShow(Command, name="mark_no_show"):
    """End the visit of a called customer who did not come."""

    visit: str


@dataclass(frozen=True)
class CompleteVisit(Command, name="complete_visit"):
    """End the visit of a customer who was served."""

    visit: str


@dataclass(frozen=True)
class QueueForNextNeed(Command, name="queue_for_next_need"):
    """Let a served customer wait for another need, with the wait that they had (D2)."""

    visit: str
    need: str


@dataclass(frozen=True)
class ParkTicket(Command, name="park_ticket"):
    """Set a ticket aside while its customer is away."""

    visit: str


@dataclass(frozen=True)
class ResumeTicket(Command, name="resume_ticket"):
    """Put a parked ticket back into the queue."""

    visit: str


@dataclass(frozen=True)
class TransferTicket(Command, name="transfer_ticket"):
    """Send a ticket to a counter, to another need, or both (D8).

    `position` 1 is next; None keeps the wait that the customer has.
    """

    visit: str
    counter: str | None = None
    need: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class SendBackTicket(Command, name="send_back_ticket"):
    """Let a called customer who is not there wait anew."""

    visit: str


@dataclass(frozen=True)
class CancelVisit(Command, name="cancel_visit"):
    """End the visit of a customer who leaves without service."""

    visit: str
    reason: str


@dataclass(frozen=True)
class OverrideTriage(Command, name="override_triage"):
    """Send a customer by another channel than triage did, or by the green channel (D2, D10)."""

    visit: str
    by: str
    reason: str
    channel: Channel
    care: Care | None = None


@dataclass(frozen=True)
class ReturnToQueue(Command, name="return_to_queue"):
    """Let a diverted customer wait who was not served there (D8)."""

    visit: str


@dataclass(frozen=True)
class CompleteSelfService(Command, name="complete_self_service"):
    """End the visit of a diverted customer who was served there (D8)."""

    visit: str


@dataclass(frozen=True)
class ReturnFromMachine(Command, name="return_from_machine"):
    """Let a diverted customer wait, as a machine says that read their ticket (D8)."""

    branch: str
    visit: str
    device: str


@dataclass(frozen=True)
class CompleteAtMachine(Command, name="complete_at_machine"):
    """End the visit of a diverted customer, as the machine says that served them (D8)."""

    branch: str
    visit: str
    device: str
