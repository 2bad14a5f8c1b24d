"""Handlers that follow a territory's prospects, for its conversions (R1)."""

import asyncio

from services.referral.territory.domain import pipeline
from services.referral.territory.domain.pipeline import Conversions, PipelineEntry, Won
from shared.contracts.referral import (
    LostReason,
    ProspectForgotten,
    ProspectLost,
    ProspectMoved,
    ProspectOpened,
    ProspectStage,
    ProspectWon,
)
from shared.unit_of_work import UnitOfWork


async def enter_prospect(event: ProspectOpened, work: UnitOfWork) -> None:
    """Begin to follow a prospect, once."""
    if await work.find(PipelineEntry, event.prospect) is None:
        known = await _conversions(event.branch, work)
        work.apply(pipeline.enter(event.prospect, event.branch, ProspectStage.NEW, known))


async def move_prospect(event: ProspectMoved, work: UnitOfWork) -> None:
    """Follow a prospect to another stage; its end is told by an event of its own."""
    entry, known = await _known(event.prospect, event.branch, work)
    if entry is not None and not event.after.is_end:
        work.apply(pipeline.move(entry, event.after, known))


async def end_prospect(event: ProspectWon | ProspectLost, work: UnitOfWork) -> None:
    """Note how a prospect ended."""
    entry, known = await _known(event.prospect, event.branch, work)
    if entry is None:
        return
    if isinstance(event, ProspectWon):
        won = Won(amount=event.amount or 0, currency=event.currency or "")
        work.apply(pipeline.end(entry, won, known))
    else:
        counts = event.reason is not LostReason.DUPLICATE
        work.apply(pipeline.end(entry, None, known, counts=counts))


async def forget_prospect(event: ProspectForgotten, work: UnitOfWork) -> None:
    """Follow a prospect no longer whose customer was erased (Q1): it counts for nothing."""
    entry, known = await _known(event.prospect, event.branch, work)
    if entry is not None:
        work.apply(pipeline.end(entry, None, known, counts=False))


async def _known(prospect: str, branch: str, work: UnitOfWork) -> tuple[PipelineEntry | None, Conversions]:
    return await asyncio.gather(work.find(PipelineEntry, prospect), _conversions(branch, work))


async def _conversions(branch: str, work: UnitOfWork) -> Conversions:
    return await work.find(Conversions, branch) or Conversions(id=branch)
