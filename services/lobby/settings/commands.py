"""Commands about the settings of a branch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.lobby.branch.domain.branches import Rules
from services.lobby.branch.domain.transactions import Transaction
from shared.commands import Command


@dataclass(frozen=True)
class ChangeBranch(Command, name="change_branch"):
    """Add a branch, or change some of its settings: what is not `given` stays."""

    branch: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class ChangeRules(Command, name="change_rules"):
    """Change how a branch calls and diverts (D2, D8, D10): fields of `rules` that were not set stay."""

    branch: str
    rules: Rules


@dataclass(frozen=True)
class ChangeTransactions(Command, name="change_transactions"):
    """Change the transactions of a branch (D2, D8): what is not given stays, None ends a transaction."""

    branch: str
    transactions: Mapping[str, Transaction | None]
