"""Account managers who do not give up: one customer after the other, from the new file to the hand-over."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from deploy.local.seed import BRANCH
from tests.faults.acts import Acts, People

CUSTOMERS = "/api/customer/customers"
ZONE = ZoneInfo("Asia/Shanghai")
MANAGER, COLLEAGUE, HEAD = "manager", "colleague", "head"


@dataclass
class Portfolios(Acts):
    """The acts confirmed to account managers for their customers."""

    readings: Counter[str] = field(default_factory=Counter)
    """Files that were read in the clear, by the member of staff."""
    keepers: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


@dataclass
class Desk(People):
    """The people of a branch who work for its customers."""

    ledger: Portfolios

    async def run(self, end: asyncio.Event) -> None:
        """Serve one customer after the other, each to the end."""
        while not end.is_set():
            await self._serve(f"F{uuid4().hex[:10]}", end)

    async def _serve(self, customer: str, end: asyncio.Event) -> None:
        steps = [self._contact, self._need, self._visit, self._consent, self._correct, self._hold]
        self.chance.shuffle(steps)
        await self._open(customer)
        for step in steps:
            if end.is_set():
                return
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))
            await step(customer)
        await self._hand_over(customer)

    def _done(self, customer: str, *kinds: str) -> None:
        self.ledger.done(customer, "customer", *kinds)

    async def _open(self, customer: str) -> None:
        phone = f"139{uuid4().int % 10**8:08}"  # nobody else has it, whatever was played on this stack before
        file = {"customer": customer, "branch": BRANCH, "name": "冯一笑", "phone": phone}
        await self.post(MANAGER, CUSTOMERS, {**file, "account_manager": self.id_of(MANAGER)})
        self.ledger.keepers[customer] = self.id_of(MANAGER)

    async def _contact(self, customer: str) -> None:
        reached = {"way": "phone", "outcome": "reached", "words": "谈了近况。"}
        await self.post(MANAGER, f"{CUSTOMERS}/{customer}/contacts", reached)
        self._done(customer, "customer_contacted")

    async def _need(self, customer: str) -> None:
        at = f"{CUSTOMERS}/{customer}/needs"
        stated = await self.post(MANAGER, at, {"need": "wealth", "words": "想要稳健的产品。"})
        one = f"{at}/{next(need['id'] for need in stated if need['need'] == 'wealth')}"
        self._done(customer, "need_stated")
        await self.post(MANAGER, f"{one}/qualify")
        await self.post(MANAGER, f"{one}/offer", {"words": "一年期存款"})
        self._done(customer, "need_offered")
        await self.post(MANAGER, f"{one}/fulfil")
        self._done(customer, "need_fulfilled")

    async def _visit(self, customer: str) -> None:
        start = datetime.now(ZONE)
        plan = {"start": f"{start:%Y-%m-%dT%H:%M}", "minutes": 15, "purpose": "care", "place": "branch"}
        plan |= {"goal": "认识客户", "despite_overlap": True}
        planned = await self.post(MANAGER, f"{CUSTOMERS}/{customer}/visits", plan)
        self._done(customer, "customer_visit_planned")
        address = f"/api/customer/visits/{planned['visit']}"
        await self.post(MANAGER, f"{address}/held")
        self._done(customer, "customer_visit_held", "customer_contacted")  # a visit is a contact
        follows = {"follow_up": "proposal", "follow_up_on": f"{start + timedelta(days=7):%Y-%m-%d}"}
        await self.post(MANAGER, f"{address}/record", {"observations": "谈得来。", **follows})
        self._done(customer, "customer_visit_recorded")

    async def _consent(self, customer: str) -> None:
        """A consent, and by it a message, which asks for it again when it leaves."""
        at = f"{CUSTOMERS}/{customer}"
        consent = {"purpose": "service", "channel": "sms", "source": "form", "evidence": f"表单 {customer}"}
        await self.post(MANAGER, f"{at}/consents", consent)
        self._done(customer, "consent_given")
        content = {"template": "maturity", "values": {"product": "一年期存款", "day": "下周一"}}
        sent = await self.post(MANAGER, f"{at}/messages", content)
        self._done(customer, "message_queued")
        self.ledger.messages.append(sent["message"])

    async def _correct(self, customer: str) -> None:
        file = await self.get(MANAGER, f"{CUSTOMERS}/{customer}")
        self.ledger.readings[self.id_of(MANAGER)] += 1
        right = {"edition": file["edition"], "reason": "mistyped", "phone": file["phone"][:-1] + "0"}
        if right["phone"] != file["phone"]:
            await self.post(MANAGER, f"{CUSTOMERS}/{customer}/corrections", right)
            self._done(customer, "customer_corrected")

    async def _hold(self, customer: str) -> None:
        held = {"segment": "vip", "reason": "care"}
        path = f"{CUSTOMERS}/{customer}/segment"
        await self.put(HEAD, path, held)
        self._done(customer, "segment_held")

    async def _hand_over(self, customer: str) -> None:
        offer = {"branch": BRANCH, "receiver": self.id_of(COLLEAGUE), "customers": [customer]}
        offered = await self.post(MANAGER, "/api/customer/handovers", offer)
        await self.post(COLLEAGUE, f"/api/customer/handovers/{offered['handover']}/accept")
        self._done(customer, "hand_over_accepted", "customer_handed_over")
        self.ledger.keepers[customer] = self.id_of(COLLEAGUE)
