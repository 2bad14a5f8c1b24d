"""The timing of a branch's floor tasks: its own settings, with defaults (D1, D3, D6, D7).

Minutes are those of branch work: at a pace of 10 they are six seconds.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.clock import Moment
from shared.contracts.base import faults
from shared.contracts.lobby import SettingsChanged, TaskKind
from shared.domain import Decision, Document, laid_over
from shared.errors import Malformed
from shared.fields import Real, YesNo


class Limit(BaseModel):
    """Minutes from raised to due (`within`), and from there until it is over (`grace`): it goes to the branch
    head then if it `escalates`, and is missed if not."""

    model_config = ConfigDict(frozen=True)

    within: Real = Field(gt=0, le=480)
    grace: Real = Field(ge=0, le=240)
    escalates: YesNo = False


DEFAULTS: Mapping[TaskKind, Limit] = {
    TaskKind.GREET: Limit(within=3, grace=5),
    TaskKind.HOST: Limit(within=3, grace=2, escalates=True),
    TaskKind.LOUNGE: Limit(within=5, grace=5),
    TaskKind.CARE: Limit(within=10, grace=5),
    TaskKind.HELP: Limit(within=5, grace=5, escalates=True),
    TaskKind.PATROL: Limit(within=15, grace=10),
    TaskKind.REPAIR: Limit(within=30, grace=15, escalates=True),
    TaskKind.FAREWELL: Limit(within=5, grace=5),
    TaskKind.ATTEND: Limit(within=3, grace=3, escalates=True),
    TaskKind.ERRAND: Limit(within=30, grace=15, escalates=True),
}


class TaskSettings(BaseModel):
    """The minutes of the rules. Customers who have waited `care_after` without care are offered water and
    papers, by one task for all, at most once in `care_every`; a patrol is due every `patrol_every`; the
    hall is checked every `check_every`."""

    model_config = ConfigDict(frozen=True)

    limits: dict[TaskKind, Limit] = dict(DEFAULTS)
    care_after: Real = Field(default=15, ge=1, le=240)
    care_every: Real = Field(default=20, ge=1, le=240)
    patrol_every: Real = Field(default=30, ge=5, le=480)
    check_every: Real = Field(default=2, ge=0.5, le=30)

    def limit(self, kind: TaskKind) -> Limit:
        return self.limits.get(kind, DEFAULTS[kind])


class TaskRules(Document):
    """The task settings of a branch; the id is the branch's. A branch without has the defaults."""

    collection: ClassVar[str] = "task_rules"

    settings: TaskSettings = TaskSettings()


def change_task_rules(rules: TaskRules, given: Mapping[str, Any], by: str) -> Decision:
    """Change what is `given` of the settings for tasks raised from now on; what is left out stays. Without a
    change nothing is published. Raises `Malformed`."""
    try:
        settings = TaskSettings.model_validate(laid_over(rules.settings.model_dump(), given))
    except ValidationError as error:
        raise Malformed(faults(error)) from None
    if rules.settings == settings:
        return Decision()
    event = SettingsChanged(branch=rules.id, changed=("floor_tasks",), by=by)
    return Decision().save(rules.evolve(settings=settings), event)


def minutes(number: float, moment: Moment) -> timedelta:
    """Return how long so many minutes of branch work take on the clock."""
    return moment.lasting(timedelta(minutes=number))
