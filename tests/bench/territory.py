"""A branch of the business benchmark, as the store of `referral` holds it: prospects with their log, deals
with their tasks, and what was counted of them. The domain makes all of it, one decision after the other; the
timers and messages are left out.
"""

from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from services.referral.deals.domain import tasks
from services.referral.deals.domain.deal import Deal, DealTask, Member, Standing, task_id
from services.referral.deals.domain.estimate import curve_of
from services.referral.deals.domain.opening import Business, open_deal
from services.referral.deals.domain.templates import STANDARD
from services.referral.plans.domain import facts
from services.referral.plans.domain.achievements import (
    EVERYBODY,
    Achievement,
    Fact,
    Source,
    Tally,
    count,
    line_of,
    tally_id,
)
from services.referral.prospects.domain import ending
from services.referral.prospects.domain.board import Board, new_tally
from services.referral.prospects.domain.finders import new_record
from services.referral.prospects.domain.moving import Step, move, park
from services.referral.prospects.domain.opening import NewProspect, open_prospect
from services.referral.prospects.domain.prospect import NOTIFIED_MANAGER, OPEN, CustomerProspects, Prospect
from services.referral.territory.domain import facts as reported
from services.referral.territory.domain import pipeline
from services.referral.territory.domain.pipeline import Conversions, PipelineEntry, Won
from shared import clock
from shared.branch_places import BranchPlace
from shared.contracts.base import Event
from shared.contracts.referral import (
    DealTeamPurpose,
    LostReason,
    NextStep,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectOrigin,
    ProspectStage,
    ProspectWon,
)
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.roster import Roster

MANAGERS, FINDERS = 10, 5
STAGES = [stage for stage in ProspectStage if not stage.is_end]
NEEDS = ("loan", "wealth", "insurance", "card", "deposit")
YOUNGEST, OLDEST = 14, 60
"""Days ago on which the prospects were opened."""
ENDS = 30
"""Days in which prospects ended, one after the other."""
LATE, AHEAD = 5, 25
"""Days around today on which the next step lies."""
CURRENCY = "CNY"
D = TypeVar("D", bound=Document)


