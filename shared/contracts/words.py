"""Words that several events share: classes, channels, care, segments, roles."""

from shared.contracts.labelled import Words


class TicketClass(Words):
    """The class of a ticket, with a queue of its own; the value is its letter."""

    ORDINARY = "A", "普通", "Ordinary"
    CARE = "G", "绿色通道", "Green channel"  # D10
    VIP = "V", "贵宾", "VIP"  # D6


class Channel(Words):
    """The place or medium at which a customer is served (D2)."""

    COUNTER = "counter", "柜台", "Counter", "a counter"
    VIP_WINDOW = "vip_window", "贵宾窗口", "VIP window", "the VIP window"
    SELF_SERVICE = "self_service", "自助设备", "Self-service"
    PHONE_BANK = "phone_bank", "电话银行", "Phone bank", "the phone bank"


class Care(Words):
    """The reason for which a customer goes through the green channel (D10)."""

    ELDERLY = "elderly", "老年人", "Elderly"
    MOBILITY = "mobility", "行动不便", "Reduced mobility"
    PREGNANT = "pregnant", "孕妇", "Pregnant"
    URGENT = "urgent", "急需", "Urgent"


class Segment(Words):
    """The class of a customer at the bank; `VIP` segments hold a VIP card (D6, W2)."""

    MASS = "mass", "大众客户", "Mass"
    AFFLUENT = "affluent", "富裕客户", "Affluent"
    VIP = "vip", "贵宾客户", "VIP customer", "VIP"
    PRIVATE = "private", "私行客户", "Private banking"

    @property
    def is_vip(self) -> bool:
        return self in (Segment.VIP, Segment.PRIVATE)


class Role(Words):
    """A role of a member of staff; rights hang on it."""

    TELLER = "teller", "柜员", "Teller"
    LOBBY_MANAGER = "lobby_manager", "大堂经理", "Lobby manager"
    ACCOUNT_MANAGER = "account_manager", "客户经理", "Account manager"
    BRANCH_HEAD = "branch_head", "网点负责人", "Branch head"
    REGION_HEAD = "region_head", "区域负责人", "Region head"
    PRODUCT_DESK = "product_desk", "产品部门", "Product desk"
    BACK_OFFICE = "back_office", "后台运营", "Back office"
    RISK = "risk_office", "风险管理", "Risk management"
    OPS = "ops", "运维", "Operations"
    ADMINISTRATOR = "administrator", "人员管理员", "Administrator"
    AUDITOR = "auditor", "审计", "Auditor"


class CommonNeed(Words):
    """A need that every branch knows; a branch may name others in its transactions."""

    WEALTH = "wealth", "理财", "Wealth", "wealth management"
    LOAN = "loan", "贷款", "Loan"
    DEPOSIT = "deposit", "存款", "Deposit"
    INSURANCE = "insurance", "保险", "Insurance"
    CARD = "card", "银行卡", "Card"
    BUSINESS = "business", "对公业务", "Business", "business banking"
    ENQUIRY = "enquiry", "咨询", "Enquiry"
    WITHDRAWAL = "withdrawal", "取款", "Withdrawal"
    TRANSFER = "transfer", "转账", "Transfer"
    CASH = "cash", "现金业务", "Cash"
    CASH_DEPOSIT = "cash_deposit", "现金存款", "Cash deposit"
    CASH_WITHDRAWAL = "cash_withdrawal", "现金取款", "Cash withdrawal"
    REMITTANCE = "remittance", "汇款", "Remittance"
    BILL_PAYMENT = "bill_payment", "缴费", "Bill payment"
    MORTGAGE = "mortgage", "房贷", "Mortgage"
    FUND = "fund", "基金", "Funds"
    PENSION = "pension", "养老金", "Pension"
    FOREIGN_EXCHANGE = "foreign_exchange", "外汇", "Foreign exchange"
    ACCOUNT = "account", "账户业务", "Account"
    ACCOUNT_OPENING = "account_opening", "开户", "Open an account", "account opening"
    PASSWORD = "password", "密码业务", "Password"


class ComplaintTopic(Words):
    """The subject of a complaint (D9); its words stay with `customer`."""

    WAITING = "waiting", "等候时间", "Waiting"
    SERVICE = "service", "服务态度", "Service"
    FEES = "fees", "收费", "Fees"
    DEVICE = "device", "设备", "Device", "a device"
    OTHER = "other", "其他", "Other", "something else"


class CorrectionReason(Words):
    """The reason for which a customer file was corrected (W2)."""

    MISTYPED = "mistyped", "录入错误", "Mistyped"
    CHANGED = "changed", "客户信息变更", "The customer's data changed"
    RENEWED = "renewed", "证件换发", "The document was renewed"
    OTHER = "other", "其他", "Other"


class ForecastMethod(Words):
    """The method that found an expected wait (D2, D8); `FREE_COUNTER`: a counter was free, and the customer
    is called at once; `LEARNED`: by weights learnt from the branch's own waits."""

    QUEUE_LENGTH = "queue_length", "队列长度", "Queue length"
    LAST_SERVED = "last_served", "上一位的等候", "Last served"
    LONG_RUN_MEAN = "long_run_mean", "长期平均", "Long-run mean"
    BLEND = "blend", "加权混合", "Blend"
    LEARNED = "learned", "由往日等候学得", "Learned from past waits"
    FREE_COUNTER = "free_counter", "有空闲柜台", "Free counter"


