"""Devices come, and are shut out."""

from dataclasses import dataclass
from datetime import timedelta

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.devices import CodeRefused, Device, DeviceRefused, enrol, invite, revoke
from shared.unit import Unit

CODE_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Invitation:
    branch: str
    name: str
    code: str


@dataclass(frozen=True)
class Enrolment:
    device: str
    code: str
    secret: str


async def invite_device(invitation: Invitation, unit: Unit) -> None:
    """Operations lets a device in."""
    await unit.get(Hall, invitation.branch)
    id = f"{invitation.branch}.{invitation.name}"
    device = await unit.find(Device, id) or Device(id=id, branch=invitation.branch, name=invitation.name)
    unit.keep(invite(device, invitation.code, unit.now + CODE_LASTS))


async def enrol_device(enrolment: Enrolment, unit: Unit) -> Device:
    """The device shows its code and gets its secret."""
    device = await unit.find(Device, enrolment.device)
    if device is None:
        raise CodeRefused
    unit.keep(enrol(device, enrolment.code, enrolment.secret, unit.now))
    return device


async def revoke_device(id: str, unit: Unit) -> None:
    """It may say nothing any more, from this moment on."""
    unit.keep(revoke(await unit.get(Device, id)))


async def device_may_speak(branch: str, device: str | None, unit: Unit) -> None:
    """A device is asked for at the moment it acts, so one revoked is out at once. Raises `DeviceRefused`."""
    if device is None:
        return
    known = await unit.find(Device, f"{branch}.{device}")
    if known is None:
        raise DeviceRefused
    known.must_speak()
