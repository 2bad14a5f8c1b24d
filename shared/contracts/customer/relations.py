"""Events of relations between customers, and of introductions (W3)."""

from shared.contracts.customer.base import CustomerEvent
from shared.contracts.labelled import Words


class RelationKind(Words):
    """The way in which another customer belongs to a customer (W3), read as "is the … of this customer"."""

    SPOUSE = "spouse", "配偶", "Spouse"
    CHILD = "child", "子女", "Child"
    PARENT = "parent", "父母", "Parent"
    SIBLING = "sibling", "兄弟姐妹", "Sibling"
    EMPLOYER = "employer", "任职单位", "Employer"
    EMPLOYEE = "employee", "员工", "Employee"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人", "Legal representative"
    REPRESENTED = "represented", "所代表企业", "Company represented"
    BENEFICIAL_OWNER = "beneficial_owner", "受益所有人", "Beneficial owner"
    OWNED = "owned", "所持企业", "Company owned"
    GUARANTOR = "guarantor", "担保人", "Guarantor"
    GUARANTEED = "guaranteed", "被担保人", "Guaranteed party"
    INTRODUCER = "introducer", "介绍人", "Introducer"
    INTRODUCED = "introduced", "被介绍人", "Introduced customer"


class RelationSource(Words):
    """The source from which a relation is known (W3)."""

    CUSTOMER = "customer", "客户告知", "Told by the customer"
    DOCUMENT = "document", "证明文件", "A document"
    REGISTRY = "registry", "工商登记", "A public registry"
    STAFF = "staff", "员工了解", "Known to staff"


class RelationRecorded(CustomerEvent, zh="登记关系", en="A relation was recorded"):
    """It is on record that `other` is the `kind` of `customer`, since a day if that is known (W3)."""

    customer: str
    other: str
    relation: str
    kind: RelationKind
    source: RelationSource
    recorded_by: str
    since: str | None = None


class RelationEnded(CustomerEvent, zh="关系解除", en="A relation ended"):
    """`other` is the `kind` of `customer` no more, since the day `ended` (W3)."""

    customer: str
    other: str
    relation: str
    kind: RelationKind
    ended: str
    ended_by: str


class CustomerIntroduced(CustomerEvent, zh="介绍客户", en="A customer was introduced"):
    """A customer was introduced (W3): by another customer, the `introducer`, or in the hall by a member of
    staff, `found_by`, through a referral. What comes of it names this event's id as its cause."""

    introduced: str
    introducer: str | None = None
    found_by: str | None = None
    referral: str | None = None
    account_manager: str | None = None
