"""Hints of latent needs (A2): shown or held out, taken up, dismissed, or ended by themselves."""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.files.domain.customer import Customer
from services.customer.latent.domain.model import METHOD, Contribution
from shared.contracts.customer import (
    LatentDismissal,
    LatentEnd,
    LatentNeedEnded,
    LatentNeedFound,
    LatentNeedTakenUp,
)
from shared.domain import Decision, Document
from shared.errors import Refusal

HOLD_OUT = 10
"""One hint in so many is held out."""
KEPT = 60
"""Hints of a customer that are kept; of those before them, only what was counted."""


class HintGone(Refusal):
    code, status = "hint_gone", 409
    en, zh = "This hint is no longer open.", "该提示已不再有效。"


class HintState(StrEnum):
    """The state of a hint."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    DISMISSED = "dismissed"
    EXPIRED = "expired"
    HELD = "held"
    REFUSED = "refused"


class Hint(BaseModel):
    """A hint that a customer lacks a `product`, with what it was found from: `prior`, `reasons` and `others`
    add up to the log-odds, of which `of_hundred` is the chance. Days are those of the home branch: it ends
    `until` a day, and counts on the day `judged_on`, by whether they `came` to hold it."""

    model_config = ConfigDict(frozen=True)

    product: str
    need: str
    of_hundred: int
    prior: float
    reasons: tuple[Contribution, ...]
    others: float
    found: str
    until: str
    judged_on: str
    horizon: int
    held_out: bool
    model_day: str
    method: str = METHOD
    state: HintState = HintState.OPEN
    ended: str | None = None
    dismissed: LatentDismissal | None = None
    came: str | None = None
    judged: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it has not ended."""
        return self.state is HintState.OPEN

    @property
    def is_shown(self) -> bool:
        """Tell whether somebody may see it."""
        return self.is_open and not self.held_out

    def end(self, state: HintState, day: str, dismissed: LatentDismissal | None = None) -> "Hint":
        """Return it at its end."""
        return self.model_copy(update={"state": state, "ended": day, "dismissed": dismissed})


class LatentNeeds(Document):
    """The hints about one customer, in the order in which they were found; the id is the customer's. `rung`
    is the chance of the best one that is shown, 0 for none, `order` that with the id; `account_manager` is a
    copy."""

    collection: ClassVar[str] = "latent_needs"

    branch: str
    account_manager: str | None = None
    hints: tuple[Hint, ...] = ()
    rung: int = 0
    order: str = ""

    def open_hint(self, product: str) -> Hint:
        """Return the open hint of a product. Raises `HintGone`."""
        for one in self.hints:
            if one.product == product and one.is_shown:
                return one
        raise HintGone

    def with_hints(self, hints: Sequence[Hint]) -> "LatentNeeds":
        """Return it with these hints, the latest of them, and its place in the lists."""
        rung = max((one.of_hundred for one in hints if one.is_shown), default=0)
        order = f"{rung:02}:{self.id}" if rung else ""
        return self.evolve(hints=tuple(hints)[-KEPT:], rung=rung, order=order)

    def replaced(self, old: Hint, new: Hint) -> "LatentNeeds":
        """Return it with one hint changed."""
        return self.with_hints([new if one is old else one for one in self.hints])


def is_held_out(customer: str, product: str) -> bool:
    """Tell whether hints of a product are held out for a customer: the same each night, for one in
    `HOLD_OUT`."""
    return int.from_bytes(sha256(f"latent/{customer}/{product}".encode()).digest()[:8]) % HOLD_OUT == 0


def needs_of(customer: Customer, known: LatentNeeds | None) -> LatentNeeds:
    """Return the hints of a customer with the copies up to date."""
    copies = {"branch": customer.branch, "account_manager": customer.account_manager}
    if known is None:
        return LatentNeeds(id=customer.id, **copies)
    return known.evolve(**copies)


def refuse(known: LatentNeeds, day: str) -> Decision:
    """End what is open about a customer who refuses marketing."""
    hints = [one.end(HintState.REFUSED, day) if one.is_open else one for one in known.hints]
    events = [
        ended_event(known, one) for one, before in zip(hints, known.hints, strict=True) if before.is_open
    ]
    return Decision().save(known.with_hints(hints), *events) if events else Decision()


def dismiss(needs: LatentNeeds, product: str, reason: LatentDismissal, day: str) -> Decision:
    """End a hint for a reason. Raises `HintGone`."""
    hint = needs.open_hint(product)
    ended = hint.end(HintState.DISMISSED, day, reason)
    return Decision().save(needs.replaced(hint, ended), ended_event(needs, ended))


def take_up(needs: LatentNeeds, product: str, by: str, day: str) -> Decision:
    """End a hint because its need is followed as a prospect from here on. Raises `HintGone`."""
    hint = needs.open_hint(product)
    event = LatentNeedTakenUp(
        branch=needs.branch,
        customer=needs.id,
        account_manager=needs.account_manager or by,
        product=hint.product,
        need=hint.need,
        taken_by=by,
    )
    return Decision().save(needs.replaced(hint, hint.end(HintState.TAKEN_UP, day)), event)


def forget(known: LatentNeeds) -> Decision:
    """Empty what is kept about a customer; nothing but the id is left of it."""
    empty = LatentNeeds(id=known.id, branch="")
    return Decision() if known == empty.evolve(version=known.version) else Decision().save(empty)


def found_event(needs: LatentNeeds, hint: Hint) -> LatentNeedFound:
    reasons = dict.fromkeys(one.input for one in hint.reasons if one.weight > 0)
    return LatentNeedFound(
        branch=needs.branch,
        customer=needs.id,
        account_manager=needs.account_manager or "",
        product=hint.product,
        need=hint.need,
        reasons=tuple(reasons),
        held_out=hint.held_out,
        of_hundred=hint.of_hundred,
        until=hint.until,
        model_day=hint.model_day,
        method=hint.method,
    )


def ended_event(needs: LatentNeeds, hint: Hint) -> LatentNeedEnded:
    return LatentNeedEnded(
        branch=needs.branch,
        customer=needs.id,
        account_manager=needs.account_manager,
        product=hint.product,
        need=hint.need,
        ended=LatentEnd(hint.state.value),
        reason=hint.dismissed,
        held_out=hint.held_out,
    )
