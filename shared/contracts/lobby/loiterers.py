"""Events of `lobby` about people who stay without business (D12)."""

from shared.contracts.lobby.base import LobbyEvent, LogGroup
from shared.contracts.words import LoitererOutcome, Place


class LoitererNoticed(
    LobbyEvent, group=LogGroup.LOITERERS, zh="发现滞留人员", en="Somebody stays without business"
):
    """A person has been in the hall for `minutes` without business: a camera saw it (`device`), or a customer
    who was sent to a machine (`visit`) has neither been served nor come back."""

    loiterer: str
    place: Place
    minutes: int
    device: str | None = None
    visit: str | None = None
    ticket: str | None = None


class LoitererSettled(LobbyEvent, group=LogGroup.LOITERERS, zh="滞留已处理", en="Somebody saw to it"):
    """The lobby manager has seen to it; `incident` is what was raised, if it came to that."""

    loiterer: str
    outcome: LoitererOutcome
    settled_by: str
    incident: str | None = None
