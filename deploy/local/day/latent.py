"""Latent needs with few customers (A2): the model is made, and is silent, since it takes 40 of each."""

from typing import Any

from deploy.local.day.cast import Cast, until
from deploy.local.seed import BRANCH, COLLEAGUES, HEAD

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
    head = COLLEAGUES[HEAD]
    cast.line(
        f"{head.zh}查看潜在需求：客户尚少，暂无提示",
        f"{head.en} finds no latent needs yet: too few customers",
    )
    return len(silent), len(products)
