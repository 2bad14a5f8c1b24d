"""The hints about a customer over HTTP (A2): with their reasons, to be taken up or dismissed."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from services.customer.consents.queries import circumstances_of
from services.customer.files.api.reading import must_keep
from services.customer.files.domain.customer import Customer
from services.customer.files.queries import find_customer
from services.customer.latent.commands import DismissLatentNeed, TakeUpLatentNeed
from services.customer.latent.domain.consent import consents_to_marketing
from services.customer.latent.domain.hints import Hint, HintState, LatentNeeds
from services.customer.latent.domain.sentences import product_words, sentence
from services.customer.latent.queries import ViewAnyLatentNeeds, ViewLatentNeeds, find_needs
from shared.contracts.customer import LatentDismissal, LatentInput
from shared.fields import Given
from shared.rights import may_on
from shared.runtime import Caller

router = APIRouter(prefix="/api/customer/customers/{customer}/latent", tags=["latent needs"])
Product = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,64}$")]


class DismissForm(Given):
    """The reason for which a hint is dismissed."""

    reason: LatentDismissal


class InWords(BaseModel):
    """Words in both languages."""

    zh: str
    en: str


class ReasonNow(BaseModel):
    """A reason of a hint: what it says, and what it adds to the log-odds."""

    input: LatentInput
    weight: float
    says: InWords


class HintNow(BaseModel):
    """A hint that is shown, or was. of 100 customers like this `of_hundred` hold the product, from 1 to 99;
    `reasons` are the strongest, those for it first, and `others` is what all other inputs add together."""

    product: str
    called: InWords
    need: str
    of_hundred: int
    reasons: list[ReasonNow]
    others: float
    found: str
    until: str
    model_day: str
    method: str
    state: HintState
    ended: str | None
    dismissed: LatentDismissal | None


class LatentNow(BaseModel):
    """The hints about a customer, the latest first; those that are held out are not among them. `consents`
    tells whether the customer consented to marketing by some channel."""

    customer: str
    consents: bool
    hints: list[HintNow]


@router.get("")
async def view_latent_needs(
    customer: Annotated[Customer, may_on(find_customer, ViewLatentNeeds, "customer")], caller: Caller
) -> LatentNow:
    """The hints about a customer: for who keeps the customer, and for the heads."""
    customer.must_exist()
    if not caller.may(ViewAnyLatentNeeds, customer.branch):
        await must_keep(caller, customer, ["latent_needs"], purpose="view_latent_needs")
    store = caller.runtime.store
    needs = await find_needs(store, customer.id) or LatentNeeds(id=customer.id, branch=customer.branch)
    known = await circumstances_of(store, customer)
    return LatentNow(
        customer=customer.id,
        consents=consents_to_marketing(known.standing),
        hints=[shown(one) for one in reversed(needs.hints) if not one.held_out],
    )


@router.post("/{product}/take-up", status_code=204)
async def take_up_latent_need(
    customer: Annotated[Customer, may_on(find_customer, TakeUpLatentNeed, "customer")],
    product: Product,
    caller: Caller,
) -> None:
    """Take up a hint: its need is followed as a prospect from here on."""
    await must_keep(caller, customer, ["latent_needs"], purpose="take_up_latent_need")
    await caller.execute(TakeUpLatentNeed(customer.id, product, caller.person.staff), customer.branch)


@router.post("/{product}/dismiss", status_code=204)
async def dismiss_latent_need(
    customer: Annotated[Customer, may_on(find_customer, DismissLatentNeed, "customer")],
    product: Product,
    form: DismissForm,
    caller: Caller,
) -> None:
    """Dismiss a hint: it is not repeated for the time that the bank has set."""
    await must_keep(caller, customer, ["latent_needs"], purpose="dismiss_latent_need")
    await caller.execute(DismissLatentNeed(customer.id, product, form.reason), customer.branch)


def in_words(words: tuple[str, str]) -> InWords:
    """Return words in Chinese and in English as they are answered."""
    return InWords(zh=words[0], en=words[1])


def shown(hint: Hint) -> HintNow:
    """Return a hint as it is shown."""
    return HintNow(
        product=hint.product,
        called=in_words(product_words(hint.product)),
        need=hint.need,
        of_hundred=hint.of_hundred,
        reasons=[
            ReasonNow(input=one.input, weight=round(one.weight, 2), says=in_words(sentence(one, hint.prior)))
            for one in hint.reasons
        ],
        others=round(hint.others, 2),
        found=hint.found,
        until=hint.until,
        model_day=hint.model_day,
        method=hint.method,
        state=hint.state,
        ended=hint.ended,
        dismissed=hint.dismissed,
    )
