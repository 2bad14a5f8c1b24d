"""Households (W2): customers who belong together, such as a family. A phone that they share is a contact of
each, and identifies none."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Source, with_facts
from shared.contracts.customer import HouseholdChanged
from shared.contracts.customer.words import CustomerKind, HouseholdRole
from shared.domain import Decision, Document
from shared.editions import mark_of
from shared.errors import NotFound, Refusal

MEMBERS_AT_MOST = 20


class HouseholdFull(Refusal):
    code, status = "household_full", 409
    en, zh = "A household has at most 20 members.", "一个家庭最多 20 名成员。"


class NotOfAHousehold(Refusal):
    code, status = "not_of_a_household", 409
    en, zh = (
        "Two persons of one branch make a household; a company is in none.",
        "同一网点的两位个人客户方可组成家庭，企业客户不适用。",
    )


class Member(BaseModel):
    """A member of a household with their place in it."""

    model_config = ConfigDict(frozen=True)

    customer: str
    role: HouseholdRole


class Household(Document):
    """A household of customers of one branch."""

    collection: ClassVar[str] = "households"

    branch: str
    members: tuple[Member, ...] = ()

    @property
    def mark(self) -> str:
        """Return the mark of the members."""
        return mark_of(self.members)

    def others(self, customer: str) -> tuple[Member, ...]:
        """Return the members besides one customer."""
        return tuple(one for one in self.members if one.customer != customer)


def join(
    customer: Customer, other: Customer, household: Household, role: HouseholdRole, source: Source
) -> Decision:
    """Add the customer to the household of `other`, who founds it if they have none. Joining it again changes
    the role; in the same role, nothing.

    Raises `FileErased`, `NotOfAHousehold`, `HouseholdFull`; `NotFound` for who is in another household.
    """
    customer.must_exist()
    other.must_exist()
    persons = customer.kind is other.kind is CustomerKind.PERSON
    if not persons or customer.branch != other.branch or customer.id == other.id:
        raise NotOfAHousehold
    if customer.household not in (None, household.id):
        raise NotFound(f"households/{household.id}")
    member = Member(customer=customer.id, role=role)
    if customer.household == other.household and member in household.members:
        return Decision()
    members = household.others(customer.id)
    decision = Decision()
    if other.household is None:
        members = (*members, Member(customer=other.id, role=HouseholdRole.HEAD))
        decision.then(_moved(other, household.id, source))
    if len(members) >= MEMBERS_AT_MOST:
        raise HouseholdFull
    joined = household.evolve(members=(*members, member))
    return decision.save(joined).then(_moved(customer, household.id, source))


def leave(customer: Customer, household: Household, last: Customer | None, source: Source) -> Decision:
    """Take the customer out of their household; a household of one, who is `last`, ends."""
    others = household.others(customer.id)
    decision = _moved(customer, None, source)
    if last is not None and len(others) == 1:
        others = ()
        decision.then(_moved(last, None, source))
    return decision.save(household.evolve(members=others))


def _moved(customer: Customer, household: str | None, source: Source) -> Decision:
    if customer.household == household:
        return Decision()
    moved = customer.evolve(household=household)
    event = HouseholdChanged(branch=customer.branch, customer=customer.id, household=household)
    return with_facts(customer, moved, source, event)
