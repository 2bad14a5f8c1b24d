"""Rules and customers, as the tests of segments need them."""

from datetime import date

from services.customer.files.domain.customer import Customer, Holding, PersonalData, place_of
from services.customer.segments.domain.facts import SegmentFacts, with_holdings
from services.customer.segments.domain.rules import Condition, RuleSet, SegmentRule
from shared.contracts.customer import SegmentInput
from shared.contracts.words import Segment
from tests.unit.acting import MORNING

TOTAL = SegmentInput.TOTAL_BALANCE


def between(
    at_least: int | None, below: int | None, of: SegmentInput = TOTAL, product: str | None = None
) -> Condition:
    """A range of a figure."""
    return Condition(input=of, product=product, at_least=at_least, below=below)


def rule(segment: Segment, *conditions: Condition, name: str = "") -> SegmentRule:
    """A rule, named by its segment."""
    return SegmentRule(name=name or segment.value, segment=segment, conditions=conditions)


LADDER = (
    rule(Segment.MASS, between(None, 50_000)),
    rule(Segment.AFFLUENT, between(50_000, 500_000)),
    rule(Segment.VIP, between(500_000, 6_000_000)),
    rule(Segment.PRIVATE, between(6_000_000, None)),
)
"""Segments by total balance."""


def version(*rules: SegmentRule, number: int = 1, ladder: bool = True, scope: str = "B1") -> RuleSet:
    """A version of rules."""
    return RuleSet(
        id=f"{scope}:{number}",
        scope=scope,
        number=number,
        rules=rules or LADDER,
        ladder=ladder,
        made_by="head",
        made_at=MORNING,
    )


def customer(
    id: str = "C1", segment: Segment = Segment.VIP, account_manager: str | None = "am.1"
) -> Customer:
    """A customer of B1."""
    return Customer(
        id=id,
        branch="B1",
        masked_name="王**",
        segment=segment,
        account_manager=account_manager,
        sealed=PersonalData(name=b"", phone=b""),
        place=place_of(id),
        opened_at=MORNING,
    )


def deposit(amount: int, product: str = "deposit", currency: str = "CNY") -> tuple[Holding, ...]:
    """Holdings of one product, in whole units."""
    return (Holding(product=product, amount=amount * 100, currency=currency),)


def facts(*told: tuple[str, int], id: str = "C1") -> SegmentFacts:
    """The facts of a customer who was told to hold so much from these days on."""
    found = SegmentFacts(id=id, branch="B1")
    for day, amount in told:
        date.fromisoformat(day)
        found = with_holdings(found, deposit(amount), day)
    return found
