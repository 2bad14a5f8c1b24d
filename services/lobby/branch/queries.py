"""Queries about branches and their halls."""

import asyncio

from services.lobby.branch.domain.branches import Branch
from services.lobby.branch.domain.halls import Hall
from shared.store import Store


async def find_branch(store: Store, id: str) -> Branch | None:
    return await store.find(Branch, id)


async def find_hall(store: Store, branch: str) -> tuple[Branch, Hall] | None:
    """Return a branch with its hall; None if there is no such branch."""
    known, hall = await asyncio.gather(store.find(Branch, branch), store.find(Hall, branch))
    return (known, hall) if known and hall else None
