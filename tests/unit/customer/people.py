"""The people of customer's tests over HTTP, each with one role and a session of its own."""

from shared.access import Person
from shared.contracts.words import Role


def person(staff: str, role: Role, branch: str = "B1") -> Person:
    """Return a person who is signed in."""
    return Person(staff, frozenset({role}), (branch,), session=f"s-{staff}")


HEAD = person("head", Role.BRANCH_HEAD)
AUDITOR = person("auditor", Role.AUDITOR)
MANAGER = person("am.1", Role.ACCOUNT_MANAGER)
OTHER = person("am.2", Role.ACCOUNT_MANAGER)
TELLER = person("teller", Role.TELLER)
LOBBY = person("lm.1", Role.LOBBY_MANAGER)
STRANGER = person("am.9", Role.ACCOUNT_MANAGER, "B9")
EVERYBODY = (HEAD, AUDITOR, MANAGER, OTHER, TELLER, LOBBY, STRANGER)
REGION = person("region", Role.REGION_HEAD)
OPS = person("ops", Role.OPS)
RISK = person("risk", Role.RISK)
