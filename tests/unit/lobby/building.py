"""Builders for tests of lobby: a hall with two tellers, customers who come and are called."""

from services.lobby.arrivals.commands import RegisterArrival
from services.lobby.branch.domain.branches import Branch
from services.lobby.queue.commands import AdmitCustomer, CallNext, CallTicket, OpenCounter
from services.lobby.queue.domain.admission import Arrival
from services.lobby.queue.domain.card_holders import CardHolder
from services.lobby.queue.domain.visits import Visit
from services.lobby.queue.handlers.tickets import empty_hall
from services.lobby.settings.handlers import set_up_branch
from shared.contracts.words import Care, Segment, TicketClass
from shared.unit_of_work import UnitOfWork
from tests.unit.acting import World

ALL = (TicketClass.VIP, TicketClass.CARE, TicketClass.ORDINARY)
CARD = "card:0123"
HOLDER = CardHolder(id=CARD, customer="C1", masked_name="王**", segment=Segment.VIP, account_manager="am1")


async def hall(**changes: object) -> World:
    """A hall of branch B1 with li at counter 1 and wu at counter 2, where every counter serves all."""
    world = World("lobby")
    branch = Branch(id="B1", name_zh="一", name_en="One", counters={"1": ALL, "2": ALL}).evolve(**changes)
    await world.act(set_up_branch, branch)
    for counter, staff in (("1", "li"), ("2", "wu")):
        await world.do(OpenCounter("B1", counter, staff))
    world.published.clear()
    return world


async def come(
    world: World, id: str, *care: Care, card: str | None = None, device: str | None = None
) -> Visit:
    """A customer comes for cash: to the lobby manager, or to a device."""
    arrival = Arrival(id, "B1", "cash", world.now, care, card, device)
    visit = await world.do(RegisterArrival(arrival) if device else AdmitCustomer(arrival))
    assert isinstance(visit, Visit)
    return visit


async def call(world: World, counter: str = "1", staff: str = "li", visit: str | None = None) -> Visit:
    """A teller calls the next, or a certain visit."""
    command = CallTicket("B1", counter, staff, visit) if visit else CallNext("B1", counter, staff)
    called = await world.do(command)
    assert isinstance(called, Visit)
    return called


async def force_out(branch: str, work: UnitOfWork) -> int:
    """Close the hall, whoever is served."""
    return await empty_hall(branch, work, force=True)
