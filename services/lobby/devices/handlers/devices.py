"""Devices come, and are shut out."""

from dataclasses import dataclass
from datetime import timedelta

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.domain.devices import CodeRefused, Device, DeviceRefused, enrol, invite, revoke
from shared.unit_of_work import UnitOfWork

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


async def invite_device(invitation: Invitation, work: UnitOfWork) -> None:
    """Operations lets a device in."""
    await work.get(Hall, invitation.branch)
    id = f"{invitation.branch}.{invitation.name}"
    device = await work.find(Device, id) or Device(id=id, branch=invitation.branch, name=invitation.name)
    work.apply(invite(device, invitation.code, work.now + CODE_LASTS))


async def enrol_device(enrolment: Enrolment, work: UnitOfWork) -> Device:
    """The device shows its code and gets its secret."""
    device = await work.find(Device, enrolment.device)
    if device is None:
        raise CodeRefused
    work.apply(enrol(device, enrolment.code, enrolment.secret, work.now))
    return device


async def revoke_device(id: str, work: UnitOfWork) -> None:
    """It may say nothing any more, from this moment on."""
    work.apply(revoke(await work.get(Device, id)))


async def device_may_speak(branch: str, device: str | None, work: UnitOfWork) -> None:
    """A device is asked for at the moment it acts, so one revoked is out at once. Raises `DeviceRefused`."""
    if device is None:
        return
    known = await work.find(Device, f"{branch}.{device}")
    if known is None:
        raise DeviceRefused
    known.must_speak()
