"""Rows about the audit trail, break-glass and erasure (Q1)."""

from services.notify.feed.domain.rule import HEAD, INFO, MIN, NOTICE, URGENT, Rows, Rule
from shared.contracts import customer
from shared.contracts.base import Event
from shared.contracts.words import Role

AUDITOR = Role.AUDITOR

ROWS: Rows = {
    customer.GlassBroken: (
        Rule(
            HEAD, URGENT, "glass_broken",
            "{broken_by}紧急查看客户{masked_name}的档案，理由请见审计记录。",
            "{broken_by} opened the file of customer {masked_name} by break-glass; the audit trail says why.",
            ack=30 * MIN,
        ),
        Rule(
            AUDITOR, NOTICE, "glass_broken",
            "{broken_by}紧急查看客户{masked_name}的档案。",
            "{broken_by} opened the file of customer {masked_name} by break-glass.",
        ),
    ),
    customer.GlassEnded: (
        Rule(
            HEAD, INFO, "glass_ended",
            "{broken_by}的紧急查看已结束，期间查看{reads}次。",
            "The break-glass of {broken_by} has ended; the file was read {reads} {reads|time|times}.",
        ),
    ),
    customer.CustomersExported: (
        Rule(
            HEAD, NOTICE, "customers_exported",
            "{exported_by}导出了{exported}位客户的资料。",
            "{exported_by} exported data of {exported} {exported|customer|customers}.",
        ),
    ),
    customer.ReadsWithoutCause: tuple(
        Rule(
            to, NOTICE, "reads_without_cause",
            "{day}有{reads}次查看客户资料无业务原由，涉及：{staff}。请在审计页核查。",
            "On {day}, {reads} {reads|reading|readings} had no open cause, by {staff}. See the audit tab.",
        )
        for to in (HEAD, AUDITOR)
    ),
    customer.AuditAnchored: (
        Rule(
            AUDITOR, INFO, "audit_anchored",
            "{day}审计链：{length}条，末尾{last}。",
            "Audit chain of {day}: {length} {length|record|records}, ending in {last}.",
        ),
    ),
    customer.DataErased: (
        Rule(
            AUDITOR, INFO, "data_erased",
            "{day}到期数据已删除，明细见保存期限报告。",
            "Data past their term were erased on {day}; the retention report says which.",
        ),
    ),
    customer.RetentionChanged: (
        Rule(
            AUDITOR, NOTICE, "retention_changed",
            "{by}更改了数据保存期限。",
            "{by} changed the terms of retention.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    customer.FileOpened,  # the head and the auditor read the audit trail
)
