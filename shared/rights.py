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
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Request
from fastapi import Query as QueryParameter
from pydantic import BaseModel

from shared.access import Person, SignedIn
from shared.commands import Asked
from shared.contracts.words import Role
from shared.errors import NotAllowed, NotYours, Refusal
from shared.store import Store

BRANCH = r"^[A-Za-z0-9_-]{1,32}$"


class Query(Asked):
    """A question to a service, as its rights table names it."""


class Scope(Enum):
    """The branches or people for which a role counts."""

    AT_BRANCH = "at the branch concerned, where a cover counts too"
    ANYWHERE = "wherever the person works, covers left out"
    SIGNED_IN = "for everybody who is signed in, about themselves"
    OWN = "for everybody about what is their own, for the roles about what is others' too"


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


def own_or(*roles: Role) -> Right:
    """A right for everybody on what is their own, and for `roles` on what is others' too."""
    return Right(roles, Scope.OWN)


SIGNED_IN = Right((), Scope.SIGNED_IN)
Rights = Mapping[type[Asked], Right]


def right_of(request: Request, asked: type[Asked]) -> Right:
    """Return the right that the service of `request` lists for `asked`."""
    right: Right = request.app.state.rights[asked]
    return right


def require(person: Person, right: Right, branch: str | None = None) -> None:
    """Raises `NotAllowed` unless `right` lets `person` ask: at `branch`, or without one, somewhere."""
    if right.scope in (Scope.SIGNED_IN, Scope.OWN):
        return
    if right.scope is Scope.ANYWHERE:
        person.must_be(*right.roles)
    elif branch is None:
        person.must_somewhere(*right.roles)
    else:
        person.must(branch, *right.roles)


def may_view(person: Person, right: Right, owner: str) -> bool:
    """Return whether `right`, made by `own_or`, lets `person` ask about a thing of the person `owner`."""
    return person.staff == owner or bool(person.roles.intersection(right.roles))


def allows(person: Person, right: Right, branch: str) -> bool:
    """Tell whether `right` lets `person` ask at `branch`."""
    try:
        require(person, right, branch)
    except NotAllowed:
        return False
    return True


def note_asked(request: Request, person: Person, asked: type[Asked]) -> None:
    """Note in a request who asks what: a denial is put on record by it."""
    request.state.person, request.state.asked = person, asked.name


def may_at_branch(asked: type[Asked]) -> Any:
    """Dependency: the branch in the path, where the person may ask this."""

    def check(request: Request, person: SignedIn, branch: Annotated[str, Path(pattern=BRANCH)]) -> str:
        note_asked(request, person, asked)
        require(person, right_of(request, asked), branch)
        return branch

    return _marked(check, asked)


def may_at_queried_branch(asked: type[Asked]) -> Any:
    """Dependency: the branch that the query string names, where the person may ask this."""

    def check(
        request: Request, person: SignedIn, branch: Annotated[str, QueryParameter(pattern=BRANCH)]
    ) -> str:
        note_asked(request, person, asked)
        require(person, right_of(request, asked), branch)
        return branch

    return _marked(check, asked)


def may_somewhere(asked: type[Asked]) -> Any:
    """Dependency: the person, who may ask this at some branch. The route checks the branch by `require`."""

    def check(request: Request, person: SignedIn) -> Person:
        note_asked(request, person, asked)
        require(person, right_of(request, asked))
        return person

    return _marked(check, asked)


class OfBranch(Protocol):
    """A document that belongs to a branch."""

    @property
    def branch(self) -> str: ...


OnDenial = Callable[[Request, Person, type[Asked], OfBranch | None], Awaitable[None]]
"""Told of a person who is refused a document; None for one that does not exist, so that the time until the
answer does not tell which of the two it was."""


def may_on(find: Callable[[Store, str], Awaitable[OfBranch | None]], asked: type[Asked], name: str) -> Any:
    """Dependency: the document that the path calls `name`, of a branch where the person may ask this.

    Raises `NotAllowed` for a person who may ask it nowhere, `NotYours` for one of another branch; a service
    that wants to know of it is told first.
    """

    async def check(
        request: Request,
        person: SignedIn,
        id: Annotated[str, Path(alias=name, max_length=256)],
    ) -> OfBranch:
        note_asked(request, person, asked)
        right, denied = right_of(request, asked), getattr(request.app.state, "on_denial", None)
        refusal: Refusal = NotYours(f"{name}/{id[:64]}")
        try:
            require(person, right)
        except NotAllowed as error:
            refusal = error
            if denied is None:
                raise
        found = await find(request.app.state.runtime.store, id)
        if found is not None and allows(person, right, found.branch):
            return found
        if denied is not None:
            await denied(request, person, asked, found)
        raise refusal

    return _marked(check, asked)


class OfStaff(Protocol):
    """A document that is a person's own."""

    @property
    def staff(self) -> str: ...


def may_on_own(find: Callable[[Store, str], Awaitable[OfStaff | None]], asked: type[Asked], name: str) -> Any:
    """Dependency: the document that the path calls `name`, the person's own, or one that they may ask about.

    `asked` has a right of `own_or` or is for everybody. Raises `NotYours` for all else.
    """

    async def check(
        request: Request,
        person: SignedIn,
        id: Annotated[str, Path(alias=name, max_length=256)],
    ) -> OfStaff:
        note_asked(request, person, asked)
        found = await find(request.app.state.runtime.store, id)
        if found is None or not may_view(person, right_of(request, asked), found.staff):
            raise NotYours(f"{name}/{id[:64]}")
        return found

    return _marked(check, asked)


class RightsNow(BaseModel):
    """The names of the commands and queries that the person may ask.

    `everywhere` are those that hang on no branch; `branches` has all that may be asked at each of the
    person's branches, those included. At a branch that is not named, only `everywhere` counts.
    """

    everywhere: list[str]
    branches: dict[str, list[str]]


def rights_of(person: Person, rights: Rights) -> RightsNow:
    """Return what `rights` let `person` ask, and where."""
    return RightsNow(
        everywhere=_asked_by(person, rights, ""),
        branches={branch: _asked_by(person, rights, branch) for branch in person.branches},
    )


def _asked_by(person: Person, rights: Rights, branch: str) -> list[str]:
    """Return the names of what a person may ask at a branch: at ``""``, where nobody works, what they may ask
    everywhere."""
    return sorted(asked.name for asked, right in rights.items() if allows(person, right, branch))


def routes_of(service: str) -> APIRouter:
    """Build the route by which the page of a signed-in person learns what they may ask of `service`."""
    router = APIRouter(prefix=f"/api/{service}", tags=["rights"])

    @router.get("/rights")
    async def rights(request: Request, person: SignedIn) -> RightsNow:
        """The commands and queries that I may ask, by branch."""
        return rights_of(person, request.app.state.rights)

    return router


def _marked(check: Callable[..., Any], asked: type[Asked]) -> Any:
    """Mark the dependency, so that a test can list the routes with their rights."""
    check.asked = asked  # type: ignore[attr-defined]
    return Depends(check)
