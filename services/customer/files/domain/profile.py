"""The profile of a customer (W2): preferred name, language, tags, important dates, risk and its review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import FileChanged, Source, with_facts
from shared.clock import Moment
from shared.contracts.customer import CustomerEvent, ProfileChanged, RiskReviewFellDue, RiskReviewsChanged
from shared.contracts.customer.words import FileField, RiskClass
from shared.domain import Decision, Document
from shared.errors import Refusal

REVIEW_AFTER = {RiskClass.HIGH: 182, RiskClass.MEDIUM: 365, RiskClass.LOW: 3 * 365}
"""Days after which a file is reviewed again, by its class of risk, where the bank has set none: the highest
every half year."""


class ReviewsOutOfOrder(Refusal):
    code, status = "reviews_out_of_order", 422
    en, zh = (
        "A higher class of risk is reviewed at least as often as a lower one.",
        "风险等级越高，复核间隔不得越长。",
    )


class ReviewRules(Document):
    """The days of the bank after which a file is reviewed again, by its class of risk; its id is `BANK`."""

    collection: ClassVar[str] = "review_rules"

    days: dict[RiskClass, int] = {}

    def after(self, risk: RiskClass) -> timedelta:
        """Return the time until the next review of a file of this class."""
        return timedelta(days=self.days.get(risk, REVIEW_AFTER[risk]))

    @property
    def all_days(self) -> dict[RiskClass, int]:
        """Return the days of every class."""
        return {risk: self.after(risk).days for risk in REVIEW_AFTER}


class RiskReviewDue(CustomerEvent):
    """The risk class of a customer is to be reviewed (W2). A timer."""

    customer: str


@dataclass(frozen=True)
class NewProfile:
    """Fields of a profile to be changed. `edition` is that of the file when it was read; `plain` are fields
    by name, `sealed` those that are kept under seal, None for one that is taken out; `keys` are the keyed
    hashes of all names, None where they stay; the `decade` of the birth goes with them. A `risk` that is
    stated again counts as its review."""

    edition: int
    by: str
    plain: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, bytes | None] = field(default_factory=dict)
    keys: tuple[str, ...] | None = None
    decade: int | None = None


def set_reviews(known: ReviewRules, days: Mapping[RiskClass, int], by: str) -> Decision:
    """Set after how many days files are reviewed, from their next review on; a class that is left out keeps
    its own. Raises `ReviewsOutOfOrder`."""
    rules = known.evolve(days={**known.all_days, **days})
    ordered = [rules.all_days[risk] for risk in REVIEW_AFTER]
    if ordered != sorted(ordered):
        raise ReviewsOutOfOrder
    if rules.all_days == known.all_days:
        return Decision()
    event = RiskReviewsChanged(branch=known.id, days=rules.all_days, changed_by=by)
    return Decision().save(rules, event)


def change_profile(
    customer: Customer, new: NewProfile, source: Source, moment: Moment, rules: ReviewRules
) -> Decision:
    """Change the profile, with its history; a risk class sets the deadline of its next review.

    Raises `FileErased`, `FileChanged`.
    """
    customer.must_exist()
    if customer.sealed is None:
        raise FileChanged
    changed = customer.evolve(
        **new.plain,
        sealed=customer.sealed.model_copy(update=dict(new.sealed)),
        keys=customer.keys if new.keys is None else new.keys,
        decade=customer.decade if new.keys is None else new.decade,
    )
    stale = new.edition != customer.edition
    due = customer.review_due
    if "risk" in new.plain:
        due = moment.after(rules.after(changed.risk)) if changed.risk else None
    if changed == customer and (due == customer.review_due or (stale and _as_good(customer.review_due, due))):
        return Decision()
    if stale:
        raise FileChanged
    timer = Decision()
    if "risk" in new.plain:
        changed = changed.evolve(review_due=due)
        timer = review_of(changed)
    event = ProfileChanged(
        branch=customer.branch,
        customer=customer.id,
        fields=tuple(FileField(name) for name in (*new.plain, *new.sealed)),
        changed_by=new.by,
    )
    return with_facts(customer, changed.evolve(edition=customer.edition + 1), source, event).then(timer)


def _as_good(known: datetime | None, due: datetime | None) -> bool:
    """Tell whether a review was stated so lately that another changes nothing: within a day."""
    return known is not None and due is not None and due - known < timedelta(days=1)


def fall_due(customer: Customer, moment: Moment) -> Decision:
    """Publish that a review is due, unless it was done meanwhile or the file is gone."""
    gone = customer.is_closed or customer.merged_into is not None
    if gone or customer.review_due is None or customer.review_due > moment.now:
        return Decision()
    event = RiskReviewFellDue(
        branch=customer.branch,
        customer=customer.id,
        masked_name=customer.masked_name,
        account_manager=customer.account_manager,
    )
    return Decision().save(customer, event)


def review_of(customer: Customer) -> Decision:
    """Schedule the next review of a customer's risk class, or cancel it."""
    id = f"risk_review:{customer.id}"
    if customer.review_due is None:
        return Decision().cancel(id)
    event = RiskReviewDue(branch=customer.branch, customer=customer.id)
    return Decision().schedule(id, customer.review_due, event, correlation_id=customer.id)