class Branch:
    """A branch while it is laid down. `documents` are those of its store, each as the last decision left it;
    `lines` are those behind its figures."""

    def __init__(self, id: str, now: datetime) -> None:
        self.id, self.now = id, now
        self.place = BranchPlace(id=id)
        self.today = self.place.day_of(now)
        self.documents: dict[tuple[type[Document], str], Document] = {}
        self.lines: list[Achievement] = []
        self.managers = [f"am.{id}.{number}" for number in range(MANAGERS)]
        self._finders = [f"teller.{id}.{number}" for number in range(FINDERS)]
        self._chance = Random(id)
        days = {self.today - timedelta(days=ago) for ago in range(OLDEST + 1)}
        self._board = Board(
            [
                new_tally(id, staff, period)
                for staff in self.managers
                for period in (OPEN, *{day.isoformat()[:7] for day in days})
            ],
            [new_record(id, staff) for staff in self._finders],
        )
        self._roster = Roster(id=id)
        for staff in self.managers:
            self._roster = self._roster.enrol(staff, (Role.ACCOUNT_MANAGER,))
        self.apply(Decision().save(self.place).save(self._roster), now)

    @property
    def head(self) -> str:
        """The staff id of the branch head."""
        return f"head.{self.id}"

    def get(self, model: type[D], id: str) -> D | None:
        """Return a document as it stands, or None."""
        found = self.documents.get((model, id))
        return found if isinstance(found, model) else None

    def apply(self, decision: Decision, at: datetime) -> None:
        """Keep what was decided, and count its events as the handlers of `referral` do."""
        for document, events in decision.changes:
            self.documents[type(document), document.id] = document
            for event in events:
                self._follow(event, at)
                for module in (facts, reported):
                    for fact in module.facts_of(event, self.place, at):
                        self._count(fact, at)

    def add_prospect(self, number: int, manager: int, stage: ProspectStage) -> None:
        """Open a prospect and take it to its stage, which may be an end."""
        staff, chance = self.managers[manager], self._chance
        id = f"P-{self.id}-{number:06}"
        youngest = ENDS if stage.is_end else YOUNGEST
        opened = self.now - timedelta(days=chance.uniform(youngest, OLDEST))
        moved = opened + (self.now - opened) * chance.uniform(0.1, 0.5)
        late = 0 if stage is ProspectStage.PARKED else LATE
        day = self.today + timedelta(days=chance.randint(-late, AHEAD) or 1)
        step = Step(chance.choice(list(NextStep)), day.isoformat())
        finder = chance.choice(self._finders) if number % 4 == 0 else None
        new = NewProspect(
            id=id,
            branch=self.id,
            origin=ProspectOrigin.COLLEAGUE if finder else ProspectOrigin.LATENT_NEED,
            need=chance.choice(NEEDS),
            account_manager=staff,
            next_step=step.what,
            next_on=step.on,
            customer=f"C-{self.id}-{number:06}",
            found_by=finder,
            opened_by=finder or staff,
        )
        self.apply(open_prospect(new, None, None, self._board, self.place, now=opened), opened)
        if stage.is_end:
            self._end(id, stage, self.now - timedelta(days=number % ENDS))
        elif stage is ProspectStage.PARKED:
            self.apply(park(self._prospect(id), step, staff, self._board, self.place, now=moved), moved)
        elif stage is not ProspectStage.NEW:
            prospect = self._prospect(id)
            self.apply(move(prospect, stage, step, staff, self._board, self.place, now=moved), moved)
        if not stage.is_end and day < self.today:
            prospect = self._prospect(id)
            overdue = prospect.evolve(overdue=True, notified=NOTIFIED_MANAGER)
            self.apply(self._board.keep(prospect, overdue), self.now)

    def add_deal(self, number: int) -> None:
        """Open a deal and take it on: of four, one stands at each of its steps, and somebody works on every
        third."""
        staff, id = self.managers[number % MANAGERS], f"D-{self.id}-{number:05}"
        opened = self.now - timedelta(days=self._chance.uniform(1, 10))
        business = Business(
            branch=self.id,
            product=f"product-{number % 7}",
            amount=self._chance.randint(1, 500) * 100_000,
            currency=CURRENCY,
            customer=f"C-{self.id}-{number:06}",
            account_manager=staff,
        )
        template = STANDARD["loan" if number % 2 else "wealth"]
        team = [Member(staff=self.managers[(number + 1) % MANAGERS], purpose=DealTeamPurpose.ADVICE)]
        curves = {step.step: curve_of(None, self.place, opened) for step in template.steps}
        decision = open_deal(
            id, business, template, team, curves, self._roster, staff, self.place, now=opened
        )
        self.apply(decision, opened)
        for done in range(number // 2 % 4 + 1):
            at = opened + timedelta(hours=5 * (done + 1))
            standing = self._standing(id)
            step = next(task.step for task in standing.tasks.values() if task.held)
            by = f"{standing.tasks[step].department}.{self.id}"
            if done < number // 2 % 4:
                self.apply(tasks.take(standing, step, by, self.place, now=at), at)
                standing = self._standing(id)
                self.apply(tasks.finish(standing, step, by, self.place, as_head=False, now=at), at)
            elif number % 3 == 0:
                self.apply(tasks.take(standing, step, by, self.place, now=at), at)

    def _end(self, id: str, stage: ProspectStage, at: datetime) -> None:
        prospect = self._prospect(id)
        known = self.get(CustomerProspects, prospect.customer or "")
        by, board, place = prospect.account_manager, self._board, self.place
        if stage is ProspectStage.WON:
            amount = self._chance.randint(1, 500) * 10_000
            business = ending.Business(product=prospect.need, amount=amount, currency=CURRENCY)
            self.apply(ending.win(prospect, business, by, known, board, place, now=at), at)
        else:
            reason = LostReason.NO_INTEREST
            self.apply(ending.lose(prospect, reason, by, known, board, place, now=at), at)

    def _count(self, fact: Fact, at: datetime) -> None:
        """Write the line of a fact, and add it to the counters."""
        whole, own = (self._tally(str(fact.day.year), staff) for staff in (EVERYBODY, fact.staff))
        source = Source(event=clock.new_id(), correlation=fact.subject, now=at)
        line = line_of(fact, self.id, whole.lines + 1, source)
        self.lines.append(line)
        self.apply(count(line, whole, own), at)

    def _tally(self, year: str, staff: str) -> Tally:
        id = tally_id(self.id, year, staff)
        return self.get(Tally, id) or Tally(id=id, branch=self.id, year=year, staff=staff)

    def _follow(self, event: Event, at: datetime) -> None:
        """Follow a prospect for the forecast of the territory."""
        known = self.get(Conversions, self.id) or Conversions(id=self.id)
        if isinstance(event, ProspectOpened):
            self.apply(pipeline.enter(event.prospect, self.id, ProspectStage.NEW, known), at)
        elif isinstance(event, ProspectMoved | ProspectWon | ProspectLost):
            entry = self.get(PipelineEntry, event.prospect)
            if entry is None:
                raise KeyError(event.prospect)
            if isinstance(event, ProspectWon):
                won = Won(amount=event.amount or 0, currency=event.currency or "")
                self.apply(pipeline.end(entry, won, known), at)
            elif isinstance(event, ProspectLost):
                self.apply(pipeline.end(entry, None, known), at)
            elif not event.after.is_end:
                self.apply(pipeline.move(entry, event.after, known), at)

    def _prospect(self, id: str) -> Prospect:
        found = self.get(Prospect, id)
        if found is None:
            raise KeyError(id)
        return found

    def _standing(self, id: str) -> Standing:
        deal = self.get(Deal, id)
        if deal is None:
            raise KeyError(id)
        found = {one.step: self.get(DealTask, task_id(id, one.step)) for one in deal.steps}
        return Standing(deal, {step: task for step, task in found.items() if task})
