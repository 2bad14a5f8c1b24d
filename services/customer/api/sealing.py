"""What is sealed before it goes into the domain, and opened for who may see it (Q1).

A customer's fields are sealed under a data key of their own, and the data key is wrapped by the master
key; what is said in a complaint or a matter, and what a prospect leaves to be reached by, is sealed under the
master key. The place of each is part of the seal.
"""

from pydantic import BaseModel

from services.customer.domain.customer import Customer, CustomerErased, DataKey, PersonalData
from shared.privacy import new_key, open_words, seal, unseal


class Clear(BaseModel):
    """Personal data in the clear: only between the caller and the seal."""

    name: str
    phone: str
    identity: str | None = None


def seal_person(master: bytes, customer: str, clear: Clear) -> tuple[PersonalData, bytes]:
    """The sealed fields, and the fresh data key that opens them, wrapped."""
    key = new_key()
    return (
        PersonalData(
            name=seal(key, clear.name.encode(), place=_field(customer, "name")),
            phone=seal(key, clear.phone.encode(), place=_field(customer, "phone")),
            identity=seal(key, clear.identity.encode(), place=_field(customer, "identity"))
            if clear.identity
            else None,
        ),
        seal(master, key, place=_key(customer)),
    )


def open_person(master: bytes, customer: Customer, key: DataKey) -> Clear:
    """The fields in the clear; `CustomerErased` if the key is gone, `Tampered` if something was moved."""
    sealed = customer.sealed
    if sealed is None or key.wrapped is None:
        raise CustomerErased
    data_key = unseal(master, key.wrapped, place=_key(customer.id))
    return Clear(
        name=unseal(data_key, sealed.name, place=_field(customer.id, "name")).decode(),
        phone=unseal(data_key, sealed.phone, place=_field(customer.id, "phone")).decode(),
        identity=unseal(data_key, sealed.identity, place=_field(customer.id, "identity")).decode()
        if sealed.identity
        else None,
    )


def seal_text(master: bytes, case: str, field: str, text: str) -> bytes:
    """What was said in a case, sealed at its place."""
    return seal(master, text.encode(), place=f"cases/{case}/{field}")


def open_text(master: bytes, case: str, field: str, sealed: bytes | None) -> str | None:
    return open_words(master, f"cases/{case}/{field}", sealed)


def _field(customer: str, field: str) -> str:
    return f"customers/{customer}/{field}"


def _key(customer: str) -> str:
    return f"data_keys/{customer}"
