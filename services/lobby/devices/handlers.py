"""Devices are invited, enrolled and revoked; only enrolled ones may send."""

from datetime import timedelta

from services.lobby.branch.domain.halls import Hall
from services.lobby.devices.commands import EnrolDevice
from services.lobby.devices.domain import devices
from services.lobby.devices.domain.devices import CodeRefused, Device, DeviceRefused
from shared.unit_of_work import UnitOfWork

CODE_LASTS = timedelta(hours=24)


async def invite(branch: str, name: str, code: str, work: UnitOfWork) -> None:
    """Let a device enrol with a one-time code, within a day."""
    await work.get(Hall, branch)
    id = f"{branch}.{name}"
    device = await work.find(Device, id) or Device(id=id, branch=branch, name=name)
    work.apply(devices.invite(device, code, work.now + CODE_LASTS))


async def enrol_device(command: EnrolDevice, work: UnitOfWork) -> Device:
    """Trade a one-time code for the secret. Raises `CodeRefused`."""
    device = await work.find(Device, command.device)
    if device is None:
        raise CodeRefused
    work.apply(devices.enrol(device, command.code, command.secret, work.now))
    return device


async def revoke(id: str, work: UnitOfWork) -> None:
    """Refuse a device from this moment on."""
    work.apply(devices.revoke(await work.get(Device, id)))


async def require_device(branch: str, device: str | None, work: UnitOfWork) -> None:
    """Raises `DeviceRefused` unless `device` may send; it is looked up at the moment it acts, so a revoked
    one is out at once. None is no device, and passes."""
    if device is None:
        return
    known = await work.find(Device, f"{branch}.{device}")
    if known is None:
        raise DeviceRefused
    known.must_speak()
