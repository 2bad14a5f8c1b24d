"""Duplicate files over HTTP (W2): found on demand, merged with a dry run, and undone."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.customer.duplicates import finding
from services.customer.duplicates.commands import MergeCustomers, RejectDuplicate, UndoMerge
from services.customer.duplicates.domain.choices import LISTS, PLAIN, SEALED, Choice, NewMerge
from services.customer.duplicates.domain.merging import Merge, must_be_mergeable
from services.customer.duplicates.finding import Likely
from services.customer.duplicates.queries import FindDuplicates, ListMerges, find_merge, merges_into
from services.customer.fields import ID, Id
from services.customer.files.api.reading import PERSONAL_DATA, data_key_of, must_keep, read_clear
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import text_of
from services.customer.files.queries import find_customer
from services.customer.files.sealing import Clear, ImportantDate, dates_text, name_keys, seal_anew, written
from shared.clock import now
from shared.contracts.customer.words import FileField
from shared.contracts.devices import correlation_of
from shared.errors import Malformed, NotFound
from shared.fields import Given, YesNo
from shared.privacy import mask_name
from shared.rights import may_on
from shared.runtime import Asking, Caller

router = APIRouter(prefix="/api/customer", tags=["duplicates"])


class MergeForm(Given):
    """The file that ends, and what is taken from it, by attribute; the rest stays as it is in the file in the
    path. A merge that is no `dry_run` names the `editions` of both files as its dry run gave them."""

    merged: str = Field(pattern=ID)
    choices: dict[FileField, Choice] = Field(default={}, max_length=len(FileField))
    editions: tuple[int, int] | None = None
    dry_run: YesNo = True


class Attribute(BaseModel):
    """An attribute in both files, in the clear, and the choice that holds; `choices` are possible."""

    field: FileField
    survivor: str
    merged: str
    choice: Choice
    choices: list[Choice]


class MergePlan(BaseModel):
    """A merge before it is made, or as it was made under the id `merge`: the attributes that differ, the
    credentials and needs that move, and the editions of both files."""

    attributes: list[Attribute]
    credentials: int
    needs: int
    editions: tuple[int, int]
    merge: str | None = None


class MergeNow(BaseModel):
    """A merge of two files."""

    merge: str
    survivor: str
    merged: str
    at: datetime
    by: str
    undone_at: datetime | None
    undo_until: datetime | None


@router.get("/customers/{customer}/duplicates")
async def find_duplicates(
    customer: Annotated[Customer, may_on(find_customer, FindDuplicates, "customer")], caller: Caller
) -> list[Likely]:
    """The files that may be of the same customer, masked, with their account managers."""
    await must_keep(caller, customer, ("name",), purpose="find_duplicates")
    return await finding.duplicates_of(caller.runtime, customer)


@router.post("/customers/{customer}/duplicates/{other}/reject", status_code=204)
async def reject_duplicate(
    customer: Annotated[Customer, may_on(find_customer, RejectDuplicate, "customer")],
    other: Id,
    caller: Caller,
) -> None:
    """Say that another file is of a different customer; it is not proposed again."""
    await must_keep(caller, customer, ("name",), purpose="reject_duplicate")
    known = await find_customer(caller.runtime.store, other)
    if known is None or known.branch != customer.branch or known.id == customer.id:
        raise NotFound(f"customer/{other}")
    await caller.execute(RejectDuplicate(customer.id, known.id, caller.person.staff), customer.branch)


@router.post("/customers/{customer}/merges")
async def merge_customers(
    customer: Annotated[Customer, may_on(find_customer, MergeCustomers, "customer")],
    form: MergeForm,
    caller: Caller,
) -> MergePlan:
    """Merge another file into that of the customer; without `dry_run` false, only show how."""
    merged = await find_customer(caller.runtime.store, form.merged)
    if merged is None or merged.branch != customer.branch:
        raise NotFound(f"customer/{form.merged}")
    for one in (customer, merged):  # first of all: a refusal tells something of each
        await must_keep(caller, one, PERSONAL_DATA, purpose="merge")
    if form.merged in customer.absorbed and not form.dry_run:
        return await _made_before(caller, customer, form.merged)
    must_be_mergeable(customer, merged)
    own = await read_clear(caller, customer, PERSONAL_DATA, purpose="merge")
    theirs = await read_clear(caller, merged, PERSONAL_DATA, purpose="merge")
    if any(one is Choice.BOTH and field not in LISTS for field, one in form.choices.items()):
        raise Malformed("choices: both is for lists")
    plan = _plan(customer, own, merged, theirs, form)
    if form.dry_run:
        return plan
    if form.editions is None:
        raise Malformed("editions: missing")
    cause = caller.cause(MergeCustomers, customer.branch)
    id = correlation_of(customer.branch, caller.person.staff, cause.id)
    new = await _prepared(caller, id, customer, _chosen(own, theirs, form), form)
    await caller.runtime.execute(MergeCustomers(customer.id, merged.id, new), cause)
    return plan.model_copy(update={"merge": id})


@router.get("/customers/{customer}/merges")
async def list_merges(
    customer: Annotated[Customer, may_on(find_customer, ListMerges, "customer")], caller: Caller
) -> list[MergeNow]:
    """The merges into a customer's file, the latest first; with `undo_until`, those that can be undone."""
    await must_keep(caller, customer, ("name",), purpose="list_merges")
    at = now()
    return [
        MergeNow(
            merge=one.id,
            survivor=one.survivor,
            merged=one.merged,
            at=one.at,
            by=one.by,
            undone_at=one.undone_at,
            undo_until=one.undo_until if one.can_be_undone(at) else None,
        )
        for one in await merges_into(caller.runtime.store, customer.id)
    ]


