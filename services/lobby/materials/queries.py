"""Questions about leaflets and notices (P3, P5, D3)."""

import asyncio
from datetime import datetime

from services.lobby.branch.domain.branches import Branch, day_of
from services.lobby.materials.domain import Introduction, NoticeBoard, Rack
from shared.rights import Query
from shared.store import Store


class ViewLeaflets(Query, name="view_leaflets"):
    """The leaflets of a branch."""


class ViewIntroduction(Query, name="view_introduction"):
    """The leaflets that a visitor was given, and their interests."""


class ViewNotices(Query, name="view_notices"):
    """The notice board of a branch."""


async def rack_of(store: Store, branch: str) -> Rack:
    """Return the leaflets of a branch."""
    return await store.find(Rack, branch) or Rack(id=branch)


async def introduction_of(store: Store, visit: str) -> Introduction | None:
    """Return what a visitor was given and wants to know more of."""
    return await store.find(Introduction, visit)


async def notice_board(store: Store, branch: str, now: datetime) -> tuple[NoticeBoard, str]:
    """Return the notice board, and the branch's own date."""
    found, known = await asyncio.gather(store.find(NoticeBoard, branch), store.find(Branch, branch))
    return found or NoticeBoard(id=branch), day_of(known.timezone if known else "UTC", now)
