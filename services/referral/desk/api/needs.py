"""The need desk over HTTP (A3): raised at a branch, answered by the product department for the whole bank."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field, StringConstraints

from services.referral.desk.commands import (
    AcknowledgeDeskNeed,
    AnswerDeskNeed,
    ChangeDeskSettings,
    RaiseDeskNeed,
)
from services.referral.desk.domain.needs import BANK, DeskAsking, DeskNeed
from services.referral.desk.queries import (
    ListDeskNeeds,
    ListOwnAskings,
    ReadDeskWords,
    ViewDeskSettings,
    askings_by,
    askings_of,
    find_need,
    find_settings,
    needs_at_desk,
    needs_by_id,
)
from services.referral.fields import Key
from services.referral.products.api.catalogue import PRODUCT
from services.referral.products.queries import find_kept
from shared.access import Person
from shared.commands import Command
from shared.contracts.devices import correlation_of
from shared.contracts.needs import Need
from shared.contracts.referral import DeskAnswer, DeskMissing, DeskNeedState, DeskStep
from shared.errors import NotFound
from shared.fields import Given, Readable, Whole
from shared.privacy import SealingKey, open_words, seal_words
from shared.rights import may_at_queried_branch, may_somewhere
from shared.runtime import Asking, Caller, Runtime

router = APIRouter(prefix="/api/referral/desk", tags=["desk"])
Words = Annotated[Readable, StringConstraints(max_length=2000)]
NeedId = Annotated[str, Path(alias="desk_need", max_length=128)]
Days = Annotated[Whole, Field(ge=1, le=60)]


class RaiseForm(Given):
    """A need that no product serves, what is missing, for which customer of the branch, and in words."""

    need: Need
    missing: DeskMissing | None = None
    customer: Key | None = None
    words: Words | None = Field(default=None, repr=False)


class AnswerForm(Given):
    """The answer to everybody who asked: a word, words if there are any, the product if there is one."""

    answer: DeskAnswer
    words: Words | None = Field(default=None, repr=False)
    product: str | None = Field(default=None, pattern=PRODUCT)


class SettingsForm(Given):
    """Working days until the desk acknowledges a need, and until it answers."""

    acknowledge_days: Days = 2
    answer_days: Days = 10


class SettingsNow(BaseModel):
    """The working days of the desk."""

    acknowledge_days: int
    answer_days: int


class DeskNeedNow(BaseModel):
    """A need at the desk; `answer_words` for those who asked, and for the department."""

    desk_need: str
    branch: str
    need: str
    missing: DeskMissing | None
    state: DeskNeedState
    count: int
    raised_at: datetime
    acknowledge_by: str
    answer_by: str
    late: tuple[DeskStep, ...]
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    answer: DeskAnswer | None
    product: str | None
    answer_words: str | None = None


class AskingNow(BaseModel):
    """A need as it was raised; `words` for who raised it, and for the department. `desk` is the need that it
    joined, as it stands."""

    asking: str
    branch: str
    raised_by: str
    raised_at: datetime
    customer: str | None = None
    need: str
    missing: DeskMissing | None
    words: str | None = None
    desk: DeskNeedNow | None = None


@router.get("/needs")
async def list_needs(
    person: Annotated[Person, may_somewhere(ListDeskNeeds)],
    runtime: Runtime,
    state: Annotated[DeskNeedState, Query()] = DeskNeedState.RAISED,
) -> list[DeskNeedNow]:
    """The needs of all branches in a state: those open by their deadline, those answered the latest first."""
    return [_need(one) for one in await needs_at_desk(runtime.store, state)]


@router.get("/needs/{desk_need}/askings")
async def list_askings(
    person: Annotated[Person, may_somewhere(ReadDeskWords)], desk_need: NeedId, caller: Caller
) -> list[AskingNow]:
    """All that was raised and pooled into a need, with its words, without the customers."""
    need = await _found(desk_need, caller)
    found = await askings_of(caller.runtime.store, need.id)
    return [_asking(one, _words(caller, one)) for one in found]


@router.post("/needs/{desk_need}/acknowledge")
async def acknowledge(
    person: Annotated[Person, may_somewhere(AcknowledgeDeskNeed)], desk_need: NeedId, caller: Caller
) -> DeskNeedNow:
    """Note that the department has read a need."""
    need = await _found(desk_need, caller)
    return await _execute(caller, AcknowledgeDeskNeed(need.id, person.staff), need)


@router.post("/needs/{desk_need}/answer")
async def answer(
    person: Annotated[Person, may_somewhere(AnswerDeskNeed)],
    desk_need: NeedId,
    form: AnswerForm,
    caller: Caller,
) -> DeskNeedNow:
    """Answer a need, for everybody who asked."""
    need = await _found(desk_need, caller)
    words = seal_words(_key(caller), _answer_place(need.id), form.words)
    command = AnswerDeskNeed(need.id, form.answer, person.staff, form.product, words)
    return await _execute(caller, command, need)


@router.post("/askings", status_code=201)
async def raise_need(
    branch: Annotated[str, may_at_queried_branch(RaiseDeskNeed)], form: RaiseForm, caller: Caller
) -> AskingNow:
    """Raise a need that no product serves; an equal one that is open is joined."""
    if form.customer is not None:
        customer = await find_kept(caller.runtime.store, form.customer)
        if customer is None or customer.branch != branch:
            raise NotFound(f"customers/{form.customer}")
    cause = caller.cause(RaiseDeskNeed, branch)
    id = correlation_of(branch, caller.person.staff, cause.id)
    words = seal_words(_key(caller), _asking_place(id), form.words)
    command = RaiseDeskNeed(
        id, branch, form.need, form.missing, caller.person.staff, form.customer, None, words
    )
    await caller.runtime.execute(command, cause)
    found = await caller.runtime.store.find(DeskAsking, id)
    if found is None:
        raise NotFound(f"askings/{id}")
    return _asking(found, form.words, await find_need(caller.runtime.store, found.desk_need))


@router.get("/askings")
async def list_own(
    branch: Annotated[str, may_at_queried_branch(ListOwnAskings)], caller: Caller
) -> list[AskingNow]:
    """My own needs that I raised at a branch, the latest first, with the answers."""
    found = await askings_by(caller.runtime.store, branch, caller.person.staff)
    desk = await needs_by_id(caller.runtime.store, [one.desk_need for one in found])
    shown = []
    for one in found:
        need = desk.get(one.desk_need)
        line = _asking(one, _words(caller, one), need)
        if need is not None and line.desk is not None:
            line.desk.answer_words = _answer_words(caller, need)
        line.customer = one.customer
        shown.append(line)
    return shown


@router.get("/settings")
async def view_settings(
    person: Annotated[Person, may_somewhere(ViewDeskSettings)], runtime: Runtime
) -> SettingsNow:
    """The working days of the desk."""
    return SettingsNow.model_validate((await find_settings(runtime.store)).model_dump())


@router.put("/settings")
async def change_settings(
    person: Annotated[Person, may_somewhere(ChangeDeskSettings)], form: SettingsForm, caller: Caller
) -> SettingsNow:
    """Change the working days of the desk, for needs that are raised from now on."""
    command = ChangeDeskSettings(form.acknowledge_days, form.answer_days, person.staff)
    await caller.execute(command, BANK)
    return SettingsNow.model_validate((await find_settings(caller.runtime.store)).model_dump())


async def _found(id: str, caller: Asking) -> DeskNeed:
    need = await find_need(caller.runtime.store, id)
    if need is None:
        raise NotFound(f"desk/needs/{id[:64]}")
    return need


async def _execute(caller: Asking, command: Command, need: DeskNeed) -> DeskNeedNow:
    await caller.execute(command, need.branch)
    after = await _found(need.id, caller)
    return _need(after, _answer_words(caller, after))


def _need(need: DeskNeed, words: str | None = None) -> DeskNeedNow:
    fields = DeskNeedNow.model_fields.keys() - {"desk_need", "answer_words"}
    return DeskNeedNow(desk_need=need.id, answer_words=words, **need.model_dump(include=fields))


def _asking(asking: DeskAsking, words: str | None, need: DeskNeed | None = None) -> AskingNow:
    return AskingNow(
        asking=asking.id,
        words=words,
        desk=_need(need) if need else None,
        **asking.model_dump(include={"branch", "raised_by", "raised_at", "need", "missing"}),
    )


def _words(caller: Asking, asking: DeskAsking) -> str | None:
    return open_words(_key(caller), _asking_place(asking.id), asking.words)


def _answer_words(caller: Asking, need: DeskNeed) -> str | None:
    return open_words(_key(caller), _answer_place(need.id), need.answer_words)


def _key(caller: Asking) -> SealingKey:
    return caller.runtime.settings.keys("master_key")


def _asking_place(id: str) -> str:
    return f"desk/askings/{id}/words"


def _answer_place(id: str) -> str:
    return f"desk/needs/{id}/answer"