@router.post("/merges/{merge}/undo", status_code=204)
async def undo_merge(merge: Annotated[Merge, may_on(find_merge, UndoMerge, "merge")], caller: Caller) -> None:
    """Undo a merge, whole; what was changed in the file since stays."""
    survivor = await find_customer(caller.runtime.store, merge.survivor)
    if survivor is None:
        raise NotFound(f"merge/{merge.id}")
    await must_keep(caller, survivor, PERSONAL_DATA, purpose="undo_merge")
    await caller.execute(UndoMerge(merge.id, caller.person.staff), merge.branch)


async def _made_before(caller: Asking, survivor: Customer, merged: str) -> MergePlan:
    """Answer a repeat of a merge whose answer was lost. Raises `NotFound`."""
    for one in await merges_into(caller.runtime.store, survivor.id):
        if one.merged == merged and one.undone_at is None:
            editions = (survivor.edition, survivor.edition)
            return MergePlan(attributes=[], credentials=0, needs=0, editions=editions, merge=one.id)
    raise NotFound(f"customer/{merged}")


def _plan(survivor: Customer, own: Clear, merged: Customer, theirs: Clear, form: MergeForm) -> MergePlan:
    attributes = []
    for field in (*SEALED, *PLAIN):
        values = [_shown(field, one, clear) for one, clear in ((survivor, own), (merged, theirs))]
        if values[0] == values[1]:
            continue
        choices = [one for one in Choice if one is not Choice.BOTH or field in LISTS]
        choice = form.choices.get(field, Choice.SURVIVOR)
        attributes.append(
            Attribute(field=field, survivor=values[0], merged=values[1], choice=choice, choices=choices)
        )
    return MergePlan(
        attributes=attributes,
        credentials=len(set(merged.credentials) - set(survivor.credentials)),
        needs=len(merged.open_needs),
        editions=(survivor.edition, merged.edition),
    )


def _shown(field: FileField, customer: Customer, clear: Clear) -> str:
    """Write an attribute as it is compared."""
    if field is FileField.DATES:
        return written(clear.important_dates)
    if field in LISTS:
        return text_of(getattr(customer, field.value)) or ""
    return getattr(clear if field in SEALED else customer, field.value) or ""


def _chosen(own: Clear, theirs: Clear, form: MergeForm) -> Clear:
    """Return the personal data of the file that stays."""
    taken = {}
    for field in SEALED:
        choice = form.choices.get(field, Choice.SURVIVOR)
        if choice is Choice.MERGED:
            taken[field.value] = getattr(theirs, field.value)
        elif choice is Choice.BOTH:
            taken[field.value] = dates_text(_distinct(own.important_dates + theirs.important_dates))
    return own.model_copy(update=taken)


def _distinct(dates: list[ImportantDate]) -> list[ImportantDate]:
    return list({(one.kind, one.day, one.words): one for one in dates}.values())


async def _prepared(caller: Asking, id: str, survivor: Customer, chosen: Clear, form: MergeForm) -> NewMerge:
    """Seal what changes under the survivor's key."""
    settings = caller.runtime.settings
    master, key = settings.keys("master_key"), await data_key_of(caller.runtime, survivor.id)
    taken = {
        field.value: getattr(chosen, field.value)
        for field in SEALED
        if form.choices.get(field, Choice.SURVIVOR) is not Choice.SURVIVOR
    }
    return NewMerge(
        id=id,
        by=caller.person.staff,
        editions=form.editions or (0, 0),
        choices=form.choices,
        sealed=seal_anew(master, survivor.id, key, taken),
        masked_name=mask_name(chosen.name),
        keys=name_keys(settings.key("blind_key"), survivor.branch, chosen),
    )
