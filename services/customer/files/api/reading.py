"""Reading personal data in the clear (Q1): by those who may, and on record."""

from collections.abc import Iterable, Sequence

from services.customer.audit.access import record_denial, record_reading
from services.customer.audit.on_record import is_on_record
from services.customer.audit.queries import find_glass
from services.customer.files.domain.customer import Customer, DataKey
from services.customer.files.queries import ViewOwnCustomersData, ViewPersonalData, find_data_key
from services.customer.files.sealing import Clear, open_person
from shared import clock
from shared.errors import NotAllowed, NotFound
from shared.runtime import Asking, ServiceRuntime

PERSONAL_DATA = (
    *("name", "phone", "identity", "credentials", "preferred_name", "dates"),
    *("tags", "household", "risk", "holdings"),
)
"""The fields of a file that are given to those alone who see its personal data."""


async def read_clear(
    caller: Asking,
    customer: Customer,
    fields: Iterable[str],
    *,
    purpose: str,
    cause: str | None = None,
    at: Customer | None = None,
) -> Clear:
    """Open the personal data of a file, or of what it was `at` another time, after the reading of `fields`
    was put on record.

    Raises `FileErased`; `NotAllowed`, which is on record too, for those who may not see the data.
    """
    await _must_read(caller, customer, fields, purpose=purpose)
    await record_reading_of(caller, customer, [customer.id], fields, purpose=purpose, cause=cause)
    key = await data_key_of(caller.runtime, customer.id)
    return open_person(caller.runtime.settings.keys("master_key"), at or customer, key)


async def record_reading_of(
    caller: Asking,
    customer: Customer,
    ids: Sequence[str],
    fields: Iterable[str],
    *,
    purpose: str,
    cause: str | None = None,
) -> None:
    """Put on record a reading of a customer by who may read them; `ids` are those under which the data are
    sealed, which are several where files were merged. One by a break-glass that `must_keep` has put on record
    is not put there again."""
    own: Sequence[str] | None = None
    if not sees_personal_data(caller, customer):
        if is_on_record(ids):
            return
        glass = await find_glass(caller.runtime.store, caller.person.staff, customer.id, clock.now())
        cause = glass.cause if glass else cause
    else:
        own = ids if caller.person.staff == customer.account_manager else []
    await record_reading(caller, customer.branch, ids, fields, purpose=purpose, cause=cause, own=own)


async def must_keep(caller: Asking, customer: Customer, fields: Iterable[str], *, purpose: str) -> None:
    """Raises `FileErased`; `NotAllowed`, which is put on record, for those who neither keep this customer nor
    read under a break-glass. What is read under a break-glass is on record from here on, masked or not."""
    fields = tuple(fields)
    await _must_read(caller, customer, fields, purpose=purpose)
    if not sees_personal_data(caller, customer):
        await record_reading_of(caller, customer, customer.ids, fields, purpose=purpose)


async def _must_read(caller: Asking, customer: Customer, fields: Iterable[str], *, purpose: str) -> None:
    customer.must_exist()
    if not await may_read(caller, customer):
        await record_denial(caller, customer.branch, [customer.id], fields, purpose=purpose)
        raise NotAllowed


async def may_read(caller: Asking, customer: Customer) -> bool:
    """Return True for those who see the personal data of a file, and for those who broke the glass for it:
    that opens all that is read of this customer, and changes nothing, so it counts for GET alone; lists,
    searches and exports of several customers stay masked."""
    if sees_personal_data(caller, customer):
        return True
    if caller.request.method != "GET":
        return False
    glass = await find_glass(caller.runtime.store, caller.person.staff, customer.id, clock.now())
    return glass is not None and glass.branch == customer.branch


def sees_personal_data(caller: Asking, customer: Customer) -> bool:
    """Return True for those who may view the personal data of a file."""
    return may_see_personal_data(caller, customer.branch, customer.account_manager)


def may_see_personal_data(caller: Asking, branch: str, account_manager: str | None) -> bool:
    """Return True for the account manager of a file, and for the head of its branch."""
    if caller.may(ViewPersonalData, branch):
        return True
    return caller.person.staff == account_manager and caller.may(ViewOwnCustomersData, branch)


async def data_key_of(runtime: ServiceRuntime, customer: str) -> DataKey:
    """Return the data key of a customer. Raises `NotFound`."""
    key = await find_data_key(runtime.store, customer)
    if key is None:
        raise NotFound(f"data_keys/{customer}")
    return key
