"""The minutes of a branch's floor tasks (D3)."""

from dataclasses import dataclass

from services.lobby.tasks.domain.task_rules import TaskRules, TaskSettings, change_task_rules
from shared.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class NewTaskRules:
    """New minutes; what was not set of them stays."""

    branch: str
    by: str
    settings: TaskSettings


async def set_task_rules(new: NewTaskRules, work: UnitOfWork) -> None:
    """They apply to what is raised from now on."""
    rules = await work.find(TaskRules, new.branch) or TaskRules(id=new.branch)
    work.apply(change_task_rules(rules, new.settings.model_dump(exclude_unset=True), new.by))


async def settings_of(branch: str, work: UnitOfWork) -> TaskSettings:
    """Those of the branch, or the defaults."""
    rules = await work.find(TaskRules, branch)
    return rules.settings if rules else TaskSettings()
