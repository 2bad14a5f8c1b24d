"""The standard checklists, by duty: those of a branch until it makes an edition of its own."""

from services.lobby.day.domain.templates import Item
from shared.contracts.lobby import ChecklistKind

MUST, MAY = True, False


def _item(
    duty: str, id: str, place: str, mandatory: bool, zh: str, en: str, reporter_kind: str | None = None
) -> Item:
    return Item(
        id=id,
        duty=duty,
        zh=zh,
        en=en,
        place=place,
        mandatory=mandatory,
        reporter_kind=reporter_kind,
        each_counter=place == "counter",
    )


OPENING = (
    _item("P1", "pens", "counter", MUST, "签字笔好用", "Pens work"),
    _item("P1", "forms", "counter", MUST, "单据齐全、数量充足", "Every form, in sufficient number"),
    _item("P1", "desk_pens", "form_desk", MUST, "签字笔好用", "Pens work"),
    _item("P1", "desk_forms", "form_desk", MUST, "单据齐全、数量充足", "Every form, in sufficient number"),
    _item("P2", "queue_machine", "hall", MUST, "叫号机运行正常", "Queue machine runs", "queue_machine"),
    _item("P2", "self_service", "hall", MAY, "自助设备运行正常", "Self-service devices run", "self_service"),
    _item("P2", "displays", "hall", MAY, "电子显示屏运行正常", "Electronic displays run", "display"),
    _item("P2", "phone_line", "hall", MAY, "客服电话畅通", "Customer-service phone line is open", "phone"),
    _item("P3", "posters", "hall", MAY, "海报按规定摆放", "Posters placed by the rules"),
    _item("P3", "stands", "brochure_stand", MAY, "宣传架按规定摆放", "Brochure stands placed by the rules"),
    _item(
        "P3", "leaflets", "brochure_stand", MAY,
        "宣传材料齐全、数量充足", "Every leaflet, in sufficient number", "leaflets",
    ),
    _item(
        "P4", "water", "waiting_area", MAY,
        "饮水机正常、有水", "Water dispenser works and is full", "water_dispenser",
    ),
    _item("P4", "cups", "waiting_area", MAY, "水杯充足", "Cups in sufficient number"),
    _item("P4", "seats", "waiting_area", MAY, "座椅完好", "Seats are whole"),
    _item("P4", "fire", "hall", MUST, "消防设施完好", "Fire equipment in place and whole"),
    _item(
        "P5", "notices", "notice_board", MUST,
        "公告栏无过期内容", "Notice board has nothing expired", "notice_board",
    ),
    _item("P5", "opinion_book", "waiting_area", MUST, "意见簿已检查", "Opinion book checked"),
    _item("P5", "opinion_box", "waiting_area", MUST, "意见箱已检查", "Opinion box checked"),
    _item("P6", "clean_hall", "hall", MUST, "大厅清洁", "Hall is clean"),
    _item("P6", "clean_desk", "reception", MUST, "咨询台清洁", "Reception desk is clean"),
    _item("P6", "clean_front", "front", MAY, "门前清洁", "Front of the branch is clean"),
    _item("P7", "cards", "reception", MAY, "名片充足", "Business cards in sufficient number"),
    _item("P7", "log", "reception", MAY, "工作日志备好", "Lobby log at hand"),
    _item("P7", "needs", "reception", MAY, "客户需求登记簿备好", "Register of customer needs at hand"),
    _item("P7", "manuals", "reception", MAY, "产品手册备好", "Product manuals at hand"),
)  # fmt: skip

CLOSING = (
    _item("E1", "queue_machine", "hall", MAY, "叫号机检查", "Queue machine checked", "queue_machine"),
    _item("E1", "self_service", "hall", MUST, "自助设备检查", "Self-service devices checked", "self_service"),
    _item("E2", "displays_off", "hall", MUST, "电子显示屏已关闭", "Displays are off"),
    _item("E2", "water_off", "waiting_area", MUST, "饮水机已关闭", "Water dispenser is off"),
    _item("E2", "power_off", "hall", MUST, "电源已关闭", "Power is off"),
    _item("E3", "opinion_book", "waiting_area", MUST, "意见簿已阅读", "Opinion book read"),
    _item("E3", "opinion_box", "waiting_area", MUST, "意见箱已开箱阅读", "Opinion box opened and read"),
    _item("E4", "log_complete", "reception", MAY, "工作日志已补全", "Lobby log is complete"),
)

PATROL = (
    _item("D7", "queue_machine", "hall", MAY, "叫号机运行正常", "Queue machine runs", "queue_machine"),
    _item("D7", "self_service", "hall", MAY, "自助设备运行正常", "Self-service devices run", "self_service"),
    _item("D7", "displays", "hall", MAY, "电子显示屏运行正常", "Electronic displays run", "display"),
    _item("D3", "desk_forms", "form_desk", MAY, "填单台单据充足", "Forms at the form desk"),
    _item("D3", "water", "waiting_area", MAY, "饮水、水杯充足", "Water and cups"),
    _item("D3", "leaflets", "brochure_stand", MAY, "宣传材料充足", "Leaflets in number", "leaflets"),
    _item("D3", "clean_hall", "hall", MAY, "大厅清洁", "Hall is clean"),
    _item("D12", "hall_calm", "hall", MAY, "大厅秩序良好", "The hall is calm"),
)

STANDARD = {
    ChecklistKind.OPENING: OPENING,
    ChecklistKind.CLOSING: CLOSING,
    ChecklistKind.PATROL: PATROL,
}
