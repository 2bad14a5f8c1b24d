"""Columns of a portfolio file, found by the words of its header in either language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.customer.imports.domain.faults import FileFault, FileRefused
from services.customer.imports.domain.imported import COLUMNS_AT_MOST
from shared.contracts.labelled import Words
from shared.identifiers import visible


class Column(Words):
    """The columns that are read; all others are ignored."""

    NAME = "name", "姓名", "Name"
    PHONE = "phone", "电话", "Phone"
    IDENTITY = "identity", "证件号码", "Identity number"
    NUMBER = "number", "客户号", "Customer number"
    KIND = "kind", "客户类型", "Kind"
    SEGMENT = "segment", "客户层级", "Segment"
    MANAGER = "account_manager", "客户经理", "Account manager"


NEEDED = (Column.NAME, Column.PHONE)
HEADERS = {
    Column.NAME: "姓名 客户姓名 名称 客户名称 name fullname customername clientname",
    Column.PHONE: "电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 移动电话 "
    "phone phonenumber mobile mobilephone mobilenumber mobileno phoneno telephone tel cell",
    Column.IDENTITY: "证件号码 证件号 身份证 身份证号 身份证号码 证件号码身份证 统一社会信用代码 "
    "identity identitynumber idnumber idno idcard nationalid passport",
    Column.NUMBER: "客户号 客户编号 客户号码 核心客户号 customer customernumber customerno customerid "
    "clientid clientnumber cif",
    Column.KIND: "客户类型 类型 kind customerkind customertype type",
    Column.SEGMENT: "客户层级 客户等级 客户级别 等级 层级 segment customersegment tier",
    Column.MANAGER: "客户经理 客户经理工号 管户经理 管户人 经理工号 accountmanager manager "
    "relationshipmanager rm accountmanagerid",
}
BY_WORD = {word: column for column, words in HEADERS.items() for word in words.split()}


@dataclass(frozen=True)
class Header:
    """The header of a file: the place of each column that is read, and the number of all columns."""

    places: dict[Column, int]
    width: int

    @property
    def ignored(self) -> int:
        """Return the number of columns that are not read."""
        return self.width - len(self.places)


def read_header(cells: Sequence[str]) -> Header:
    """Find the columns by their words, whatever width, case and spaces they are written with.

    Raises `FileRefused`.
    """
    width = max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)
    if width > COLUMNS_AT_MOST:
        raise FileRefused(FileFault.TOO_MANY_COLUMNS)
    places: dict[Column, int] = {}
    for place, cell in enumerate(cells[:width]):
        column = BY_WORD.get(_plain(cell))
        if column in places:
            raise FileRefused(FileFault.COLUMN_TWICE, 1)
        if column is not None:
            places[column] = place
    if any(column not in places for column in NEEDED):
        raise FileRefused(FileFault.COLUMNS_UNKNOWN, 1)
    return Header(places, width)


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]+", "", visible(cell[:100])).lower()
