"""A branch with something of everything that referral keeps, and everybody who may try to get at it.

C1 is kept by am.1 at B1, and so is all that `ids` names: a prospect, a deal, a recommendation, money that is
committed, a piece of the work plan. C2 is kept by a colleague, am.2; C9 is of another branch. Each person of
`PEOPLE` has one role at one of the two branches.
"""

from datetime import datetime, timedelta

from services.referral.deals.domain.deal import Deal
from services.referral.desk.domain.needs import DeskNeed
from services.referral.plans.domain.budgets import Budget, Commitment
from services.referral.plans.domain.items import PlanItem
from services.referral.prospects.domain.prospect import Prospect
from services.referral.recommendations.domain.holders import HolderTask
from services.referral.recommendations.domain.recommendation import Recommendation
from services.referral.referrals.domain.referral import Referral
from services.referral.territory.domain.reports import TerritoryReport
from shared import clock
from shared.access import Person
from shared.contracts.customer import HoldingsChanged
from shared.contracts.lobby import BranchOpened, ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOn
from shared.contracts.referral import ProductFamily
from shared.contracts.words import Role
from tests.unit.attacking import Attacked
from tests.unit.referral.bank import Bank, terms
from tests.unit.referral.people import COLLEAGUE, DESK, HEAD, LOBBY, MANAGER, STRANGER, TELLER

WORDS = ("报告里的话", "计划的备注", "需求的原话", "市场的见闻")
"""All that is sealed, each under its own name."""
AT = "/api/referral"
OF_BRANCH = f"{AT}/branches/B1"


def person(role: Role, branch: str) -> Person:
    """Return a person with one role at a branch, who is none of referral's `people`."""
    return Person(f"{role.value}.{branch}".lower(), frozenset({role}), (branch,), session=f"s-{branch}")


INSIDERS = tuple(person(role, "B1") for role in Role)
STRANGERS = tuple(person(role, "B9") for role in Role if role is not Role.OPS)  # who runs every branch
NOBODY = Person("nobody", frozenset(), ("B1",), session="s-nobody")
PEOPLE = (*INSIDERS, *STRANGERS, NOBODY, COLLEAGUE)


class Branch(Attacked, Bank):
    """The service referral under attack, asked by whole paths."""

    root = ""

    def __init__(self, now: datetime | None = None) -> None:
        Bank.__init__(self, now)
        self.ids = {}


async def branch() -> Branch:
    """Build the branch, through its own routes where there is one."""
    world = Branch(clock.now() + timedelta(minutes=5))  # later than any route says that it is
    for id in ("B1", "B9"):
        await world.tell(BranchOpened(branch=id, name_zh=id, name_en=id, timezone="Asia/Shanghai"))
    for who in (*INSIDERS, *STRANGERS, STRANGER, MANAGER, COLLEAGUE, HEAD, LOBBY, TELLER):
        for at in who.branches:
            await world.tell(StaffEnrolled(branch=at, staff=who.staff, roles=tuple(who.roles)))
    for customer, manager, at in (("C1", "am.1", "B1"), ("C2", "am.2", "B1"), ("C9", "am.9", "B9")):
        await world.register(customer, manager, at)
        await world.assess(customer, "C3", id=f"A-{customer}")
    await world.publish("prudent_90", terms("R2"))
    await world.publish("steady_180", terms("R2"))
    await world.publish("home_loan", terms("R1", ProductFamily.LOAN))
    await _introduced(world)
    await _sold(world)
    await _planned(world)
    await _at_the_desk(world)
    return world


async def _introduced(world: Branch) -> None:
    """A prospect of am.1, and a referral that is offered to am.1."""
    await world.tell(StaffSignedOn(branch="B1", staff="am.1", roles=(Role.ACCOUNT_MANAGER,)))
    step = {"next_step": "call", "next_on": world.today}
    new = {"branch": "B1", "need": "fund", "customer": "C1", "origin": "life_event", "life_event": "home"}
    await world.done(MANAGER, "POST", f"{AT}/prospects", {**new, **step})
    found = ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by="lm.1", customer="C1")
    await world.tell(found)
    world.ids |= {"prospect": world.only(Prospect), "referral": world.only(Referral)}


async def _sold(world: Branch) -> None:
    """A deal, a recommendation, and a holder of a product that was rated anew."""
    business = {"product": "home_loan", "amount": 100_00, "customer": "C1", "template": "loan"}
    await world.done(MANAGER, "POST", f"{AT}/deals?branch=B1", business)
    offer = {"product": "prudent_90", "reasons": ["maturity"]}
    await world.done(MANAGER, "POST", f"{AT}/customers/C1/recommendations", offer)
    holdings = HoldingsChanged(branch="B1", customer="C1", products=("steady_180",), as_of=world.now, gone=())
    await world.tell(holdings)
    higher = {"issuer_risk": "R3", "seller_risk": "R3"}
    await world.done(DESK, "POST", f"{AT}/products/steady_180/rerate", higher)
    await world.pass_time(timedelta(seconds=30))
    world.ids |= {
        "deal": world.only(Deal),
        "recommendation": world.only(Recommendation),
        "holder_task": world.only(HolderTask),
    }


async def _planned(world: Branch) -> None:
    """Goals, a budget with money that is committed, a work plan, and a report with words."""
    month = world.today[:7]
    goal = {"metric": "prospects_won", "period": month, "target": 3}
    await world.done(HEAD, "PUT", f"{OF_BRANCH}/goals", goal)
    await world.done(HEAD, "PUT", f"{OF_BRANCH}/goals", {**goal, "owner": "am.1"})
    budget = {"line": "events", "period": month, "amount": 1000_00, "currency": "CNY"}
    await world.done(HEAD, "PUT", f"{OF_BRANCH}/budgets", budget)
    world.ids["budget"] = world.only(Budget)
    await world.done(MANAGER, "POST", f"{AT}/budgets/{world.ids['budget']}/commitments", {"amount": 100_00})
    item = {"item": "training", "due": world.today, "note": "计划的备注"}
    await world.done(MANAGER, "POST", f"{OF_BRANCH}/plan-items", item)
    await world.done(HEAD, "POST", f"{OF_BRANCH}/territory", {"period": month})
    world.ids["report"] = world.only(TerritoryReport)
    words = {"words": "报告里的话"}
    await world.done(MANAGER, "PUT", f"{AT}/territory/{world.ids['report']}/words", words)
    world.ids |= {"commitment": world.only(Commitment), "plan_item": world.only(PlanItem)}


async def _at_the_desk(world: Branch) -> None:
    """A need that no product serves, and a note about the market, both in words."""
    need = {"need": "pension", "words": "需求的原话", "customer": "C1"}
    await world.done(MANAGER, "POST", f"{AT}/desk/askings?branch=B1", need)
    note = {"topic": "competitor", "words": "市场的见闻"}
    await world.done(MANAGER, "POST", f"{AT}/desk/notes?branch=B1", note)
    world.ids["desk_need"] = world.only(DeskNeed)
