"""Events of `lobby` that refuse an event of a device."""

from typing import ClassVar

from shared.contracts.lobby.base import LobbyEvent, LogGroup


class DeviceEventRefused(
    LobbyEvent, group=LogGroup.REFUSALS, zh="设备消息被拒收", en="A message of a device was refused"
):
    """An event that a machine sent over AMQP or MQTT was refused (over HTTP it has the answer). `id` is the
    one that the machine gave it, if that could be read; `code` stays the same for ever, `detail` names the
    member."""

    must_be_routed: ClassVar[bool] = False

    device: str
    id: str | None = None
    code: str
    detail: str = ""
    title: str
    title_zh: str

    def answers(self) -> str | None:
        return f"{self.branch}.{self.device}"
