"""People of business who do not give up: from a prospect over a recommendation and a deal to the report."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.local.clients import Refused
from deploy.local.seed import BRANCH
from tests.faults.acts import Acts, People
from tests.faults.portfolio import CUSTOMERS, HEAD, MANAGER, ZONE

AT = "/api/referral"
OF_BRANCH = f"{AT}/branches/{BRANCH}"
OFFICE, RISK, DESK = "office", "risk", "desk"
OWNERS = {"papers": MANAGER, "credit": RISK, "terms": DESK, "payout": OFFICE}
"""The steps of a loan, each after those that it depends on, with who does them."""


@dataclass
class Businesses(Acts):
    """The acts confirmed to the people of business."""

    deals: list[str] = field(default_factory=list)
    """Deals whose close was confirmed."""

    def on(self, thing: str, *kinds: str) -> None:
        """Note that acts of referral were confirmed."""
        self.done(thing, "referral", *kinds)


@dataclass
class Trade(People):
    """The people who make business of prospects: account manager, head, and three departments."""

    ledger: Businesses

    async def run(self, end: asyncio.Event) -> None:
        """Make business with one new customer after the other, each to the end."""
        month = f"{datetime.now(ZONE):%Y-%m}"
        budget = {"line": "events", "period": month, "amount": 10**12, "currency": "CNY"}
        await self.put(HEAD, f"{OF_BRANCH}/budgets", budget)
        while not end.is_set():
            goal = {"metric": "deals_closed", "period": month, "target": self.chance.randrange(1, 500)}
            await self.put(HEAD, f"{OF_BRANCH}/goals", goal)
            await self._serve(end)

    async def _serve(self, end: asyncio.Event) -> None:
        customer = await self._open()
        steps = [self._lose, self._recommend, self._spend, self._plan, self._report]
        self.chance.shuffle(steps)
        for step in (self._deal, *steps):
            if end.is_set():
                return
            await asyncio.sleep(self.chance.uniform(0.1, 0.4))
            await step(customer)

    async def _open(self) -> str:
        """Open a file, and wait until referral knows of it."""
        customer = f"G{uuid4().hex[:10]}"
        phone = f"137{uuid4().int % 10**8:08}"  # nobody else has it, whatever was played on this stack before
        file = {"customer": customer, "branch": BRANCH, "name": "秦百川", "phone": phone}
        await self.post(MANAGER, CUSTOMERS, {**file, "account_manager": self.id_of(MANAGER)})
        while not await self._is_known(customer):  # noqa: ASYNC110 - another service, no event to wait for
            await asyncio.sleep(0.1)
        return customer

    async def _is_known(self, customer: str) -> bool:
        try:
            await self.get(MANAGER, f"{AT}/customers/{customer}/profiles")
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return False
        return True

    async def _prospect(self, customer: str, need: str) -> str:
        """Open a prospect, and take it to a proposal."""
        new = {"branch": BRANCH, "need": need, "customer": customer, **_next("call")}
        opened = await self.post(MANAGER, f"{AT}/prospects", new)
        prospect = str(opened["prospect"])
        self.ledger.on(prospect, "prospect_opened")
        for stage in ("contacted", "met", "proposed"):
            moved = {"stage": stage, **_next("decide")}
            await self.post(MANAGER, f"{AT}/prospects/{prospect}/move", moved)
            self.ledger.on(prospect, "prospect_moved")
        return prospect

    async def _lose(self, customer: str) -> None:
        """A prospect that rests and is lost."""
        prospect = await self._prospect(customer, "fund")
        at = f"{AT}/prospects/{prospect}"
        await self.post(MANAGER, f"{at}/park", {"until": _day(9), "next_step": "call"})
        self.ledger.on(prospect, "prospect_moved", "prospect_parked")
        await self.post(MANAGER, f"{at}/lose", {"reason": "not_now"})
        self.ledger.on(prospect, "prospect_moved", "prospect_lost")

    async def _recommend(self, customer: str) -> None:
        """A product that suits, bought."""
        at = f"{AT}/customers/{customer}"
        result = {"family": "wealth", "tolerance": "C4", "questionnaire": "2026-1"}
        await self.post(HEAD, f"{at}/assessments", result)
        offer = {"product": "steady_90", "reasons": ["maturity"]}
        made = await self.post(MANAGER, f"{at}/recommendations", offer)
        one = str(made["recommendation"])
        self.ledger.on(one, "recommendation_proposed")
        acts: dict[str, tuple[str, dict[str, Any]]] = {
            "present": ("recommendation_presented", {}),
            "interested": ("recommendation_interested", {}),
            "bought": ("recommendation_bought", {"amount": 200_000_00}),
        }
        for act, (kind, body) in acts.items():
            await self.post(MANAGER, f"{AT}/recommendations/{one}/{act}", body)
            self.ledger.on(one, kind)

    async def _deal(self, customer: str) -> None:
        """A deal of a prospect through its departments; one in four is given up on the way."""
        prospect = await self._prospect(customer, "mortgage")
        business = {"product": "home_loan", "amount": 1_200_000_00, "template": "loan"}
        business |= {"customer": customer, "prospect": prospect}
        deal = str((await self.post(MANAGER, f"{AT}/deals?branch={BRANCH}", business))["deal"])
        self.ledger.on(deal, "deal_opened")
        ends_after = self.chance.choice(["papers", "", "", ""])
        for step, who in OWNERS.items():
            await self._task(deal, step, who)
            if step == ends_after:
                await self.post(MANAGER, f"{AT}/deals/{deal}/cancel", {"reason": "customer"})
                self.ledger.on(deal, "deal_cancelled")
                return
        await self.post(MANAGER, f"{AT}/deals/{deal}/close")
        self.ledger.on(deal, "deal_closed")
        self.ledger.on(prospect, "prospect_moved", "prospect_won")  # the deal wins it
        self.ledger.deals.append(deal)

    async def _task(self, deal: str, step: str, who: str) -> None:
        """Take a task, let it be blocked or put back now and then, and finish it."""
        at, task = f"{AT}/deals/{deal}/tasks/{step}", f"{deal}:{step}"
        await self.post(who, f"{at}/take")
        self.ledger.on(task, "deal_task_accepted")
        match self.chance.randrange(4):
            case 0:
                await self.post(who, f"{at}/block", {"reason": "papers"})
                await self.post(who, f"{at}/unblock")
                self.ledger.on(task, "deal_task_blocked", "deal_task_unblocked")
            case 1:
                await self.post(who, f"{at}/put-back")
                await self.post(who, f"{at}/take")
                self.ledger.on(task, "deal_task_accepted")
        await self.post(who, f"{at}/finish")
        self.ledger.on(task, "deal_task_done")

    async def _spend(self, customer: str) -> None:
        """Money of the budget, spent or set free."""
        month = f"{datetime.now(ZONE):%Y-%m}"
        (budget,) = [
            one
            for one in await self.get(MANAGER, f"{OF_BRANCH}/budgets", period=month)
            if one["line"] == "events"
        ]
        before = {one["commitment"] for one in budget["open"]}
        at = f"{AT}/budgets/{budget['budget']}/commitments"
        after = await self.post(MANAGER, at, {"amount": 500_00})
        (made,) = {one["commitment"] for one in after["open"]} - before
        self.ledger.on(made, "budget_committed")
        act, kind, body = self.chance.choice(
            [("spend", "budget_spent", {"amount": 480_00}), ("release", "budget_released", {})]
        )
        await self.post(MANAGER, f"{AT}/commitments/{made}/{act}", body)
        self.ledger.on(made, kind)

    async def _plan(self, customer: str) -> None:
        """An item of the work plan, moved and done."""
        added = await self.post(MANAGER, f"{OF_BRANCH}/plan-items", {"item": "training", "due": _day(1)})
        item = str(added["plan_item"])
        await self.post(MANAGER, f"{AT}/plan-items/{item}/move", {"due": _day(2)})
        await self.post(MANAGER, f"{AT}/plan-items/{item}/done")
        self.ledger.on(item, "plan_item_added", "plan_item_moved", "plan_item_done")

    async def _report(self, customer: str) -> None:
        """The report of the month as it stands, with the words of the account manager."""
        filed = await self.post(HEAD, f"{OF_BRANCH}/territory", {"period": f"{datetime.now(ZONE):%Y-%m}"})
        at = f"{AT}/territory/{filed['report']}"
        await self.put(MANAGER, f"{at}/words", {"words": f"本月新客户 {customer}。"})


def _next(step: str) -> dict[str, str]:
    return {"next_step": step, "next_on": _day(2)}


def _day(ahead: int) -> str:
    return f"{datetime.now(ZONE) + timedelta(days=ahead):%Y-%m-%d}"
