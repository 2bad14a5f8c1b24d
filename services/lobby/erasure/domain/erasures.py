"""What the hall forgets of a customer whose file was erased (Q1)."""

from collections.abc import Mapping

from services.lobby.journal.domain.logbook import LogLine
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from services.lobby.tasks.domain.task import Task
from shared.contracts.lobby import LobbyEvent
from shared.domain import Document

NAMES: Mapping[type[Document], str] = {CardHolder: "", Visit: "", Task: "", LogLine: "facts."}
"""Where the hall keeps a name, with the id of whose it is."""
OF_A_PERSON = ("masked_name", "segment", "account_manager")


class NamesDue(LobbyEvent):
    """Somebody was erased a moment ago: what was under way then is looked for."""

    customer: str


def unnamed(document: Document) -> Document:
    """The same without who it was: only the id stays."""
    match document:
        case CardHolder():
            return document.forgotten()
        case Visit():
            return document.evolve(masked_name=None, segment=None, account_manager=None, needs=())
        case LogLine():
            facts = {name: value for name, value in document.facts.items() if name not in OF_A_PERSON}
            return document.evolve(facts=facts)
    return document.evolve(masked_name=None)
