"""Rows about incidents and loiterers: for few, and without a sound (D12)."""

from services.notify.feed.domain.rule import HEAD, LOBBY, MIN, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts import lobby
from shared.contracts.base import Event

RAISER = Named("raised_by")


def came_to_an_incident(event: Event) -> bool:
    """Return whether it became an incident."""
    return getattr(event, "incident", None) is not None


ROWS: Rows = {
    # D12
    lobby.IncidentRaised: (
        Rule(
            RAISER, URGENT, "incident_raised",
            "您上报的{kind}（{place}）已告知值班大堂经理和网点负责人。",
            "You raised: {kind}, {place}. The lobby manager on duty and the branch head know.",
            quiet=True,
        ),
        Rule(
            LOBBY, URGENT, "incident_raised",
            "{kind}，{place}。请保持镇静，先顾客户和同事安全。",
            "{kind}, {place}. Stay calm; people's safety comes first.",
            ack=2 * MIN, quiet=True,
        ),
        Rule(
            HEAD, URGENT, "incident_raised",
            "{kind}，{place}，上报人：{raised_by}。",
            "{kind}, {place}; raised by {raised_by}.",
            ack=2 * MIN, quiet=True,
        ),
    ),
    lobby.IncidentAttended: (
        Rule(
            RAISER, NOTICE, "incident_attended",
            "{attended_by}正在处理：{kind}，{place}。",
            "{attended_by} sees to it: {kind}, {place}.",
            quiet=True,
        ),
        Rule(
            HEAD, NOTICE, "incident_attended",
            "{attended_by}正在处理：{kind}，{place}。",
            "{attended_by} sees to it: {kind}, {place}.",
            quiet=True,
        ),
        Rule(
            LOBBY, NOTICE, "incident_attended",
            "{attended_by}正在处理：{kind}，{place}。",
            "{attended_by} sees to it: {kind}, {place}.",
            quiet=True,
        ),
    ),
    lobby.PoliceCalled: (
        Rule(
            HEAD, URGENT, "police_called",
            "{called_by}已报警：{kind}，{place}。",
            "{called_by} called the police: {kind}, {place}.",
            ack=2 * MIN, quiet=True,
        ),
        Rule(
            LOBBY, URGENT, "police_called",
            "{called_by}已报警：{kind}，{place}。",
            "{called_by} called the police: {kind}, {place}.",
            quiet=True,
        ),
        Rule(
            RAISER, NOTICE, "police_called",
            "{called_by}已报警：{kind}，{place}。",
            "{called_by} called the police: {kind}, {place}.",
            quiet=True,
        ),
    ),
    lobby.IncidentClosed: tuple(
        Rule(
            to, NOTICE, "incident_closed",
            "已由{closed_by}处理完毕：{kind}，{place}。",
            "{closed_by} closed: {kind}, {place}.",
            quiet=True,
        )
        for to in (HEAD, LOBBY, RAISER)
    ),
    lobby.LoitererNoticed: (
        Rule(
            LOBBY, NOTICE, "loiterer_noticed",
            "{place}有人滞留{minutes}分钟未办业务，请上前询问。",
            "Somebody has been at {place} for {minutes} {minutes|minute|minutes} without business. "
            "Please ask.",
            quiet=True,
        ),
    ),
    lobby.LoitererSettled: (
        Rule(
            HEAD, NOTICE, "loiterer_settled",
            "滞留人员已由{settled_by}上报为事件。",
            "{settled_by} raised an incident about somebody who stayed without business.",
            when=came_to_an_incident, quiet=True,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
