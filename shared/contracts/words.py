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


class Accepts(StrEnum):
    """What a prospect says to being introduced to an account manager (D5)."""

    NOW = "now"  # 现在接受
    CARD_GIVEN = "card_given"  # 已给名片
    LEFT_CONTACT = "left_contact"  # 留下联系方式


class OpinionTopic(StrEnum):
    """What an opinion is about (D4, E3); its words stay with `customer`."""

    SERVICE = "service"
    WAITING = "waiting"
    ENVIRONMENT = "environment"
    DEVICE = "device"
    PRODUCT = "product"
    PROCEDURE = "procedure"
    PRAISE = "praise"
    OTHER = "other"


class OpinionSource(StrEnum):
    """Where an opinion was found (D4, E3)."""

    SPOKEN = "spoken"  # 口头
    BOOK = "book"  # 意见簿
    BOX = "box"  # 意见箱


class QuestionTopic(StrEnum):
    """What a question was about that could not be answered (D11)."""

    PRODUCT = "product"
    PROCEDURE = "procedure"
    FEES = "fees"
    ACCOUNT = "account"
    DIGITAL = "digital"
    POLICY = "policy"
    OTHER = "other"


class MatterSort(StrEnum):
    """What a customer waits for an answer to (D11, E3)."""

    NEED = "need"  # 需求
    OPINION = "opinion"  # 意见
    QUESTION = "question"  # 疑问


class AnswerWay(StrEnum):
    """How an answer reached the customer (D11, E3)."""

    IN_PERSON = "in_person"  # 当面
    PHONE = "phone"  # 电话
    MESSAGE = "message"  # 短信
    LETTER = "letter"  # 信函
    NOTICE_BOARD = "notice_board"  # 公示
