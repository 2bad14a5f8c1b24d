"""Parts of routes about a branch: its id in the path, and who may see it."""

from typing import Annotated

from fastapi import Path

from shared.contracts.words import Role

BranchPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
STAFF = (Role.TELLER, Role.LOBBY_MANAGER, Role.ACCOUNT_MANAGER, Role.BRANCH_HEAD, Role.OPS)
SETS_RULES = (Role.BRANCH_HEAD, Role.OPS)
SEES_BRANCH = (*STAFF, Role.REGION_HEAD, Role.AUDITOR)
"""The page shows every one of them the branch's name, and the words of its transactions."""
