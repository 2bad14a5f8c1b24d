"""Queries of customer files."""

from pymongo import ASCENDING

from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import Customer, DataKey
from shared.rights import Query
from shared.store import Index, Store

INDEXES = [Index(CredentialRecord.collection, [("customer", ASCENDING)])]


class ViewFile(Query, name="view_file"):
    """A customer file; masked but for those of `sees_personal_data`."""


class ViewPersonalData(Query, name="view_personal_data"):
    """The personal data of every file of the branch."""


class ViewOwnCustomersData(Query, name="view_own_customers_data"):
    """The personal data of the customers of the account manager who asks."""


class ListCorrections(Query, name="list_corrections"):
    """The corrections of a customer file, with the fields before them."""


class ListNeeds(Query, name="list_needs"):
    """The open needs of a customer."""


async def find_customer(store: Store, id: str) -> Customer | None:
    """Return the customer file, or None."""
    return await store.find(Customer, id)


async def find_data_key(store: Store, customer: str) -> DataKey | None:
    """Return the data key of a customer, or None."""
    return await store.find(DataKey, customer)


async def find_holder(store: Store, credential: str) -> Customer | None:
    """Return the customer whom a credential identifies, or identified last, or None."""
    found = await store.find(CredentialRecord, credential)
    return await store.find(Customer, found.customer) if found else None
