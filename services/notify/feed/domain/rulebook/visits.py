"""Rows about visits (D1, D6)."""

from services.notify.feed.domain.rule import INFO, LOBBY, MIN, NOTICE, URGENT, Named, Rows, Rule, vip_comes
from shared.contracts import customer, lobby
from shared.contracts.base import Event

MANAGER = Named("account_manager")


def to_lounge(event: Event) -> bool:
    """Return whether every window for this VIP is busy."""
    return getattr(event, "place", None) == "lounge"


def farewell_is_off(event: Event) -> bool:
    """Return whether the completion of a VIP was taken back: they are not to be seen off."""
    return vip_comes(event) and lobby.ServiceCompleted.name() in getattr(event, "undone", ())


ROWS: Rows = {
    # D6, D1
    lobby.TicketIssued: (
        Rule(
            LOBBY, URGENT, "vip_arrived",
            "贵宾到店：{masked_name}，{ticket}号，请迎接。",
            "VIP in the hall: {masked_name}, ticket {ticket}. Please welcome them.",
            ack=3 * MIN, when=vip_comes,
        ),
        Rule(
            MANAGER, URGENT, "vip_arrived",
            "您的客户{masked_name}到店，{ticket}号。",
            "Your customer {masked_name} is here, ticket {ticket}.",
            when=vip_comes,
        ),
        Rule(
            LOBBY, INFO, "ticket_issued",
            "新到客户：{ticket}号，{need}。",
            "New arrival: ticket {ticket}, {need}.",
        ),
    ),
    # D6
    lobby.VipReceived: (
        Rule(
            LOBBY, NOTICE, "vip_received",
            "贵宾窗口忙：请引领{masked_name}（{ticket}号）到贵宾室，奉茶备资料。",
            "VIP windows are busy: lead {masked_name} ({ticket}) to the lounge, with tea and papers.",
            when=to_lounge,
        ),
    ),
    # D6
    lobby.ServiceCompleted: (
        Rule(
            LOBBY, NOTICE, "vip_farewell",
            "贵宾{ticket}号在{counter}号窗口办理完毕：询问其他需求并送别。",
            "VIP ticket {ticket} is done at counter {counter}: ask for further needs, see them off.",
            when=vip_comes,
        ),
    ),
    # D2, D6: a mistake
    lobby.ChangeUndone: (
        Rule(
            LOBBY, NOTICE, "farewell_undone",
            "{by}撤销了贵宾{ticket}号的“{undone}”：客户尚未离开，请暂不送别。",
            "{by} took back, for VIP {ticket}: {undone}. They have not left; do not see them off yet.",
            when=farewell_is_off,
        ),
        Rule(
            LOBBY, INFO, "change_undone",
            "{by}撤销了{ticket}号的“{undone}”，保留原等候时间。",
            "{by} took back, for ticket {ticket}: {undone}. The wait is kept.",
        ),
    ),
    lobby.TicketHandedOver: (
        Rule(
            LOBBY, URGENT, "ticket_handed_over",
            "{had_by}已不在{counter}号窗口（{reason}）：{ticket}号尚未办完，已排在前列，请安排窗口接续。",
            "{had_by} has gone from counter {counter} ({reason}): {ticket}, among the first, needs another.",
        ),
    ),
    # D6, A1
    customer.CustomerRecognised: (
        Rule(
            LOBBY, NOTICE, "vip_recognised",
            "识别贵宾：{masked_name}（{segment}）[，待办需求：{needs}]。",
            "VIP recognised: {masked_name} ({segment})[; open needs: {needs}].",
            when=vip_comes,
        ),
        Rule(
            MANAGER, NOTICE, "vip_recognised",
            "您的客户{masked_name}（{segment}）到店[，待办需求：{needs}]。",
            "Your customer {masked_name} ({segment}) is here[; open needs: {needs}].",
            when=vip_comes,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (
    lobby.TicketCalled,
    lobby.TicketRecalled,
    lobby.CustomerNoShow,
    lobby.NextServiceWaited,
    lobby.TicketParked,
    lobby.TicketResumed,
    lobby.TicketTransferred,
    lobby.TicketSentBack,
    lobby.TicketGivenAgain,
    lobby.VisitCancelled,
)