class Accepts(Words):
    """The answer of a prospect to being introduced to an account manager (D5)."""

    NOW = "now", "现在接受引荐", "Accepts now"
    CARD_GIVEN = "card_given", "已给名片", "Was given a card"
    LEFT_CONTACT = "left_contact", "留下联系方式", "Leaves contact data"


class OpinionTopic(Words):
    """The subject of an opinion (D4, E3); its words stay with `customer`."""

    SERVICE = "service", "服务", "Service"
    WAITING = "waiting", "等候时间", "Waiting"
    ENVIRONMENT = "environment", "环境", "The hall"
    DEVICE = "device", "设备", "Device", "a device"
    PRODUCT = "product", "产品", "Products"
    PROCEDURE = "procedure", "流程", "Procedure"
    PRAISE = "praise", "表扬", "Praise"
    OTHER = "other", "其他", "Other", "something else"


class OpinionSource(Words):
    """The place in which an opinion was found (D4, E3)."""

    SPOKEN = "spoken", "口头", "Spoken"
    BOOK = "book", "意见簿", "Opinion book", "the opinion book"
    BOX = "box", "意见箱", "Opinion box", "the opinion box"


class QuestionTopic(Words):
    """The subject of a question that could not be answered (D11)."""

    PRODUCT = "product", "产品", "Products"
    PROCEDURE = "procedure", "流程", "Procedure"
    FEES = "fees", "收费", "Fees"
    ACCOUNT = "account", "账户", "Account"
    DIGITAL = "digital", "电子渠道", "Digital banking"
    POLICY = "policy", "政策规定", "Rules and policy"
    OTHER = "other", "其他", "Other", "something else"


class EnquiryKind(Words):
    """The kind of an enquiry, to which a customer waits for an answer (D11, E3)."""

    NEED = "need", "需求", "Need"
    OPINION = "opinion", "意见", "Opinion"
    QUESTION = "question", "疑问", "Question"


class AnswerWay(Words):
    """The way in which an answer reached the customer (D11, E3)."""

    IN_PERSON = "in_person", "当面", "In person"
    PHONE = "phone", "电话", "By phone"
    MESSAGE = "message", "短信", "By message"
    LETTER = "letter", "信函", "By letter"
    NOTICE_BOARD = "notice_board", "公示", "On the notice board"


class DeviceKind(Words):
    """The kind of a device in the hall (P2, P4, D7)."""

    QUEUE_MACHINE = "queue_machine", "叫号机", "Queue machine"
    KIOSK = "kiosk", "智能柜台", "Kiosk"
    SELF_SERVICE = "self_service", "自助设备", "Self-service"  # ATM, cash recycler
    DISPLAY = "display", "电子显示屏", "Display"
    PHONE = "phone", "客服电话", "Service phone"
    PRINTER = "printer", "打印机", "Printer"
    CAMERA = "camera", "摄像头", "Camera"
    WATER_DISPENSER = "water_dispenser", "饮水机", "Water dispenser"
    OTHER_DEVICE = "other_device", "其他设备", "Other device", "device", "设备"


class Trouble(Words):
    """The reason for which a device is out of order (D7)."""

    OFFLINE = "offline", "离线", "Offline"
    POWER_OFF = "power_off", "已关机", "Power off"
    NO_DEVICE = "no_device", "未连接", "Not connected"
    HARDWARE_ERROR = "hardware_error", "硬件故障", "Hardware error"
    USER_ERROR = "user_error", "使用受阻", "Blocked by a user"
    CHECK_FAILED = "check_failed", "耗材或部件异常", "A part or supply fails"  # such as paper
    SILENT = "silent", "无响应", "Silent"  # no message from it for 60 s
    BY_HAND = "by_hand", "已报修", "Reported by staff"  # somebody of the staff says so


class IncidentKind(Words):
    """The kind of an incident, of which only few may know (D12)."""

    SUSPICIOUS_PERSON = "suspicious_person", "可疑人员", "Suspicious person"
    OFFENDER = "offender", "不法分子", "Offender"
    ACCIDENT = "accident", "意外事故", "Accident"
    DEVICE_FRAUD = "device_fraud", "设备欺诈", "Fraud at a device"
    OTHER_INCIDENT = "other_incident", "其他", "Something else", "another incident", "其他事件"


class Place(Words):
    """A place in the branch."""

    HALL = "hall", "大厅", "Hall", "the hall"
    ENTRANCE = "entrance", "门口", "Entrance", "the entrance"
    COUNTERS = "counters", "柜台", "Counters"
    SELF_SERVICE_AREA = "self_service_area", "自助区", "Self-service area", "the self-service area"
    VIP_AREA = "vip_area", "贵宾区", "VIP area", "the VIP area"
    OUTSIDE = "outside", "门外", "Outside"


class LoitererOutcome(Words):
    """The outcome for a person who stayed without business (D12)."""

    SPOKE = "spoke", "已询问", "Spoke with them"
    LEFT = "left", "已离开", "They left"
    INCIDENT = "incident", "上报事件", "Raise an incident"
