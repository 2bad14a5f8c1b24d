"""Rows about customers who go to a machine, or come back from one (D2, D8)."""

from services.notify.feed.domain.rule import INFO, LOBBY, NOTICE, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event


def stays(event: Event) -> bool:
    """Return whether the channel stays: the class alone may have changed, as for the green channel."""
    return getattr(event, "advised", None) == getattr(event, "channel", None)


ROWS: Rows = {
    # D8
    lobby.CustomerDiverted: (
        Rule(
            LOBBY, INFO, "customer_diverted",
            "已分流到{channel}：{ticket}号，{need}，请引导。",
            "Sent to {channel}: slip {ticket}, {need}. Please show the way.",
        ),
    ),
    lobby.CustomerReturned: (
        Rule(
            LOBBY, NOTICE, "customer_returned",
            "{ticket}号从{channel}返回，保留原等候时间。",
            "{ticket} came back from {channel} and keeps the wait.",
        ),
    ),
    # D2
    lobby.TriageOverridden: (
        Rule(
            LOBBY, INFO, "triage_overridden",
            "{by}让{ticket}号仍在{channel}办理[，客户类别：{ticket_class}]；原因：{reason}。",
            "{by} kept {ticket} at {channel}[, class: {ticket_class}]: {reason}.",
            when=stays,
        ),
        Rule(
            LOBBY, INFO, "triage_overridden",
            "{by}将{ticket}号由{advised}改为{channel}：{reason}。",
            "{by} sent {ticket} to {channel} instead of {advised}: {reason}.",
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = (lobby.SelfServiceCompleted,)
