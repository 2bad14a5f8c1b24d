"""Questions: what entries ask of people, and which events answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.notify.feed.domain.rules import RULES
from shared.contracts import customer, lobby, referral
from shared.contracts.base import Event
from shared.contracts.notify import CoverEnded
from shared.domain import Document


@dataclass(frozen=True)
class Asking:
    """Entries of these `kinds` ask for what one of the events `answers`, about the same thing: the fields
    `of` of both. `notes`: an answer stands for every acknowledgement that is still wanted; otherwise people
    are still to take note of it, but for the one who answered."""

    name: str
    kinds: tuple[str, ...]
    answers: tuple[type[Event], ...]
    of: tuple[str, ...]
    notes: bool = True


ASKINGS = (
    # D5
    Asking(
        "offer",
        ("referral_offered",),
        (referral.ReferralAccepted, referral.ReferralDeclined, referral.ReferralExpired),
        of=("referral",),
    ),
    Asking("escalation", ("referral_escalated",), (referral.ReferralAccepted,), of=("referral",)),
    # D9: a head takes note of every complaint, whoever takes it over
    Asking(
        "case",
        ("case_opened", "case_escalated"),
        (customer.CaseTakenOver, customer.CaseSettled),
        of=("case",),
        notes=False,
    ),
    # D2, D6
    Asking(
        "stranding",
        ("customers_stranded",),
        (lobby.StrandingEnded,),
        of=("branch", "reason", "ticket_class", "need", "counter"),
    ),
    # D3
    Asking("cover", ("floor_covered",), (CoverEnded,), of=("branch", "absent", "cover")),
)
"""A VIP is welcomed, an incident known, a break-glass looked at by the acknowledgement itself: no event
answers those."""
BY_NAME = {one.name: one for one in ASKINGS}


class Question(Document):
    """The entries that ask the same thing and have no answer; the id is the asking with what it is about."""

    collection: ClassVar[str] = "questions"

    entries: tuple[str, ...] = ()
    asked_at: datetime | None = None

    @property
    def asking(self) -> Asking:
        return BY_NAME[self.id.split(" ")[0]]


def asked_by(event: Event) -> dict[str, str]:
    """Return the ids of the questions that entries about `event` ask, by the kind of the entry."""
    kinds = {rule.kind for rule in RULES.get(type(event), ())}
    return {kind: _id(one, event) for one in ASKINGS for kind in one.kinds if kind in kinds}


def answered_by(event: Event) -> list[str]:
    """Return the ids of the questions that `event` answers."""
    return [_id(one, event) for one in ASKINGS if type(event) in one.answers]


def ask(question: Question, entries: Iterable[str], at: datetime) -> Question:
    """Note that these entries ask it too."""
    return question.evolve(entries=(*question.entries, *entries), asked_at=at)


def _id(asking: Asking, event: Event) -> str:
    return " ".join((asking.name, *(str(getattr(event, field)) for field in asking.of)))
