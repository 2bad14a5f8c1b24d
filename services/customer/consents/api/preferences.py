"""The wishes of a customer about being contacted, over HTTP (W5)."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from fastapi import APIRouter
from pydantic import AfterValidator, Field

from services.customer.consents.commands import ChangePreferences
from services.customer.consents.domain.hours import Hours
from services.customer.consents.domain.standing import Preferences
from services.customer.consents.queries import find_standing
from services.customer.consents.sealing import normal_email, open_email, seal_email
from services.customer.files.api.reading import data_key_of, must_keep, record_reading_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from shared.contracts.customer import ContactChannel
from shared.editions import SeenMark
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer/customers/{customer}", tags=["consents"])


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError("no time zone of this name")
    return name


class PreferencesForm(Given):
    """The wishes of a customer, all of them. `email` is the address, null for none; left out, it stays."""

    hours: Hours | None = None
    channels: tuple[ContactChannel, ...] = Field(default=(), max_length=5)
    language: Literal["", "zh", "en"] = ""
    timezone: Annotated[str, AfterValidator(_zone), Field(max_length=64)] = ""
    email: Annotated[str, AfterValidator(normal_email)] | None = Field(
        default=None, max_length=320, repr=False
    )
    seen: SeenMark


@router.put("/contact-preferences", status_code=204)
async def change_preferences(
    customer: Annotated[Customer, may_on(find_customer, ChangePreferences, "customer")],
    form: PreferencesForm,
    caller: Caller,
) -> None:
    """Replace the wishes of the customer."""
    await must_keep(caller, customer, ("contact_preferences",), purpose="change_contact_preferences")
    keep = "email" not in form.model_fields_set or await _has_email(caller, customer, form.email)
    email = None if keep else await _sealed_email(caller, customer.id, form.email)
    wishes = Preferences(**form.model_dump(exclude={"email", "hours", "seen"}), hours=form.hours, email=email)
    command = ChangePreferences(customer.id, wishes, caller.person.staff, keep, form.seen)
    await caller.execute(command, customer.branch)


async def _has_email(caller: Asking, customer: Customer, address: str | None) -> bool:
    """Tell whether this address is on file already, since one that is sealed anew looks like another; that it
    was looked at is put on record."""
    known = await find_standing(caller.runtime.store, customer.id)
    if address is None or known is None or known.preferences.email is None:
        return False
    about = caller, customer, [customer.id], ("contact_preferences",)
    await record_reading_of(*about, purpose="change_contact_preferences")
    master, key = caller.runtime.settings.keys("master_key"), await data_key_of(caller.runtime, customer.id)
    return open_email(master, customer.id, key, known.preferences.email) == address


async def _sealed_email(caller: Asking, customer: str, address: str | None) -> bytes | None:
    if address is None:
        return None
    key = await data_key_of(caller.runtime, customer)
    return seal_email(caller.runtime.settings.keys("master_key"), customer, key, address)
