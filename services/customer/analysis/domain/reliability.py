"""The table of reliability (W4): what was said of customers against what came, counted when time has told."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from services.customer.analysis.domain.activity import Activity
from services.customer.analysis.domain.scores import Statement
from shared.domain import Document

BINS = 10


class Bin(BaseModel):
    """The statements with a chance within one tenth: how many, the sum of the chances, and how many came."""

    model_config = ConfigDict(frozen=True)

    statements: int = 0
    said: float = 0.0
    came: int = 0


class Reliability(Document):
    """The table of one method at a branch; its id is ``<branch>:<method>``. `squares` is the sum of the
    squared differences between chance and outcome, whose mean is the Brier score."""

    collection: ClassVar[str] = "reliabilities"

    branch: str
    method: str
    bins: tuple[Bin, ...] = (Bin(),) * BINS
    squares: float = 0.0
    first: str | None = None
    last: str | None = None

    @property
    def statements(self) -> int:
        """Return how many statements were counted."""
        return sum(one.statements for one in self.bins)

    @property
    def brier(self) -> float | None:
        """Return the Brier score: 0 is right and certain each time; None before anything was counted."""
        return self.squares / self.statements if self.statements else None


def reliability_id(branch: str, method: str) -> str:
    """Return the id of the table of a method at a branch."""
    return f"{branch}:{method}"


def is_due(said: Statement | None, day: str) -> bool:
    """Tell whether the time of a statement is over on `day`, the last day of it included."""
    return said is not None and said.until < day


def came(said: Statement, activity: Activity) -> bool:
    """Tell whether the customer came in the time of a statement."""
    return any(said.day < day <= said.until for day in activity.recent)


def count(table: Reliability, said: Statement, outcome: bool) -> Reliability:
    """Count a statement against its outcome."""
    place = min(BINS - 1, int(said.chance * BINS))
    bin = table.bins[place]
    counted = Bin(statements=bin.statements + 1, said=bin.said + said.chance, came=bin.came + int(outcome))
    return table.evolve(
        bins=tuple(counted if at == place else one for at, one in enumerate(table.bins)),
        squares=table.squares + (said.chance - outcome) ** 2,
        first=min(table.first or said.day, said.day),
        last=max(table.last or said.until, said.until),
    )
