"""Words of `lobby` that travel as plain text: an event may carry one that is not among them."""

from shared.contracts.labelled import Words


class LeaveReason(Words):
    """The reason for which a customer leaves without service."""

    LEFT = "left", "客户离开", "Left"
    TOO_LONG = "too_long", "等候太久", "The wait is too long"
    WRONG_BRANCH = "wrong_branch", "走错网点", "The wrong branch"
    MISSING_PAPERS = "missing_papers", "资料不齐", "Papers are missing"
    DONE_OTHERWISE = "done_otherwise", "已用其他方式办理", "Done another way"


class ChannelChangeReason(Words):
    """The reason for which the lobby manager sends a customer to another channel than was advised (D2)."""

    CUSTOMER_WISH = "customer_wish", "客户意愿", "The customer's wish"
    NEEDS_HELP = "needs_help", "需要协助", "Needs help"
    MACHINE_BUSY = "machine_busy", "设备占用", "The machine is busy"
    WRONG_NEED = "wrong_need", "业务选错", "Another need"
    OTHER = "other", "其他原因", "Another reason", "something else"


class AdviceReason(Words):
    """The reason for which triage advises a channel (D2, D8)."""

    VIP_CARD = "vip_card", "贵宾卡", "A VIP's card"
    GREEN_CHANNEL = "green_channel", "绿色通道", "Green channel"
    COUNTER_ONLY = "counter_only", "柜台业务", "Done at counters"
    ABOVE_LIMIT = "above_limit", "超过自助限额", "Above the machine's limit"
    MACHINE_DOWN = "machine_down", "自助设备故障", "The machine is down"
    SHORT_LINE = "short_line", "柜台人少", "The line is short"
    MACHINE_QUICKER = "machine_quicker", "自助更快", "A machine is quicker"
    PHONE_CAN = "phone_can", "电话可办", "The phone can do it"
    WANTS_COUNTER = "wants_counter", "客户要求柜台", "Wants a counter"
    BY_HAND = "by_hand", "人工安排", "By hand"
    PRINTED = "printed", "离线取号", "Printed while cut off"


class PauseReason(Words):
    """The reason for which no customer is called at a counter for a while."""

    BREAK = "break", "休息", "Break"
    CASH = "cash_handling", "清点现金", "Handling cash"
    TRAINING = "training", "培训", "Training"
    SYSTEM = "system_down", "系统故障", "The system is down"
    OTHER = "other", "其他原因", "Another reason"


class ForecastChange(Words):
    """The reason for which expected waits change (D2, D8); written to stand at the head of a sentence."""

    COUNTER_OPENED = "counter_opened", "柜台开放", "A counter opened", "A counter opened"
    COUNTER_CLOSED = "counter_closed", "柜台关闭", "A counter closed", "A counter closed"
    COUNTER_PAUSED = "counter_paused", "柜台暂停", "A counter paused", "A counter paused"
    COUNTER_RESUMED = "counter_resumed", "柜台恢复", "A counter is back", "A counter is back"
    DEVICE_FAILED = "device_failed", "设备故障", "A device failed", "A device failed"
    DEVICE_MENDED = "device_mended", "设备恢复", "A device is back", "A device is back"
    SETTINGS_CHANGED = "settings_changed", "规则调整", "The rules changed", "The rules changed"


class UndoneStep(Words):
    """A step of a visit that was taken back: the name of its event."""

    CALLED = "ticket_called", "叫号", "The call"
    NO_SHOW = "customer_no_show", "未到", "The no-show"
    COMPLETED = "service_completed", "办理完成", "The completion"
    NEXT_SERVICE = "next_service_waited", "转办下一项", "The next service"
    SENT_BACK = "ticket_sent_back", "退回排队", "The sending back"
    TRANSFERRED = "ticket_transferred", "转号", "The transfer"
    PARKED = "ticket_parked", "暂存", "The parking"
    RESUMED = "ticket_resumed", "恢复等候", "The return from parking"
    CANCELLED = "visit_cancelled", "取消", "The cancellation"
    OVERRIDDEN = "triage_overridden", "改派渠道", "The change of channel"
    DIVERTED = "customer_diverted", "分流", "The diversion"
    RETURNED = "customer_returned", "返回柜台", "The return to the counters"
    SELF_SERVED = "self_service_completed", "自助办结", "The service at a machine"


class SettingsPart(Words):
    """A part of a branch's settings."""

    RULES = "rules", "叫号规则", "Rules of calling"
    COUNTERS = "counters", "柜台", "Counters"
    TRANSACTIONS = "transactions", "业务目录", "Transactions"
    FLOOR_TASKS = "floor_tasks", "现场任务规则", "Floor task rules"


