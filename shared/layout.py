"""The layout of stored data: a number that rises with every change that older data does not survive.

A database says in its collection ``meta`` which layout it has. A service does not start on data of another
layout: it would misread them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymongo.asynchronous.database import AsyncDatabase

LAYOUT = 6
"""The layout that this version reads and writes. Data that name none are of layout 1."""
META = "meta"
WRONG_LAYOUT = 78
"""Exit code of a service that was started on data of another layout (EX_CONFIG of sysexits.h)."""


class WrongLayout(Exception):
    """The database has data of another layout; `found` is its number."""

    exit_code = WRONG_LAYOUT

    def __init__(self, database: str, found: int) -> None:
        self.database, self.found = database, found
        super().__init__(
            f"database {database} has data of layout {found}, and this version needs layout {LAYOUT}: "
            f"move or drop the database, see 'Data of another layout' in docs/guide/operations.md"
        )


async def check_layout(database: "AsyncDatabase[dict[str, Any]]") -> None:
    """Write the layout number into a new database. Raises `WrongLayout` for data of another layout.

    The number is the first thing written. It is read after the collections were listed, so that a replica
    which makes the same database at this moment is not taken for an older version.
    """
    listed = await database.list_collection_names()
    collections = [name for name in listed if not name.startswith("system.")]
    found = await database[META].find_one({"_id": "layout"})
    if found is None and not collections:
        found = {"_id": "layout", "number": LAYOUT}
        await database[META].replace_one({"_id": "layout"}, found, upsert=True)
    number = found["number"] if found else 1
    if number != LAYOUT:
        raise WrongLayout(database.name, number)
