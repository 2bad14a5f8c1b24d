"""The conversions of a territory's prospects (R1), folded from their events: how many are open in each stage,
and how many of those that were ever in a stage were won in the end."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.domain import Decision, Document

REMEMBERED = 200
"""The last prospects won whose amounts are kept."""


class Won(BaseModel):
    """The amount that a prospect brought; 0 where no amount was known."""

    model_config = ConfigDict(frozen=True)

    amount: int
    currency: str


class PipelineEntry(Document):
    """A prospect, whose id it has, in its stage; `passed` are all stages in which it was. It names no
    customer."""

    collection: ClassVar[str] = "pipeline_entries"

    branch: str
    stage: str
    passed: tuple[str, ...]
    open: bool = True


class Conversions(Document):
    """The prospects of a branch, whose id it has: `open` by stage; of those that ended, how many were in a
    stage (`ended`), and how many of these were won; `amounts` are those of the last ones won."""

    collection: ClassVar[str] = "conversions"

    open: dict[str, int] = {}
    ended: dict[str, int] = {}
    won: dict[str, int] = {}
    ends: int = 0
    amounts: tuple[Won, ...] = ()


def enter(prospect: str, branch: str, stage: str, known: Conversions) -> Decision:
    """Begin to follow a prospect."""
    entry = PipelineEntry(id=prospect, branch=branch, stage=stage, passed=(stage,))
    return Decision().save(entry).save(known.evolve(open=_plus(known.open, stage, 1)))


def move(entry: PipelineEntry, stage: str, known: Conversions) -> Decision:
    """Follow a prospect to another stage."""
    if not entry.open or entry.stage == stage:
        return Decision()
    passed = entry.passed if stage in entry.passed else (*entry.passed, stage)
    moved = entry.evolve(stage=stage, passed=passed)
    counted = _plus(_plus(known.open, entry.stage, -1), stage, 1)
    return Decision().save(moved).save(known.evolve(open=counted))


def end(entry: PipelineEntry, won: Won | None, known: Conversions, *, counts: bool = True) -> Decision:
    """Note how a prospect ended; one that does not count, such as a duplicate, leaves no trace in the
    conversions."""
    if not entry.open:
        return Decision()
    after = known.evolve(open=_plus(known.open, entry.stage, -1))
    if counts:
        ended, wins = dict(known.ended), dict(known.won)
        for stage in entry.passed:
            ended[stage] = ended.get(stage, 0) + 1
            wins[stage] = wins.get(stage, 0) + (won is not None)
        amounts = (*known.amounts, won)[-REMEMBERED:] if won is not None else known.amounts
        after = after.evolve(ended=ended, won=wins, ends=known.ends + 1, amounts=amounts)
    return Decision().save(entry.evolve(open=False)).save(after)


def _plus(counts: dict[str, int], stage: str, by: int) -> dict[str, int]:
    added = {**counts, stage: counts.get(stage, 0) + by}
    return {one: count for one, count in added.items() if count}
