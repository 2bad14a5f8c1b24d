"""What all events of `lobby` have in common."""

from typing import ClassVar

from shared.contracts.base import Event


class LobbyEvent(Event):
    owner: ClassVar[str] = "lobby"
