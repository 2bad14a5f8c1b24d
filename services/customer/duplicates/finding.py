"""Finding duplicate files (W2): the candidates have the phone or the birthday, by keyed hashes; they are
opened and compared in memory. Without one of the two, a name alone makes no duplicate."""

from pydantic import BaseModel

from services.customer.audit.on_record import kept_within
from services.customer.duplicates.domain.similarity import signs_of
from services.customer.duplicates.queries import candidates, rejected
from services.customer.files.api.reading import data_key_of
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import data_keys
from services.customer.files.sealing import Clear, birthday_key, open_person
from shared.contracts.customer.words import DuplicateSign
from shared.contracts.devices import CredentialKind
from shared.privacy import blind_index
from shared.runtime import ServiceRuntime


class Likely(BaseModel):
    """A file that may be of the same customer; no more of it than the masked name and its account manager."""

    customer: str
    masked_name: str
    account_manager: str | None
    signs: list[DuplicateSign]


async def likely(
    runtime: ServiceRuntime, branch: str, clear: Clear, known: Customer | None = None
) -> list[Likely]:
    """Return the files of a branch that may be of the customer with these data, the likeliest first; those of
    whom it was said that they are not are left out."""
    blind, master = runtime.settings.key("blind_key"), runtime.settings.keys("master_key")
    birthday = birthday_key(blind, branch, clear.birthday) if clear.birthday else None
    phone = blind_index(blind, CredentialKind.PHONE, clear.phone)
    hashes = {phone, *(known.credentials if known else ())}
    found = [
        one
        for one in await candidates(runtime.store, branch, birthday, hashes)
        if not one.is_closed and one.merged_into is None and (known is None or one.id != known.id)
    ]
    different = await rejected(runtime.store, known.id, [one.id for one in found]) if known else set()
    opened = await data_keys(runtime.store, [one.id for one in found])
    several = []
    for one in found:
        if one.id in different or one.id not in opened:
            continue
        with kept_within():  # compared in memory; nobody is given more than the masked name
            signs = signs_of(clear, open_person(master, one, opened[one.id]))
        if signs:
            several.append(
                Likely(
                    customer=one.id,
                    masked_name=one.masked_name,
                    account_manager=one.account_manager,
                    signs=signs,
                )
            )
    return sorted(several, key=lambda one: -len(one.signs))


async def duplicates_of(runtime: ServiceRuntime, customer: Customer) -> list[Likely]:
    """Return the files that may be of the same customer."""
    key = await data_key_of(runtime, customer.id)
    with kept_within():
        clear = open_person(runtime.settings.keys("master_key"), customer, key)
    return await likely(runtime, customer.branch, clear, customer)
