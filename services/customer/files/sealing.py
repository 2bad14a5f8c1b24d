"""Sealing of personal data before it enters the domain, and opening it for those who may see it (Q1).

A customer's fields are sealed under a data key of their own, which is wrapped by the master key. The place of
each field is part of its seal.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from services.customer.audit.on_record import must_be_on_record, open_on_record
from services.customer.files.domain.customer import Customer, DataKey, FileErased, PersonalData
from shared.privacy import new_key, open_words, seal, seal_words, unseal


class Clear(BaseModel):
    """Personal data in the clear, between the caller and the seal alone."""

    name: str
    phone: str
    identity: str | None = None


def seal_person(master: bytes, customer: str, clear: Clear) -> tuple[PersonalData, bytes]:
    """Seal the fields under a fresh data key; returns them with the wrapped key."""
    key = new_key()
    return (
        PersonalData.model_validate(_seal_fields(key, customer, clear.model_dump())),
        seal(master, key, place=_key(customer)),
    )


def seal_anew(
    master: bytes, customer: str, key: DataKey, fields: Mapping[str, str | None]
) -> dict[str, bytes | None]:
    """Seal some fields under the key that the customer has. Raises `FileErased` if it is gone."""
    return _seal_fields(_data_key(master, customer, key), customer, fields)


def open_person(master: bytes, customer: Customer, key: DataKey, sealed: PersonalData | None = None) -> Clear:
    """Open the fields of a file, or those that were `sealed` before a correction.

    Raises `FileErased` if the key is gone, `Tampered` if something was moved, `NotOnRecord` in a request that
    has put no reading of this customer on record.
    """
    must_be_on_record(customer.id)
    data_key = _data_key(master, customer.id, key)
    sealed = sealed or customer.sealed
    if sealed is None:
        raise FileErased
    fields = {name: open_words(data_key, _field(customer.id, name), value) for name, value in sealed}
    return Clear.model_validate(fields)


def seal_text(master: bytes, customer: str, key: DataKey, place: str, words: str | None) -> bytes | None:
    """Seal a text about a customer under their data key, so that it is erased with the file; `place` is where
    it is kept, such as ``visits/V1/observations``. None for no text. Raises `FileErased`."""
    return seal_words(_data_key(master, customer, key), place, words)


def open_text(master: bytes, customer: str, key: DataKey, place: str, sealed: bytes | None) -> str | None:
    """Open a text that `seal_text` sealed. Raises `FileErased`, `Tampered`, `NotOnRecord`."""
    return open_on_record(_data_key(master, customer, key), place, sealed, customer)


def _seal_fields(data_key: bytes, customer: str, fields: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: seal_words(data_key, _field(customer, name), value) for name, value in fields.items()}


def _data_key(master: bytes, customer: str, key: DataKey) -> bytes:
    if key.wrapped is None:
        raise FileErased
    return unseal(master, key.wrapped, place=_key(customer))


def _field(customer: str, field: str) -> str:
    return f"customers/{customer}/{field}"


def _key(customer: str) -> str:
    return f"data_keys/{customer}"
