"""Which duty of the lobby manager's and the account managers' day happened, with the event that shows it.

It reads the services' outboxes as an auditor would: what was published is what happened.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from pymongo import MongoClient

from deploy.local.secrets import SERVICES
from deploy.local.seed import BRANCH_SETTINGS
from services.lobby.day.domain.standard_checklists import CLOSING, OPENING
from shared.clock import first_id_of

Data = dict[str, Any]
Sign = tuple[str, Callable[[Data], bool]]
DUTY_OF = {
    **{("opening", item.id): item.duty for item in OPENING},
    **{("closing", item.id): item.duty for item in CLOSING},
}


def any_of(data: Data) -> bool:
    return True


def having(**wanted: Any) -> Callable[[Data], bool]:
    return lambda data: all(data.get(name) == value for name, value in wanted.items())


def of_duty(duty: str) -> Callable[[Data], bool]:
    """An item of this duty was looked at; at a counter it carries the counter's name behind a colon."""

    def looked_at(data: Data) -> bool:
        return any(DUTY_OF.get((data["kind"], item.partition(":")[0])) == duty for item in data["items"])

    return looked_at


@dataclass(frozen=True)
class Duty:
    """A duty as the staff call it, and the event that shows that it was done."""

    zh: str
    en: str
    event: str
    sign: Callable[[Data], bool] = any_of


MARKED = "lobby.checklist_marked"
DUTIES = {
    "P1": Duty("柜台与填单台", "Counters and form desks", MARKED, of_duty("P1")),
    "P2": Duty("设备与客服电话", "Devices and the phone line", MARKED, of_duty("P2")),
    "P3": Duty("宣传材料", "Posters and leaflets", MARKED, of_duty("P3")),
    "P4": Duty("饮水、座椅、消防", "Water, seats, fire equipment", MARKED, of_duty("P4")),
    "P5": Duty("公告栏、意见簿", "Notice board, opinion book", "lobby.notice_taken_down"),
    "P6": Duty("环境卫生", "Cleanliness", MARKED, of_duty("P6")),
    "P7": Duty("办公用品", "Office supplies", MARKED, of_duty("P7")),
    "D1": Duty("迎送客户", "Meet every customer", "lobby.ticket_issued"),
    "D2": Duty("识别、分流、引导", "Identify, divide, guide", "lobby.triage_overridden"),
    "D3": Duty("走动服务", "Walk the floor", "lobby.leaflet_handed"),
    "D4": Duty("解答与记录需求", "Answer, listen, record", "lobby.need_recorded"),
    "D5": Duty("发展潜客", "Develop prospects", "referral.referral_offered"),
    "D6": Duty("贵宾服务", "VIP", "lobby.task_done", having(kind="farewell")),
    "D7": Duty("设备巡查", "Watch the devices", "lobby.device_recovered"),
    "D8": Duty("减轻柜面压力", "Relieve the counters", "lobby.customer_returned"),
    "D9": Duty("处理投诉", "Disputes", "customer.case_settled"),
    "D10": Duty("绿色通道", "Green channel", "lobby.ticket_issued", having(ticket_class="G")),
    "D11": Duty(
        "工作日志与答复", "Lobby log and answers", "customer.enquiry_closed", having(kind="question")
    ),
    "D12": Duty("可疑人员", "Suspicious loiterers", "lobby.incident_closed"),
    "E1": Duty("检查设备", "Check the devices", "lobby.branch_day_closed"),
    "E2": Duty("关闭电源", "Switch off", MARKED, of_duty("E2")),
    "E3": Duty("处理意见", "Handle opinions", "customer.enquiry_closed", having(kind="opinion")),
    "E4": Duty("日报", "Day report", "lobby.day_report_filed"),
    "A1": Duty("联系客户", "Contact", "customer.customer_contacted", having(two_way=True)),
    "A2": Duty("开发客户", "Develop", "referral.prospect_won"),
    "A3": Duty("营销产品", "Market products", "referral.recommendation_presented"),
    "A4": Duty("内部协调", "Coordinate inside", "referral.deal_closed"),
    "W1": Duty("拜访", "Visits", "customer.customer_visit_recorded"),
    "W2": Duty("客户档案与分层", "Files and segments", "customer.segment_changed", having(moved_by=None)),
    "W3": Duty("客户关系管理", "Relationship", "customer.relation_recorded"),
    "W4": Duty("客户分析与评价", "Analysis", "customer.customer_scored"),
    "W5": Duty("沟通", "Communication", "customer.message_delivered"),
    "Q1": Duty("保守秘密", "Secrets", "customer.glass_broken"),
    "Q2": Duty("工作计划", "Plan", "referral.plan_item_done"),
    "R1": Duty("片区报告", "Territory report", "referral.territory_report_read"),
}


@dataclass(frozen=True)
class Proof:
    """A duty, and the first event of the day that shows it; None if there was none."""

    id: str
    duty: Duty
    event: str | None = None
    time: str = ""


def proofs(mongo_uri: str, branch: str, since: datetime, prefix: str = "foyer") -> list[Proof]:
    """Find the first event of `branch` since then that shows each duty, in the order of the duties."""
    found: dict[str, Proof] = {}
    for envelope in _published(mongo_uri, branch, since, prefix):
        kind = envelope["type"].removeprefix("foyer.").rpartition(".v")[0]
        for id, duty in DUTIES.items():
            if id not in found and duty.event == kind and duty.sign(envelope["data"]):
                found[id] = Proof(id, duty, envelope["id"], envelope["time"])
    return [found.get(id, Proof(id, duty)) for id, duty in DUTIES.items()]


def _published(mongo_uri: str, branch: str, since: datetime, prefix: str) -> Iterator[Data]:
    """The events of a branch, service by service, each in the order of publication."""
    query = {"_id": {"$gte": first_id_of(since)}, "branch": branch, "exchange": "foyer.events"}
    with MongoClient[Data](mongo_uri, tz_aware=True) as client:
        for name in SERVICES:
            for raw in client[f"{prefix}_{name}"].outbox.find(query).sort("_id"):
                yield json.loads(raw["body"])


def lines(found: list[Proof]) -> list[str]:
    """One line a duty: the branch's own time, the duty in both languages, and the event, whose causes
    ``./foyer trace`` shows; then how many duties were shown."""
    zone = ZoneInfo(BRANCH_SETTINGS["timezone"])
    titles = [f"{one.duty.zh} · {one.duty.en}" for one in found]
    wide = max(map(columns, titles), default=0)
    shown = []
    for one, title in zip(found, titles, strict=True):
        at = datetime.fromisoformat(one.time).astimezone(zone) if one.time else None
        proof = one.event if at else "NOT SHOWN 未发生"
        time = f"{at:%H:%M:%S}" if at else ""
        shown.append(f"  {one.id:<4}{time:<10}{title}{' ' * (wide - columns(title))}  {proof}")
    done = sum(1 for one in found if one.event)
    return [*shown, f"  {len(found)} 项职责，已体现 {done} 项 · {done} of {len(found)} duties shown"]


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal, two for a Chinese character."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