class RecordFault(Words):
    """The reason for which a record of a device is not in the books: the code of the refusal, or the device's
    own."""

    MALFORMED = "malformed", "内容无法读取", "Unreadable"
    BAD_CARD = "bad_card", "卡号有误", "No card number"
    BAD_IDENTITY = "bad_identity", "证件号码有误", "No identity number"
    BAD_PHONE = "bad_phone", "电话号码有误", "No phone number"
    BAD_CODE = "bad_code", "二维码无效", "No readable code"
    MISSING_ID = "missing_id", "缺少事件编号", "Without an id"
    UNKNOWN_TYPE = "unknown_type", "事件类型未知", "Of an unknown type"
    ID_REUSED = "id_reused", "事件编号重复", "An id that was used"
    NUMBER_USED = "number_used", "号码已被占用", "The number is used"
    BEYOND_BLOCK = "beyond_block", "超出号段", "Beyond its block"
    NOT_YOUR_SERIES = "not_your_series", "非本机号段", "Of another machine's series"
    UNENCODABLE = "unencodable", "含无法编码的字符", "Characters that cannot be encoded"
    TOO_LARGE = "too_large", "内容过大", "Too large"
    CORRUPTED = "corrupted", "存储损坏", "Damaged in its memory"


class FixturePlace(Words):
    """The place in the branch of a thing on a checklist (P1 to P7)."""

    HALL = "hall", "大厅", "Hall"
    COUNTER = "counter", "柜台", "Counter"
    FORM_DESK = "form_desk", "填单台", "Form desk"
    RECEPTION = "reception", "咨询台", "Reception desk"
    WAITING_AREA = "waiting_area", "等候区", "Waiting area"
    BROCHURE_STAND = "brochure_stand", "宣传架", "Brochure stand"
    NOTICE_BOARD = "notice_board", "公告栏", "Notice board"
    FRONT = "front", "门前", "Front"


class Duty(Words):
    """A duty of the lobby manager that a checklist is about."""

    P1 = "P1", "柜台与填单台", "Counters and form desks"
    P2 = "P2", "设备与电话", "Devices and phone line"
    P3 = "P3", "宣传材料", "Posters and leaflets"
    P4 = "P4", "饮水、座椅、消防", "Water, seats, fire equipment"
    P5 = "P5", "公告栏与意见簿", "Notices and opinions"
    P6 = "P6", "环境卫生", "Cleanliness"
    P7 = "P7", "办公用品", "Office supplies"
    D3 = "D3", "巡视大厅", "Walking the floor"
    D7 = "D7", "设备巡检", "Watching the devices"
    D12 = "D12", "秩序与安全", "Order and safety"
    E1 = "E1", "设备检查", "Devices"
    E2 = "E2", "关闭电源", "Switching off"
    E3 = "E3", "意见处理", "Opinions"
    E4 = "E4", "日志与总结", "Log and summary"


class DeviceCheck(Words):
    """A part or supply that a device checks itself (D7); a device may name others."""

    PAPER = "paper", "纸张", "Paper"
    INK = "ink", "色带", "Ink"
    CASH = "cash", "现金", "Cash"
    CARD_READER = "card_reader", "读卡器", "Card reader"
    PRINTER = "printer", "打印", "Printing"
    SCREEN = "screen", "屏幕", "Screen"
    NETWORK = "network", "网络", "Network"


class IncidentState(Words):
    """The state of an incident (D12)."""

    OPEN = "open", "待处理", "Open"
    ATTENDED = "attended", "处理中", "Attended"
    POLICE_CALLED = "police_called", "已报警", "Police called"
    CLOSED = "closed", "已结束", "Closed"


class LogEntryKind(Words):
    """The subject of an entry by hand in the log (D4, E4)."""

    REMARK = "remark", "备注", "Remark"
    IMPORTANT_CUSTOMER = "important_customer", "重要客户", "Important customer"
    MARKET_NEWS = "market_news", "市场信息", "Market news"


class ReportSection(Words):
    """A part of the manager's comment on the figures of a day (E4)."""

    SERVICE_SUMMARY = "service_summary", "服务小结", "The day's service"
    IMPORTANT_CUSTOMERS = "important_customers", "重要客户", "Important customers"
    MARKET_NEWS = "market_news", "市场信息", "Market news"
    SUGGESTIONS = "suggestions", "建议", "Suggestions"
