"""`./foyer trace`: four services' traces put together as one tree of causes."""

from deploy.local.chain import chain

NOON = "2026-03-02T12:00:00Z"


def handled(id: str, kind: str, actor: str = "system", cause: str = "", at: str = NOON) -> dict[str, str]:
    return {"_id": id, "kind": kind, "actor": actor, "causation_id": cause, "at": at}


def published(id: str, kind: str, cause: str) -> dict[str, str]:
    return {"id": id, "type": kind, "causation_id": cause}


def test_what_caused_what_is_shown_from_the_machine_to_the_deadline():
    lines = chain(
        {
            "lobby": {
                "handled": [handled("B1.K1:7", "customer_arrived", "device:K1")],
                "published": [
                    published("e1", "ticket_issued", "B1.K1:7"),
                    published("e1:answer", "ticket_issued", "B1.K1:7"),
                ],
            },
            "notify": {
                "handled": [
                    handled("e1", "ticket_issued", "device:K1", "B1.K1:7"),
                    handled("timer:ack", "acknowledgement_due", "system", "e1"),
                ],
                "published": [published("e2", "notification_escalated", "timer:ack")],
            },
        }
    )
    assert lines == [
        "lobby: customer_arrived by device:K1  [B1.K1:7]",
        "  lobby: ticket_issued  [e1]  → notify",
        "    notify: acknowledgement_due by system  [timer:ack]",
        "      notify: notification_escalated  [e2]",
    ]


def test_two_commands_of_one_trace_stand_beside_each_other():
    lines = chain(
        {
            "lobby": {
                "handled": [handled("k1", "call_next", "staff:li"), handled("k2", "finish", "staff:li")],
                "published": [
                    published("e1", "ticket_called", "k1"),
                    published("e2", "service_completed", "k2"),
                ],
            }
        }
    )
    assert [line.strip().split(" ")[1] for line in lines] == [
        "call_next",
        "ticket_called",
        "finish",
        "service_completed",
    ]


def test_what_began_first_stands_first_to_the_millisecond():
    later = handled("k2", "finish", at="2026-03-02T12:00:00.133Z")
    lines = chain({"lobby": {"handled": [later, handled("k1", "take")], "published": []}})
    assert [line.split(" ")[1] for line in lines] == ["take", "finish"]
