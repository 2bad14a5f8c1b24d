"""Rights: who may ask what of a service, in one table, and how a route checks it.

A service lists its commands and queries with their rights:

    RIGHTS: Rights = {OpenDay: at_branch(Role.LOBBY_MANAGER), ViewDay: at_branch(*STAFF)}

A route takes a right as a dependency, which checks it and gives what the route is about:

    async def open_day(branch: Annotated[str, may_at_branch(OpenDay)], caller: Caller): ...
    async def park(visit: Annotated[Visit, may_on(find_visit, ParkTicket, "visit")], caller: Caller): ...

There is one answer everywhere: 403 for a person who may ask this nowhere, or not at the branch in the path;
404 for a document that does not exist or is of a branch where they may not ask this.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar, Protocol

from fastapi import Depends, Path, Request

from shared.access import Person, SignedIn
from shared.contracts.words import Role
from shared.errors import NotAllowed, NotFound
from shared.store import Store

BRANCH = r"^[A-Za-z0-9_-]{1,32}$"


class Query:
    """A question to a service, as its rights table names it; `name` is declared as that of a command."""

    name: ClassVar[str]

    def __init_subclass__(cls, *, name: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if name:
            cls.name = name


class Asked(Protocol):
    """A command or a query."""

    name: ClassVar[str]


class Scope(Enum):
    """Where a role counts."""

    AT_BRANCH = "at the branch concerned, where a cover counts too"
    ANYWHERE = "wherever the person works, covers left out"
    SIGNED_IN = "for everybody who is signed in, about themselves"


@dataclass(frozen=True)
class Right:
    """Roles that may ask something, and where they count."""

    roles: tuple[Role, ...]
    scope: Scope = Scope.AT_BRANCH


def at_branch(*roles: Role) -> Right:
    """One of `roles`, at the branch concerned."""
    return Right(roles)


def anywhere(*roles: Role) -> Right:
    """One of `roles` of one's own, wherever one works."""
    return Right(roles, Scope.ANYWHERE)


SIGNED_IN = Right((), Scope.SIGNED_IN)
Rights = Mapping[type[Asked], Right]


def right_of(request: Request, asked: type[Asked]) -> Right:
    """Return the right that the service of `request` lists for `asked`."""
    right: Right = request.app.state.rights[asked]
    return right


def require(person: Person, right: Right, branch: str | None = None) -> None:
    """Raises `NotAllowed` unless `right` lets `person` ask: at `branch`, or without one, somewhere."""
    if right.scope is Scope.SIGNED_IN:
        return
    if right.scope is Scope.ANYWHERE:
        person.must_be(*right.roles)
    elif branch is None:
        person.must_somewhere(*right.roles)
    else:
        person.must(branch, *right.roles)


def allows(person: Person, right: Right, branch: str) -> bool:
    """Whether `right` lets `person` ask at `branch`."""
    try:
        require(person, right, branch)
    except NotAllowed:
        return False
    return True


def may_at_branch(asked: type[Asked]) -> Any:
    """Dependency: the branch in the path, where the person may ask this."""

    def check(request: Request, person: SignedIn, branch: Annotated[str, Path(pattern=BRANCH)]) -> str:
        require(person, right_of(request, asked), branch)
        return branch

    return _marked(check, asked)


def may_somewhere(asked: type[Asked]) -> Any:
    """Dependency: the person, who may ask this at some branch. The route checks the branch by `require`."""

    def check(request: Request, person: SignedIn) -> Person:
        require(person, right_of(request, asked))
        return person

    return _marked(check, asked)


class OfBranch(Protocol):
    """A document that belongs to a branch."""

    @property
    def branch(self) -> str: ...


def may_on(find: Callable[[Store, str], Awaitable[OfBranch | None]], asked: type[Asked], name: str) -> Any:
    """Dependency: the document that the path calls `name`, of a branch where the person may ask this.

    Raises `NotAllowed` for a person who may ask it nowhere, `NotFound` for one of another branch.
    """

    async def check(
        request: Request,
        person: SignedIn,
        id: Annotated[str, Path(alias=name, max_length=256)],
    ) -> OfBranch:
        right = right_of(request, asked)
        require(person, right)
        found = await find(request.app.state.runtime.store, id)
        if found is None:
            raise NotFound(f"{name}/{id[:64]}")
        try:
            require(person, right, found.branch)
        except NotAllowed:
            raise NotFound(f"{name}/{id[:64]}") from None
        return found

    return _marked(check, asked)


def _marked(check: Callable[..., Any], asked: type[Asked]) -> Any:
    """Mark the dependency, so that a test can list the routes with their rights."""
    check.asked = asked  # type: ignore[attr-defined]
    return Depends(check)
