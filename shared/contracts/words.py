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


class CorrectionReason(StrEnum):
    """Why a customer file was corrected (W2)."""

    MISTYPED = "mistyped"  # 录入错误
    CHANGED = "changed"  # 客户信息变更
    RENEWED = "renewed"  # 证件换发
    OTHER = "other"  # 其他


class ForecastMethod(StrEnum):
    """How an expected wait was found (D2, D8); `FREE_COUNTER`: a counter was free, and who finds one
    free is called at once; `LEARNED`: by weights that the branch's own waits taught."""

    QUEUE_LENGTH = "queue_length"
    LAST_SERVED = "last_served"
    LONG_RUN_MEAN = "long_run_mean"
    BLEND = "blend"
    LEARNED = "learned"
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


class EnquiryKind(StrEnum):
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


class DeviceSort(StrEnum):
    """What stands in a hall (P2, P4, D7)."""

    QUEUE_MACHINE = "queue_machine"  # 叫号机
    KIOSK = "kiosk"  # 智能柜台
    SELF_SERVICE = "self_service"  # 自助存取款机 (ATM, cash recycler)
    DISPLAY = "display"  # 电子显示屏
    PHONE = "phone"  # 客服电话
    PRINTER = "printer"  # 打印机
    CAMERA = "camera"  # 摄像头
    WATER_DISPENSER = "water_dispenser"  # 饮水机
    OTHER_DEVICE = "other_device"  # 其他设备


class Trouble(StrEnum):
    """Why a device is out of order (D7)."""

    OFFLINE = "offline"
    POWER_OFF = "power_off"
    NO_DEVICE = "no_device"
    HARDWARE_ERROR = "hardware_error"
    USER_ERROR = "user_error"
    CHECK_FAILED = "check_failed"  # one of its named checks, such as paper, is not as it should be
    SILENT = "silent"  # nothing was heard of it for 60 s
    BY_HAND = "by_hand"  # somebody of the staff says so


class IncidentSort(StrEnum):
    """What happened that only few may know of (D12)."""

    SUSPICIOUS_PERSON = "suspicious_person"  # 可疑人员
    OFFENDER = "offender"  # 不法分子
    ACCIDENT = "accident"  # 意外事故
    DEVICE_FRAUD = "device_fraud"  # 设备欺诈
    OTHER_INCIDENT = "other_incident"  # 其他


class Place(StrEnum):
    """Where in the branch."""

    HALL = "hall"  # 大厅
    ENTRANCE = "entrance"  # 门口
    COUNTERS = "counters"  # 柜台区
    SELF_SERVICE_AREA = "self_service_area"  # 自助区
    VIP_AREA = "vip_area"  # 贵宾区
    OUTSIDE = "outside"  # 门外


class LoitererOutcome(StrEnum):
    """What came of somebody who stayed without business (D12)."""

    SPOKE = "spoke"  # 已询问
    LEFT = "left"  # 已离开
    INCIDENT = "incident"  # 已上报事件
