"""Words of deals: departments, states, reasons, levels."""

from shared.contracts.labelled import Words


class Department(Words):
    """A department in which a task of a deal is done (A4)."""

    BACK_OFFICE = "back_office", "后台运营", "Back office", "the back office"
    RISK = "risk", "风险管理", "Risk management"
    PRODUCT_DESK = "product_desk", "产品部门", "Product desk", "the product desk"
    BRANCH = "branch", "网点", "Branch", "the branch"


class DealState(Words):
    """The state of a deal (A4)."""

    OPEN = "open", "进行中", "Open"
    CLOSED = "closed", "已办结", "Closed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class DealTaskState(Words):
    """The state of a task of a deal (A4)."""

    WAITING = "waiting", "等待前序", "Waiting for others"
    OFFERED = "offered", "待受理", "To be taken"
    ACCEPTED = "accepted", "办理中", "In work"
    BLOCKED = "blocked", "受阻", "Blocked"
    RETURNED = "returned", "已退回", "Returned"
    DONE = "done", "已完成", "Done"
    CANCELLED = "cancelled", "已免除", "Left out"


class DealBlockReason(Words):
    """The reason for which a task cannot go on (A4)."""

    CUSTOMER = "customer", "等待客户", "Waiting for the customer"
    PAPERS = "papers", "材料缺失", "Papers are missing"
    THIRD_PARTY = "third_party", "等待外部机构", "Waiting for a third party"
    SYSTEM = "system", "系统故障", "A system is down"
    CAPACITY = "capacity", "人手不足", "No capacity"
    RULE = "rule", "规则待明确", "A rule is unclear"
    OTHER = "other", "其他原因", "Another reason"


class DealReturnReason(Words):
    """The reason for which a task is returned (A4)."""

    INCOMPLETE = "incomplete", "材料不全", "Papers are incomplete"
    WRONG = "wrong", "信息有误", "The data are wrong"
    EXPIRED = "expired", "材料过期", "Papers have expired"
    TERMS = "terms", "方案不符合要求", "The terms do not meet the rules"
    NOT_OURS = "not_ours", "不属本部门", "Not this department's"
    OTHER = "other", "其他原因", "Another reason"


class DealSkipReason(Words):
    """The reason for which a task is left out (A4)."""

    NOT_NEEDED = "not_needed", "无需办理", "Not needed"
    DEAL_ENDED = "deal_ended", "业务已取消", "The deal was given up"
    DONE_ELSEWHERE = "done_elsewhere", "已在别处办理", "Done elsewhere"
    OTHER = "other", "其他原因", "Another reason"


class DealCancelReason(Words):
    """The reason for which a deal is given up (A4)."""

    CUSTOMER = "customer", "客户放弃", "The customer gave it up"
    REFUSED = "refused", "审批未通过", "It was not approved"
    TERMS = "terms", "条件未谈妥", "No agreement on the terms"
    ELSEWHERE = "elsewhere", "客户选择他行", "The customer went to another bank"
    MISTAKEN = "mistaken", "误开", "Opened by mistake"
    FILE_CLOSED = "file_closed", "客户档案已关闭", "The customer's file was closed"
    OTHER = "other", "其他原因", "Another reason"


class DealLevel(Words):
    """The level to which a task of a deal that is late has come, the lowest first (A4)."""

    DEPARTMENT = "department", "部门", "The department"
    ACCOUNT_MANAGER = "account_manager", "客户经理", "The account manager"
    BRANCH_HEAD = "branch_head", "网点负责人", "The branch head"
    REGION_HEAD = "region_head", "区域负责人", "The region head"


class DealLateness(Words):
    """The lateness of a task of a deal (A4)."""

    NOT_TAKEN = "not_taken", "无人受理", "Not taken"
    NOT_DONE = "not_done", "逾期未完成", "Not done in time"


class DealFlagCause(Words):
    """The event of the customer's that bears on a deal (A4)."""

    COMPLAINT = "complaint", "客户投诉", "A complaint"
    HALL_VISIT = "hall_visit", "客户来访厅堂", "A visit to the hall"
    RERATED = "rerated", "产品风险等级调整", "The product was rated anew"


class DealTeamPurpose(Words):
    """The purpose of a member of a deal's team, or of a working group (A4)."""

    ADVICE = "advice", "专业支持", "Advice"
    PAPERS = "papers", "材料准备", "Papers"
    PRICING = "pricing", "方案定价", "Pricing"
    RISK_VIEW = "risk_view", "风险评估", "View of the risks"
    APPROVAL = "approval", "审批协调", "Approval"
    SERVICE = "service", "客户服务", "Service to the customer"
    RESOURCES = "resources", "资源协调", "Resources"


class PromiseBasis(Words):
    """The ground on which the promised date of a deal rests (A4)."""

    HISTORY = "history", "历史办理时长", "Past deals"
    MIXED = "mixed", "部分依据历史办理时长", "Past deals, in part"
    PLAN = "plan", "模板时限（历史数据不足）", "The template: too little history"


class PromiseMove(Words):
    """The reason for which the promised date of a deal moves (A4)."""

    STEP_DONE = "step_done", "环节已完成", "A step was done"
    STEP_LATE = "step_late", "环节逾期", "A step is late"
    STEP_RETURNED = "step_returned", "环节被退回", "A step was returned"
    STEP_LEFT_OUT = "step_left_out", "环节已免除", "A step was left out"
