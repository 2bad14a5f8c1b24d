"""Commands of hand-overs (W2). `by` is the staff id of the person who asks."""

from dataclasses import dataclass

from services.customer.handovers.domain.handover import HandOver
from shared.commands import Command
from shared.contracts.customer import ReturnReason


@dataclass(frozen=True)
class ProposeHandOver(Command, name="propose_handover"):
    """Propose customers to another account manager (W2)."""

    new: HandOver
    customers: tuple[str, ...]


@dataclass(frozen=True)
class AcceptHandOver(Command, name="accept_handover"):
    """Accept customers that are proposed to oneself (W2)."""

    handover: str
    customers: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class ReturnHandOver(Command, name="return_handover"):
    """Return a customer that is proposed to oneself, with the reason (W2)."""

    handover: str
    customer: str
    by: str
    reason: ReturnReason


@dataclass(frozen=True)
class WithdrawHandOver(Command, name="withdraw_handover"):
    """Withdraw what waits of a hand-over (W2)."""

    handover: str
    by: str
