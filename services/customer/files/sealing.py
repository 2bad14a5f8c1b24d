"""Sealing of personal data before it enters the domain, and opening it for those who may see it (Q1).

A customer's fields are sealed under a data key of their own, which is wrapped by the master key. The place of
each field is part of its seal.
"""

import base64
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from pydantic import BaseModel

from services.customer.audit.on_record import must_be_on_record, open_on_record
from services.customer.files.domain.customer import Customer, DataKey, FileErased, PersonalData
from services.customer.files.domain.dates import mark_of
from services.customer.files.domain.names import form_of_search, forms_of
from shared.contracts.customer.words import DateKind
from shared.privacy import SealingKey, new_key, open_words, seal, seal_words, unseal


class ImportantDate(BaseModel):
    """A date that matters to a customer, with a word about it."""

    kind: DateKind
    day: str
    words: str = ""


class Clear(BaseModel):
    """Personal data in the clear, between the caller and the seal alone. `dates` are `ImportantDate` as
    JSON."""

    name: str
    phone: str
    identity: str | None = None
    preferred_name: str | None = None
    dates: str | None = None

    @property
    def birthday(self) -> str | None:
        """Return the birthday, such as ``1990-01-01``: of a resident's number, or an important date."""
        if self.identity and re.fullmatch(r"[0-9]{17}[0-9X]", self.identity):
            with suppress(ValueError):
                return date.fromisoformat(self.identity[6:14]).isoformat()
        days = (one.day for one in self.important_dates if one.kind is DateKind.BIRTHDAY)
        return next(days, None)

    @property
    def decade(self) -> int | None:
        """Return the decade of the birth, such as 1990: all of it that is kept without a seal."""
        return int(self.birthday[:4]) // 10 * 10 if self.birthday else None

    @property
    def important_dates(self) -> list[ImportantDate]:
        """Return the important dates on file."""
        return dates_in(self.dates)

    @property
    def all_dates(self) -> list[ImportantDate]:
        """Return the important dates, with the birthday of an identity number where none is among them."""
        dates, birthday = self.important_dates, self.birthday
        if birthday and not any(one.kind is DateKind.BIRTHDAY for one in dates):
            dates = [ImportantDate(kind=DateKind.BIRTHDAY, day=birthday), *dates]
        return dates


def written(dates: Iterable[ImportantDate]) -> str:
    """Write important dates for people."""
    return ", ".join(f"{one.kind.value} {one.day} {one.words}".strip() for one in dates)


def dates_in(text: str | None) -> list[ImportantDate]:
    """Return the important dates of the text that is sealed."""
    return [ImportantDate.model_validate(one) for one in json.loads(text or "[]")]


def dates_text(dates: Iterable[ImportantDate]) -> str | None:
    """Return important dates as the text that is sealed; None for none."""
    content = [one.model_dump(mode="json") for one in sorted(dates, key=lambda one: (one.day, one.kind))]
    return json.dumps(content, ensure_ascii=False) if content else None


def name_keys(blind: bytes, branch: str, clear: Clear) -> tuple[str, ...]:
    """Return the keyed hashes of all forms of a customer's names, by which they are found at their branch,
    that of the birthday, by which duplicates are, and those of the important dates, by which they are listed
    when these are near."""
    names = [name for name in (clear.name, clear.preferred_name) if name]
    keys = {_name_key(blind, branch, form) for form in frozenset[str]().union(*map(forms_of, names))}
    if clear.birthday:
        keys.add(birthday_key(blind, branch, clear.birthday))
    keys.update(date_key(blind, branch, mark_of(one.kind, one.day)) for one in clear.all_dates)
    return tuple(sorted(keys))


def birthday_key(blind: bytes, branch: str, day: str) -> str:
    """Return the keyed hash of a birthday."""
    return _name_key(blind, branch, f"birthday {day}")


def date_key(blind: bytes, branch: str, mark: str) -> str:
    """Return the keyed hash of the mark of an important date."""
    return _name_key(blind, branch, f"date {mark}")


def search_key(blind: bytes, branch: str, words: str) -> str | None:
    """Return the keyed hash of what somebody looks for; None where nothing of it can be in a name."""
    form = form_of_search(words)
    return _name_key(blind, branch, form) if form else None


def _name_key(blind: bytes, branch: str, form: str) -> str:
    """HMAC-SHA256 of a form, cut to 72 bits, which is enough for a branch; of another domain than the hashes
    of cards, numbers and phones."""
    digest = hmac.digest(blind, f"name/{branch}/{form}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:9]).decode()


def seal_person(master: SealingKey, customer: str, clear: Clear) -> tuple[PersonalData, bytes]:
    """Seal the fields under a fresh data key; returns them with the wrapped key."""
    key = new_key()
    return (
        PersonalData.model_validate(_seal_fields(key, customer, clear.model_dump())),
        seal(master, key, place=_key(customer)),
    )


def seal_anew(
    master: SealingKey, customer: str, key: DataKey, fields: Mapping[str, str | None]
) -> dict[str, bytes | None]:
    """Seal some fields under the key that the customer has. Raises `FileErased` if it is gone."""
    return _seal_fields(_data_key(master, customer, key), customer, fields)


def open_person(
    master: SealingKey, customer: Customer, key: DataKey, sealed: PersonalData | None = None
) -> Clear:
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


def open_name(master: SealingKey, customer: Customer, key: DataKey) -> str:
    """Open the name of a file alone. Raises `FileErased`, `Tampered`, `NotOnRecord`."""
    must_be_on_record(customer.id)
    if customer.sealed is None:
        raise FileErased
    data_key = _data_key(master, customer.id, key)
    return open_words(data_key, _field(customer.id, "name"), customer.sealed.name) or ""


def open_field(
    master: SealingKey, customer: str, key: DataKey, field: str, sealed: bytes | None
) -> str | None:
    """Open a field of a file as it was kept at any time. Raises `FileErased`, `Tampered`, `NotOnRecord`."""
    must_be_on_record(customer)
    return open_words(_data_key(master, customer, key), _field(customer, field), sealed)


def seal_text(master: SealingKey, customer: str, key: DataKey, place: str, words: str | None) -> bytes | None:
    """Seal a text about a customer under their data key, so that it is erased with the file; `place` is where
    it is kept, such as ``visits/V1/observations``. None for no text. Raises `FileErased`."""
    return seal_words(_data_key(master, customer, key), place, words)


def open_text(
    master: SealingKey, customer: str, key: DataKey, place: str, sealed: bytes | None
) -> str | None:
    """Open a text that `seal_text` sealed. Raises `FileErased`, `Tampered`, `NotOnRecord`."""
    return open_on_record(_data_key(master, customer, key), place, sealed, customer)


def _seal_fields(data_key: bytes, customer: str, fields: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: seal_words(data_key, _field(customer, name), value) for name, value in fields.items()}


def _data_key(master: SealingKey, customer: str, key: DataKey) -> bytes:
    if key.wrapped is None:
        raise FileErased
    return unseal(master, key.wrapped, place=_key(customer))


def _field(customer: str, field: str) -> str:
    return f"customers/{customer}/{field}"


def _key(customer: str) -> str:
    return f"data_keys/{customer}"
