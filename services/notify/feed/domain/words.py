"""Facts and words: what of an event an entry may carry, and how it is said in both languages."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

from shared.contracts.base import Event

Facts = dict[str, Any]

C1 = frozenset(
    (
        *("visit", "ticket", "ticket_class", "channel", "place", "need", "care", "counter", "served_seconds"),
        *("customer", "masked_name", "segment", "account_manager", "needs", "found_by"),
        *("referral", "round", "answer_by", "asked", "reason", "assigned_by"),
        *("advised", "by", "changed", "to_counter", "waited_seconds"),
        *("day", "filed_by", "read_by", "arrivals", "served", "complaints"),
        *("record", "recorded_by", "accepts", "source", "entry", "written_by", "taken_by"),
        *("enquiry", "kind", "enquiry_owner", "approved_by", "returned_by", "sent_by", "sent_through"),
        *("device", "numbers", "missing", "replaced", "undone", "staff"),
        *("device", "sort", "status", "transactions", "unavailable", "reported_by"),
        *("incident", "attended_by", "called_by", "closed_by", "loiterer", "minutes", "outcome"),
        *("case", "topic", "case_owner", "level", "take_over_by", "raised_by", "settled_by", "overdue"),
        *("affected", "minutes", "device"),
        *(
            "day",
            "by",
            "override",
            "overridden",
            "open_items",
            "expired_notices",
            "low_leaflets",
            "cancelled",
        ),
        *("checklist", "item", "duty", "item_zh", "item_en", "fault", "notice", "until"),
        *("leaflet", "product", "stock"),
        *("task", "role", "due", "longest", "waiting", "outcome", "had_by", "absent", "cover"),
    )
)
"""What may be shown and kept: ids, masked names, segments, words of a catalogue. The rest stays out."""

CATALOGUE = {
    "enquiry": ("咨询", "enquiry"),
    "cash": ("现金业务", "cash"),
    "deposit": ("存款", "deposit"),
    "withdrawal": ("取款", "withdrawal"),
    "cash_deposit": ("现金存款", "cash deposit"),
    "cash_withdrawal": ("现金取款", "cash withdrawal"),
    "transfer": ("转账", "transfer"),
    "remittance": ("汇款", "remittance"),
    "bill_payment": ("缴费", "bill payment"),
    "payment": ("缴费", "payment"),
    "account_opening": ("开户", "account opening"),
    "card": ("银行卡业务", "card"),
    "loan": ("贷款", "loan"),
    "mortgage": ("房贷", "mortgage"),
    "wealth": ("理财", "wealth management"),
    "wealth_management": ("理财", "wealth management"),
    "fund": ("基金", "funds"),
    "insurance": ("保险", "insurance"),
    "foreign_exchange": ("外汇", "foreign exchange"),
    "exchange": ("外汇", "foreign exchange"),
    "account": ("账户业务", "account"),
    "open_account": ("开户", "account opening"),
    "password": ("密码业务", "password"),
    "business": ("对公业务", "business banking"),
    "pension": ("养老金", "pension"),
    "vip": ("贵宾", "VIP"),
    "private": ("私人银行", "private banking"),
    "affluent": ("理财级", "affluent"),
    "mass": ("大众", "mass"),
    "counter": ("柜台", "a counter"),
    "vip_window": ("贵宾窗口", "the VIP window"),
    "self_service": ("自助设备", "self-service"),
    "phone_bank": ("电话银行", "the phone bank"),
    "customer_wish": ("客户意愿", "the customer's wish"),
    "needs_help": ("需要协助", "needs help"),
    "machine_busy": ("设备占用", "the machine is busy"),
    "wrong_need": ("业务选错", "another need"),
    "rules": ("叫号规则", "rules of calling"),
    "counters": ("柜台", "counters"),
    "transactions": ("业务目录", "transactions"),
    "waiting": ("等候时间", "waiting"),
    "service": ("服务", "service"),
    "fees": ("收费", "fees"),
    "device": ("设备", "a device"),
    "environment": ("环境", "the hall"),
    "product": ("产品", "products"),
    "procedure": ("流程", "procedure"),
    "praise": ("表扬", "praise"),
    "digital": ("电子渠道", "digital banking"),
    "policy": ("政策规定", "rules and policy"),
    "spoken": ("口头", "spoken"),
    "book": ("意见簿", "the opinion book"),
    "box": ("意见箱", "the opinion box"),
    "need": ("需求", "need"),
    "opinion": ("意见", "opinion"),
    "question": ("疑问", "question"),
    "in_person": ("当面", "in person"),
    "phone": ("电话", "by phone"),
    "message": ("短信", "by message"),
    "letter": ("信函", "by letter"),
    "notice_board": ("公示", "on the notice board"),
    "other": ("其他", "something else"),
    "counter_opened": ("窗口开放", "A counter opened"),
    "counter_closed": ("窗口关闭", "A counter closed"),
    "counter_paused": ("窗口暂停", "A counter paused"),
    "counter_resumed": ("窗口恢复", "A counter is back"),
    "device_failed": ("设备故障", "A device failed"),
    "device_mended": ("设备恢复", "A device is back"),
    "settings_changed": ("规则调整", "The rules changed"),
    "freed": ("大堂经理释放", "freed"),
    "signed_off": ("已离岗", "has left work"),
    "ticket_called": ("叫号", "the call"),
    "customer_no_show": ("未到", "the no-show"),
    "service_completed": ("办理完成", "the completion"),
    "next_service_waited": ("转办下一项", "the next service"),
    "ticket_sent_back": ("退回排队", "the sending back"),
    "ticket_transferred": ("转号", "the transfer"),
    "ticket_parked": ("暂存", "the parking"),
    "ticket_resumed": ("恢复等候", "the return from parking"),
    "visit_cancelled": ("取消", "the cancellation"),
    "triage_overridden": ("改派渠道", "the change of channel"),
    "customer_diverted": ("分流", "the diversion"),
    "customer_returned": ("返回柜台", "the return to the counters"),
    "self_service_completed": ("自助办结", "the service at a machine"),
    "broken": ("损坏", "broken"),
    "missing": ("缺失", "missing"),
    "empty": ("用完", "used up"),
    "dirty": ("不洁", "dirty"),
    "being_repaired": ("正在维修", "being repaired"),
    "supplies_late": ("物资未到", "supplies are late"),
    "short_of_staff": ("人手不足", "short of staff"),
    "emergency": ("突发情况", "an emergency"),
    "mistake": ("操作有误", "done by mistake"),
    "system": ("系统", "the system"),
    "floor_tasks": ("现场任务规则", "floor task rules"),
    "greet": ("迎接引导", "greet a customer"),
    "host": ("接待贵宾", "welcome a VIP"),
    "lounge": ("贵宾室奉茶", "tea and papers in the lounge"),
    "care": ("送水递报", "water and papers"),
    "help": ("协助填单", "help with forms"),
    "patrol": ("巡视大堂", "a round of the hall"),
    "repair": ("故障处理", "a repair"),
    "farewell": ("送别贵宾", "see a VIP off"),
    "attend": ("安抚投诉客户", "attend to a complaint"),
    "errand": ("其他任务", "an errand"),
    "done": ("办妥", "done"),
    "declined": ("客户谢绝", "declined"),
    "not_found": ("未找到客户", "customer not found"),
    "passed_on": ("已转他人", "passed on"),
    "recovered": ("自行恢复", "came right"),
    "back": ("同事已返岗", "your colleague is back"),
    "cover_left": ("您已离岗或岗位变动", "you have left, or your role has changed"),
    "replaced": ("改由他人代管", "somebody else does"),
    "not_staffed": ("岗位变动", "roles have changed"),
    "queue_machine": ("叫号机", "queue machine"),
    "kiosk": ("智能柜台", "kiosk"),
    "display": ("显示屏", "display"),
    "printer": ("打印机", "printer"),
    "camera": ("摄像头", "camera"),
    "water_dispenser": ("饮水机", "water dispenser"),
    "other_device": ("设备", "device"),
    "offline": ("离线", "offline"),
    "power_off": ("断电", "power off"),
    "no_device": ("未连接", "not connected"),
    "hardware_error": ("硬件故障", "hardware error"),
    "user_error": ("使用受阻", "blocked by a user"),
    "check_failed": ("耗材或部件异常", "a part or supply fails"),
    "silent": ("无响应", "silent"),
    "by_hand": ("人工报修", "reported by staff"),
    "suspicious_person": ("可疑人员", "suspicious person"),
    "offender": ("不法分子", "offender"),
    "accident": ("意外事故", "accident"),
    "device_fraud": ("设备欺诈", "fraud at a device"),
    "other_incident": ("其他事件", "another incident"),
    "hall": ("大厅", "the hall"),
    "entrance": ("门口", "the entrance"),
    "self_service_area": ("自助区", "the self-service area"),
    "vip_area": ("贵宾区", "the VIP area"),
    "outside": ("门外", "outside"),
    "malformed": ("内容无法读取", "unreadable"),
    "bad_card": ("卡号有误", "no card number"),
    "bad_identity": ("证件号码有误", "no identity number"),
    "bad_phone": ("电话号码有误", "no phone number"),
    "bad_code": ("二维码无效", "no readable code"),
    "missing_id": ("缺少事件编号", "without an id"),
    "unknown_type": ("事件类型未知", "of an unknown type"),
    "id_reused": ("事件编号重复", "an id that was used"),
    "number_used": ("号码已被占用", "the number is used"),
    "beyond_block": ("超出号段", "beyond its block"),
    "not_your_series": ("非本机号段", "of another machine's series"),
    "unencodable": ("含无法编码的字符", "characters that cannot be encoded"),
    "too_large": ("内容过大", "too large"),
    "corrupted": ("存储损坏", "damaged in its memory"),
}
"""Words of the catalogues as (Chinese, English); one that is not here is shown as it is."""

ZH, EN = 0, 1
PART = re.compile(r"\[([^]]*)]")
MISSING = {
    "device": ("设备", "a device"),
    "outcome": ("办妥", "done"),
    "raised_by": ("系统", "the system"),
    "by": ("同事", "A colleague"),
    "sort": ("任务", "a task"),
    "masked_name": ("贵宾客户", "A VIP"),
    "need": ("业务", "business"),
    "case_owner": ("（尚无负责人）", "nobody yet"),
    "topic": ("其他", "something else"),
    "enquiry_owner": ("（尚无负责人）", "nobody yet"),
    "filed_by": ("系统", "The system"),
    "override": ("未填写", "no reason given"),
    "assigned_by": ("网点负责人", "The branch head"),
    "unavailable": ("无", "none"),
    "transactions": ("业务", "business"),
}


def facts_of(event: Event) -> Facts:
    """The C1 part of an event, without what is empty; times as ISO 8601."""
    content = event.model_dump(mode="json", include=set(C1))
    return {name: value for name, value in content.items() if value not in (None, "", [], ())}


def say(template: str, facts: Mapping[str, Any], language: int) -> str:
    """Fill a text with the facts, in the words of its language. A part in brackets, such as
    ``[（{counter}号窗口）]``, is said only where all its facts are there."""
    separator = ("、", ", ")[language]
    words = {name: word[language] for name, word in MISSING.items()}
    for name, value in facts.items():
        several = value if isinstance(value, list | tuple) else [value]
        words[name] = separator.join(word_of(one, language) for one in several)
    said = PART.sub(lambda part: part[1] if _names(part[1]) <= facts.keys() else "", template)
    return said.format_map(words)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def word_of(value: object, language: int) -> str:
    """How a fact is said: in the words of the catalogue, if it has some."""
    word = str(value).removeprefix("staff:").removeprefix("device:")
    known = CATALOGUE.get(word)
    return known[language] if known else word
