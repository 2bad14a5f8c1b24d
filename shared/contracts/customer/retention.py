"""Events of retention and erasure: what is kept for how long, what was erased."""

from datetime import datetime

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class DataClass(Words):
    """Classes of personal data with a term of retention of their own."""

    FILES = "files", "客户档案", "Customer files"
    COMPLAINTS = "complaints", "投诉内容", "Words of complaints"
    ENQUIRIES = "enquiries", "咨询与意见内容", "Words of enquiries"
    CONTACTS = "contacts", "答复联系方式", "Contact data for an answer"
    LEADS = "leads", "潜客联系方式", "Contact data of prospects"
    BREAK_GLASS = "break_glass", "紧急查看理由", "Reasons of break-glass"
    AUDIT = "audit", "审计记录", "Audit records"


class RetentionChanged(CustomerEvent, zh="保存期限变更", en="Terms of retention were changed"):
    """The terms of retention of a branch were changed (Q1): days by class of data."""

    days: dict[DataClass, int]
    by: str


class CustomerLocked(CustomerEvent, zh="客户档案封存", en="A customer file was closed"):
    """A customer's file was closed (Q1): nobody reads it any more, and it is erased on `erase_at`. A service
    that keeps more of them than the id erases it now."""

    customer: str
    erase_at: datetime
    locked_by: str


class CustomerErased(CustomerEvent, zh="客户信息删除", en="A customer's data were erased"):
    """A customer's file was erased (Q1): a service that keeps more of them than the id erases it. One that
    was only `withdrawn`, since the import that had opened it was undone, may be opened again under its id."""

    customer: str
    withdrawn: bool = False


class DataErased(CustomerEvent, zh="到期数据删除", en="Data past their term were erased"):
    """Data of so many customers or matters were erased at the end of their term, by class (Q1)."""

    day: str
    erased: dict[DataClass, int]
