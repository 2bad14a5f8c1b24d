"""Commands and queries: what can be asked of a service, by declared names.

A command is a frozen dataclass in the imperative, with the fields that it needs:

    @dataclass(frozen=True)
    class CallNext(Command, name="call_next"):
        branch: str
        counter: str

A service writes down which handler carries out which command in one table (`Commands`).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from shared.unit_of_work import UnitOfWork


class Asked:
    """A command or a query.

    `name` identifies it on record: in the inbox, in the scope of an Idempotency-Key, in traces. It is
    declared apart from the class, so that renaming the class changes no data.
    """

    name: ClassVar[str]

    def __init_subclass__(cls, *, name: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if name:
            cls.name = name


class Command(Asked):
    """Something that a service is to do."""


Commands = Mapping[type[Command], Callable[[Any, UnitOfWork], Awaitable[Any]]]
"""Handlers by the commands that they carry out."""
