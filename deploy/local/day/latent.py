"""Latent needs with few customers (A2): the model is made, and is silent, since it takes 40 of each."""

from typing import Any

from deploy.local.day.cast import Cast, until
from deploy.local.seed import BRANCH

LATENT = f"/api/customer/branches/{BRANCH}/latent"


async def latent_needs(cast: Cast) -> tuple[int, int]:
    """The head lets the branch look for latent needs, and reads of which products nothing is said and why.
    Returns how many products the model is silent of, of how many."""
    await cast.head.post(f"{LATENT}/run")

    async def looked() -> Any:
        round = (await cast.head.get(LATENT))["round"]
        return round is not None and round["ended"] is not None

    await until(looked)
    model = (await cast.head.get(f"{LATENT}/measure"))["model"]
    products = model["products"]
    silent = [one for one in products if one["silent"]]
    cast.say(
        f"  latent needs: {model['customers']} customers counted, silent of {len(silent)} of "
        f"{len(products)} products, for it takes {model['few']} who hold it and {model['few']} who do not"
        f" · 潜在需求：已统计{model['customers']}位客户，"
        f"{len(products)}项产品中{len(silent)}项因样本不足不作判断"
    )
    return len(silent), len(products)
