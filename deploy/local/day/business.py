"""The business half of the account manager's day (A2 to A4, Q2, R1): the scenes, in their order."""

from typing import Any

from deploy.local.day.cast import Cast, until
from deploy.local.day.deals import deal_through_departments, deals_under_way
from deploy.local.day.latent import latent_needs
from deploy.local.day.pipeline import PROSPECTS, campaign, pipeline
from deploy.local.day.products import needed, recommended, rerated, seed_catalogue
from deploy.local.day.territory import plan, report, set_plan

DESK = "tang.yi"


async def before_business(cast: Cast) -> None:
    """Set goals, budget and direction, and publish the catalogue; safe to repeat."""
    await set_plan(cast)
    await seed_catalogue(cast.people[DESK])


async def market(cast: Cast) -> None:
    """Products are recommended, one is rated anew meanwhile, and a need that none serves is answered (A3)."""
    await recommended(cast)
    await rerated(cast)
    await needed(cast)


async def from_the_hall_to_business(cast: Cast) -> None:
    """A prospect of the queue machine becomes a deal of three departments; closed, it wins them, and the
    territory's report reaches the region head (A2, A4, R1)."""
    prospect, customer, keeper = await pipeline(cast)
    await deal_through_departments(cast, customer, prospect, keeper)

    async def won() -> Any:
        return (await cast.people[keeper].get(f"{PROSPECTS}/{prospect}"))["stage"] == "won"

    await until(won)
    await report(cast)


SCENES = (market, from_the_hall_to_business, latent_needs, campaign, deals_under_way, plan)
"""In the order of the day."""
