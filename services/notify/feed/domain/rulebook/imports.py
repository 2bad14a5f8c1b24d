"""Rows about imports of portfolios (W2)."""

from services.notify.feed.domain.rule import INFO, NOTICE, Named, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event

ROWS: Rows = {
    customer.ImportFinished: (
        Rule(
            Named("applied_by"), NOTICE, "import_finished",
            "客户导入已完成：新建{opened}份档案，已有{there}，疑似重复{suspected}，有误{faulty}。",
            "Your import is done: {opened} {opened|file|files} opened, {there} there already, "
            "{suspected} perhaps twice, "
            "{faulty} faulty.",
        ),
    ),
    customer.ImportUndone: (
        Rule(
            Named("undone_by"), NOTICE, "import_undone",
            "客户导入已撤销：删除{gone}份档案，保留已有后续工作的{kept}份。",
            "Your import was undone: {gone} {gone|file|files} went, {kept} stay since somebody has "
            "worked on them.",
        ),
        Rule(
            Named("asked_by"), INFO, "import_undone",
            "{undone_by}撤销了您的客户导入：删除{gone}份，保留{kept}份。",
            "{undone_by} has undone your import: {gone} {gone|file|files} went, {kept} stay.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
