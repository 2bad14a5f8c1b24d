"""Words that several events share: classes, channels, care, segments, roles."""

from enum import StrEnum


class TicketClass(StrEnum):
    """Which line a ticket stands in; the value is its letter."""

    ORDINARY = "A"  # 普通
    CARE = "G"  # 绿色通道 (D10)
    VIP = "V"  # 贵宾 (D6)


class Channel(StrEnum):
    """Where a customer is served (D2)."""

    COUNTER = "counter"  # 柜台
    VIP_WINDOW = "vip_window"  # 贵宾窗口
    SELF_SERVICE = "self_service"  # 自助
    PHONE_BANK = "phone_bank"  # 电话银行


class Care(StrEnum):
    """Why somebody goes through the green channel (D10)."""

    ELDERLY = "elderly"
    MOBILITY = "mobility"
    PREGNANT = "pregnant"
    URGENT = "urgent"


class Segment(StrEnum):
    """What a customer is to the bank; `VIP` segments hold a VIP card (D6, W2)."""

    MASS = "mass"
    AFFLUENT = "affluent"
    VIP = "vip"
    PRIVATE = "private"

    @property
    def is_vip(self) -> bool:
        return self in (Segment.VIP, Segment.PRIVATE)


class Role(StrEnum):
    """What a member of staff may do."""

    TELLER = "teller"  # 柜员
    LOBBY_MANAGER = "lobby_manager"  # 大堂经理
    ACCOUNT_MANAGER = "account_manager"  # 客户经理
    BRANCH_HEAD = "branch_head"  # 网点负责人
    REGION_HEAD = "region_head"  # 区域负责人
    PRODUCT_DESK = "product_desk"  # 产品部门
    OPS = "ops"  # 运维
    AUDITOR = "auditor"  # 审计


class ComplaintTopic(StrEnum):
    """What a complaint is about (D9); its words stay with `customer`."""

    WAITING = "waiting"
    SERVICE = "service"
    FEES = "fees"
    DEVICE = "device"
    OTHER = "other"


class ForecastMethod(StrEnum):
    """How an expected wait was found (D2, D8); `FREE_COUNTER`: a counter was free, so no method was asked."""

    QUEUE_LENGTH = "queue_length"
    LAST_SERVED = "last_served"
    LONG_RUN_MEAN = "long_run_mean"
    BLEND = "blend"
    FREE_COUNTER = "free_counter"
