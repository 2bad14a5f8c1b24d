"""Commands of the analysis of customers."""

from dataclasses import dataclass

from shared.commands import Command


@dataclass(frozen=True)
class ScoreBranch(Command, name="score_branch"):
    """Score all customers of a branch now, not only at night (W4)."""

    branch: str
