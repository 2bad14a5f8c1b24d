"""The erasure of a customer's name from the hall (Q1)."""

from collections.abc import Mapping

from services.lobby.journal.domain import LogLine
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain.task import Task
from shared.contracts.base import SENSITIVE
from shared.contracts.lobby import LobbyEvent
from shared.domain import Document

NAMES: Mapping[type[Document], str] = {CardHolder: "", Visit: "", Task: "", LogLine: "facts."}
"""Documents that hold a name, with the path of the fields beside it, among them the customer's id."""
OF_A_PERSON = ("masked_name", "segment", "account_manager", *SENSITIVE)


class NameErasureDue(LobbyEvent):
    """Erase again the names of a customer: what was under way at the first time may have brought one back."""

    customer: str


def unnamed(document: Document) -> Document:
    """Return the document without the person's name and particulars: only the id stays."""
    match document:
        case CardHolder():
            return document.forgotten()
        case Visit():
            return document.evolve(masked_name=None, segment=None, account_manager=None, needs=(), care=())
        case LogLine():
            facts = {name: value for name, value in document.facts.items() if name not in OF_A_PERSON}
            return document.evolve(facts=facts)
    return document.evolve(masked_name=None)
