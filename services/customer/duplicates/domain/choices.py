"""The attributes of two files that are merged, and from which of them each is taken (W2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.customer.files.domain.customer import Customer, Holding
from shared.contracts.customer.words import FileField


class Choice(StrEnum):
    """The file from which an attribute is taken; of lists, both."""

    SURVIVOR = "survivor"
    MERGED = "merged"
    BOTH = "both"


PLAIN = (
    FileField.SEGMENT,
    FileField.ACCOUNT_MANAGER,
    FileField.LANGUAGE,
    FileField.TAGS,
    FileField.RISK,
    FileField.HOLDINGS,
)
SEALED = (FileField.NAME, FileField.PHONE, FileField.IDENTITY, FileField.PREFERRED_NAME, FileField.DATES)
LISTS = (FileField.TAGS, FileField.DATES, FileField.HOLDINGS)
"""Attributes of which both files' may be kept."""


@dataclass(frozen=True)
class NewMerge:
    """A merge to be made: the editions of both files as they were read, the choice for each attribute, and
    under the survivor's seal those sealed attributes that change; `keys` are the hashes of the names."""

    id: str
    by: str
    editions: tuple[int, int]
    choices: Mapping[FileField, Choice]
    sealed: Mapping[str, bytes | None]
    masked_name: str
    keys: tuple[str, ...]

    def of(self, field: FileField) -> Choice:
        """Return the choice for an attribute; the survivor's, where nothing was chosen."""
        return self.choices.get(field, Choice.SURVIVOR)


def both_of(survivor: Sequence[Holding], merged: Sequence[Holding]) -> tuple[Holding, ...]:
    """Add up what two files hold; where they differ in currency, the survivor's stays."""
    held = {one.product: one for one in survivor}
    for one in merged:
        known = held.get(one.product)
        if known is None:
            held[one.product] = one
        elif known.currency == one.currency:
            held[one.product] = known.model_copy(update={"amount": known.amount + one.amount})
    return tuple(held[product] for product in sorted(held))


def chosen(survivor: Customer, merged: Customer, new: NewMerge) -> dict[str, Any]:
    """Return the plain attributes of the file that stays."""
    found: dict[str, Any] = {}
    for field in PLAIN:
        choice, own, theirs = new.of(field), getattr(survivor, field), getattr(merged, field)
        if field is FileField.TAGS and choice is Choice.BOTH:
            found[field] = tuple(dict.fromkeys((*own, *theirs)))
        elif field is FileField.HOLDINGS and choice is Choice.BOTH:
            found[field] = both_of(own, theirs)
        else:
            found[field] = theirs if choice is Choice.MERGED else own
    if new.of(FileField.RISK) is Choice.MERGED:
        found["review_due"] = merged.review_due
    if new.of(FileField.HOLDINGS) is not Choice.SURVIVOR:
        found["held_at"] = max(filter(None, (survivor.held_at, merged.held_at)), default=None)
    return {str(name): value for name, value in found.items()}


def filed(survivor: Customer, merged: Customer, new: NewMerge) -> dict[str, str]:
    """Return the hashes of the phone and the number on file, as they were chosen."""
    kept = dict(survivor.filed)
    for field in (FileField.PHONE, FileField.IDENTITY):
        if new.of(field) is Choice.MERGED:
            kept.pop(field.value, None)
            kept |= {kind: one for kind, one in merged.filed.items() if kind == field.value}
    return kept
