"""Templates of checklists: the items that a branch checks before opening, during the day and after closing.

A change makes a new edition; an edition is never changed. A checklist copies the items it begins with.
"""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.contracts.base import faults
from shared.contracts.lobby import ChecklistKind, TemplateChanged
from shared.domain import Decision, Document
from shared.errors import Malformed, Refusal
from shared.fields import Readable, YesNo

ITEMS_AT_MOST = 100
WORD = r"^[a-z0-9_]{1,32}$"


class ItemsTwice(Refusal):
    code, status = "items_twice", 422
    en, zh = "Two items have the same id; give each its own.", "有两个检查项编号相同，请分别编号。"


class EditionChanged(Refusal):
    code, status = "edition_changed", 409
    en = "Somebody else has changed this checklist meanwhile. Compare it with yours, then save again."
    zh = "他人已修改此检查表。请与您的内容对照后再保存。"


class Item(BaseModel):
    """One thing to check, for a duty (P1 to E4).

    By hand, unless a device of the `reporter_kind`, the notice board or the leaflets report it, or the named
    `device` does. With `each_counter` it stands for one item at every counter of the branch.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}(:[A-Za-z0-9_-]{1,8})?$")
    duty: str = Field(pattern=r"^[PDE]\d{1,2}$")
    zh: Readable = Field(max_length=64)
    en: Readable = Field(max_length=96)
    place: str = Field(pattern=WORD)
    mandatory: YesNo = False
    reporter_kind: str | None = Field(default=None, pattern=WORD)
    device: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,32}$")
    each_counter: YesNo = False
    counter: str | None = None

    def at(self, counter: str) -> "Item":
        """Return this item at one of the counters."""
        at_counter = {"id": f"{self.id}:{counter}", "each_counter": False, "counter": counter}
        return self.model_copy(update=at_counter)


class Template(Document):
    """One edition of a branch's checklist; the id is ``<branch>:<kind>:<edition>``. Edition 0 is the
    standard one, which is kept nowhere."""

    collection: ClassVar[str] = "templates"

    branch: str
    kind: ChecklistKind
    edition: int
    items: tuple[Item, ...]


class Editions(Document):
    """The edition of each kind that counts; the id is the branch's."""

    collection: ClassVar[str] = "editions"

    counts: dict[ChecklistKind, int] = {}

    def of(self, kind: ChecklistKind) -> int:
        return self.counts.get(kind, 0)


def template_id(branch: str, kind: ChecklistKind, edition: int) -> str:
    return f"{branch}:{kind}:{edition}"


def changed(known: Iterable[Item], given: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items of a new edition: fields that are not set of a `known` one stay. Raises
    `Malformed`."""
    before = {item.id: item.model_dump() for item in known}
    try:
        return tuple(
            Item.model_validate({**before.get(item.id, {}), **item.model_dump(exclude_unset=True)})
            for item in given
        )
    except ValidationError as error:
        raise Malformed(faults(error)) from None


def change(
    editions: Editions, kind: ChecklistKind, items: tuple[Item, ...], by: str, edited: int | None = None
) -> Decision:
    """Make a new edition for the checklists that begin from now on; `edited` is the edition that it was made
    from, if known. Raises `ItemsTwice`, `EditionChanged`."""
    if edited is not None and edited != editions.of(kind):
        raise EditionChanged
    if len({item.id for item in items}) < len(items):
        raise ItemsTwice
    edition = editions.of(kind) + 1
    branch = editions.id
    template = Template(
        id=template_id(branch, kind, edition), branch=branch, kind=kind, edition=edition, items=items
    )
    event = TemplateChanged(branch=branch, kind=kind, edition=edition, by=by)
    return Decision().save(editions.evolve(counts={**editions.counts, kind: edition})).save(template, event)


def spread(items: Iterable[Item], counters: Iterable[str]) -> tuple[Item, ...]:
    """Return the items of a template for a branch with these counters."""
    names = list(counters)
    return tuple(
        one for item in items for one in ([item.at(name) for name in names] if item.each_counter else [item])
    )
