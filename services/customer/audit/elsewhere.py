"""Putting readings in other services on record (Q1). Their events are kept first, since the key of the chains
is no handler's; a record follows within seconds, once, whatever is stopped meanwhile."""

import asyncio

from pymongo.errors import PyMongoError

from services.customer.audit.commands import RecordAccess
from services.customer.audit.domain.elsewhere import ReadElsewhere
from services.customer.audit.domain.records import Access, Audited
from services.customer.audit.queries import drop_read_elsewhere, read_elsewhere
from shared.chains import chain_key
from shared.errors import Unavailable
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Cause

LOOK_EVERY = 2.0


async def keep_recording(runtime: ServiceRuntime) -> None:
    """Put what was read elsewhere on record, for ever."""
    while True:
        if runtime.ready:
            try:
                await record_all(runtime)
            except (PyMongoError, Unavailable) as error:
                log.warning("readings_wait", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)


async def record_all(runtime: ServiceRuntime) -> None:
    """Put what waits on record. Raises `Unavailable`."""
    key = chain_key(runtime.settings.key("hash_key"))
    for one in await read_elsewhere(runtime.store):
        await runtime.execute(RecordAccess(access_of(one), key), cause_of(one))
        await drop_read_elsewhere(runtime.store, one.id)


def access_of(one: ReadElsewhere) -> Access:
    """Return a reading as the access that it was."""
    return Access(Audited.OPENED, one.branch, one.staff, (one.customer,), one.fields, one.purpose)


def cause_of(one: ReadElsewhere) -> Cause:
    """Return the cause under which a reading is put on record once."""
    return Cause(
        id=f"read_elsewhere:{one.id}",
        kind=RecordAccess.name,
        time=one.at,
        actor=f"staff:{one.staff}",
        branch=one.branch,
        causation_id=one.id,
    )
