"""What is sealed before it goes into the domain, and opened for who may see it (Q1).

A customer's fields are sealed under a data key of their own, and the data key is wrapped by the master
key; what is said in a complaint or an enquiry, and what a prospect leaves to be reached by, is sealed under the
master key. The place of each is part of the seal.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from services.customer.files.domain.customer import Customer, CustomerErased, DataKey, PersonalData
from shared.privacy import new_key, open_words, seal, seal_words, unseal


class Clear(BaseModel):
    """Personal data in the clear: only between the caller and the seal."""

    name: str
    phone: str
    identity: str | None = None


def seal_person(master: bytes, customer: str, clear: Clear) -> tuple[PersonalData, bytes]:
    """The sealed fields, and the fresh data key that opens them, wrapped."""
    key = new_key()
    return (
        PersonalData.model_validate(_seal_fields(key, customer, clear.model_dump())),
        seal(master, key, place=_key(customer)),
    )


def seal_anew(
    master: bytes, customer: str, key: DataKey, fields: Mapping[str, str | None]
) -> dict[str, bytes | None]:
    """Some fields, sealed under the key that the customer has; `CustomerErased` if it is gone."""
    return _seal_fields(_data_key(master, customer, key), customer, fields)


def open_person(master: bytes, customer: Customer, key: DataKey, sealed: PersonalData | None = None) -> Clear:
    """The fields in the clear, of now or as they were `sealed` once; `CustomerErased` if the key is gone,
    `Tampered` if something was moved."""
    data_key = _data_key(master, customer.id, key)
    sealed = sealed or customer.sealed
    if sealed is None:
        raise CustomerErased
    fields = {name: open_words(data_key, _field(customer.id, name), value) for name, value in sealed}
    return Clear.model_validate(fields)


def seal_text(master: bytes, case: str, field: str, text: str) -> bytes:
    """What was said in a case, sealed at its place."""
    return seal(master, text.encode(), place=f"cases/{case}/{field}")


def open_text(master: bytes, case: str, field: str, sealed: bytes | None) -> str | None:
    return open_words(master, f"cases/{case}/{field}", sealed)


def _seal_fields(data_key: bytes, customer: str, fields: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: seal_words(data_key, _field(customer, name), value) for name, value in fields.items()}


def _data_key(master: bytes, customer: str, key: DataKey) -> bytes:
    if key.wrapped is None:
        raise CustomerErased
    return unseal(master, key.wrapped, place=_key(customer))


def _field(customer: str, field: str) -> str:
    return f"customers/{customer}/{field}"


def _key(customer: str) -> str:
    return f"data_keys/{customer}"
