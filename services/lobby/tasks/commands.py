"""Commands about floor tasks (D1, D3, D6, D7)."""

from dataclasses import dataclass

from services.lobby.tasks.domain.task_rules import TaskSettings
from shared.commands import Command
from shared.contracts.lobby import TaskKind, TaskOutcome
from shared.contracts.words import Role


@dataclass(frozen=True)
class RequestTask(Command, name="request_task"):
    """Ask for something to be done, due `within` so many minutes, or as the branch has it. `words` are
    sealed."""

    id: str
    branch: str
    kind: TaskKind
    role: Role
    by: str
    within: float | None = None
    visit: str | None = None
    words: bytes | None = None


@dataclass(frozen=True)
class TakeTask(Command, name="take_task"):
    """Take a task upon oneself."""

    task: str
    by: str


@dataclass(frozen=True)
class CompleteTask(Command, name="complete_task"):
    """End a task as done. `as_head`: the branch head may end what a colleague has taken. `need` is what the
    customer wants besides (D6), `interest` the products whose leaflets were welcome (D3)."""

    task: str
    by: str
    outcome: TaskOutcome = TaskOutcome.DONE
    as_head: bool = False
    need: str | None = None
    interest: tuple[str, ...] = ()


@dataclass(frozen=True)
class WithdrawTask(Command, name="withdraw_task"):
    """Withdraw a task that is not needed."""

    task: str
    by: str


@dataclass(frozen=True)
class ChangeTaskRules(Command, name="change_task_rules"):
    """Change the minutes of a branch's tasks; those that are not set stay (D3)."""

    branch: str
    by: str
    settings: TaskSettings
