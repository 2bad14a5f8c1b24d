"""Commands: things that can be asked of a service, named in the imperative.

A command is a frozen dataclass with the fields that it needs:

    @dataclass(frozen=True)
    class CallNext(Command, name="call_next"):
        branch: str
        counter: str

A service writes down which handler carries out which command in one table (`Commands`).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from shared.unit_of_work import UnitOfWork


class Command:
    """Something asked of a service.

    `name` identifies the command on record: in the inbox, in the scope of an Idempotency-Key, in traces. It
    is declared apart from the class, so that renaming the class changes no data.
    """

    name: ClassVar[str]

    def __init_subclass__(cls, *, name: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if name:
            cls.name = name


Commands = Mapping[type[Command], Callable[[Any, UnitOfWork], Awaitable[Any]]]
"""Handlers by the commands that they carry out."""
