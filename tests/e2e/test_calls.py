"""A call that is repeated answers what the first one answered, or says that it cannot."""

from deploy.local.clients import Kiosk, Staff
from deploy.local.stack import Stack
from tests.e2e.test_days import Someone, refused
from tests.e2e.test_days import someone as someone  # a fixture
from tests.stage import Branch

KEY = "the-call-whose-answer-was-lost"


async def opened(teller: Staff, stack: Stack, branch: Branch) -> str:
    """The path of a counter where somebody sits, and two wait."""
    async with Kiosk(branch.kiosk, stack.url()) as kiosk:
        for _ in range(2):
            await kiosk.send("customer_arrived", need="cash")
    at = f"/api/lobby/branches/{branch.id}/counters/1"
    await teller.post(f"{at}/open")
    return at


async def test_a_repeated_call_answers_the_same_visit_while_it_is_at_the_counter(
    someone: Someone, stack: Stack, branch: Branch
) -> None:
    teller = await someone("teller")
    at = await opened(teller, stack, branch)
    called = await teller.post(f"{at}/call-next", key=KEY)
    await teller.post(f"/api/lobby/visits/{called['visit']}/recall")
    again = await teller.post(f"{at}/call-next", key=KEY)
    assert (again["visit"], again["recalls"]) == (called["visit"], 1)


async def test_a_repeated_call_of_one_who_was_served_is_refused_by_name(
    someone: Someone, stack: Stack, branch: Branch
) -> None:
    teller = await someone("teller")
    at = await opened(teller, stack, branch)
    called = await teller.post(f"{at}/call-next", key=KEY)
    await teller.post(f"/api/lobby/visits/{called['visit']}/complete")
    assert "call_is_over" in await refused(teller.post(f"{at}/call-next", key=KEY))
    other = await teller.post(f"{at}/call-next")
    assert other["visit"] != called["visit"]
    assert "call_is_over" in await refused(teller.post(f"{at}/call-next", key=KEY))


async def test_care_said_twice_at_the_desk_is_one(someone: Someone, branch: Branch) -> None:
    manager = await someone("lobby_manager")
    visit = await manager.post(
        f"/api/lobby/branches/{branch.id}/visits", {"need": "cash", "care": ["elderly", "elderly"]}
    )
    assert visit["care"] == ["elderly"]
