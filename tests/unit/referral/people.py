"""The people of referral's tests, each with one role, most of them at B1."""

from shared.access import Person
from shared.contracts.words import Role


def person(staff: str, role: Role, *branches: str) -> Person:
    """Return a person of these branches, or of B1."""
    return Person(staff, frozenset({role}), branches or ("B1",))


MANAGER = person("am.1", Role.ACCOUNT_MANAGER)
COLLEAGUE = person("am.2", Role.ACCOUNT_MANAGER)
HEAD = person("head", Role.BRANCH_HEAD)
LOBBY = person("lm.1", Role.LOBBY_MANAGER)
TELLER = person("teller", Role.TELLER)
AUDITOR = person("auditor", Role.AUDITOR)
DESK = person("desk.1", Role.PRODUCT_DESK)
RISK = person("risk.1", Role.RISK)
OTHER_RISK = person("risk.2", Role.RISK)
OFFICE = person("bo.1", Role.BACK_OFFICE)
OPS = person("ops", Role.OPS)
REGION_HEAD = person("region", Role.REGION_HEAD, "B1", "B2")
STRANGER = person("am.9", Role.ACCOUNT_MANAGER, "B9")
ELSEWHERE = person("risk.9", Role.RISK, "B2")
