"""`./foyer trace`: four services' traces put together as one tree of causes."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.chain import chain, lasting
from shared.clock import first_id_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def after(milliseconds: int) -> datetime:
    return NOON + timedelta(milliseconds=milliseconds)


def handled(
    id: str, kind: str, actor: str = "system", cause: str = "", at: datetime = NOON
) -> dict[str, str]:
    return {"_id": id, "kind": kind, "actor": actor, "causation_id": cause, "at": at.isoformat()}


def published(id: str, kind: str, cause: str) -> dict[str, str]:
    return {"id": id, "type": kind, "causation_id": cause}


ISSUED, ESCALATED = first_id_of(after(42)), first_id_of(after(130_042))
DAY = {
    "lobby": {
        "handled": [handled("B1.K1:7", "foyer.device.customer_arrived.v1", "device:K1")],
        "published": [
            published(ISSUED, "foyer.lobby.ticket_issued.v1", "B1.K1:7"),
            published(f"{ISSUED}:answer", "foyer.lobby.ticket_issued.v1", "B1.K1:7"),
        ],
    },
    "notify": {
        "handled": [
            handled(ISSUED, "foyer.lobby.ticket_issued.v1", "device:K1", "B1.K1:7", after(60)),
            handled("timer:ack", "foyer.acknowledgement_due.v1", "system", ISSUED, after(2_442)),
        ],
        "published": [published(ESCALATED, "foyer.notify.notification_escalated.v1", "timer:ack")],
    },
}


def test_every_step_has_its_time_and_how_long_after_its_cause_it_came():
    assert chain(DAY) == [
        "time (UTC)          since its cause  what happened                        by whom, or → to whom",
        "03-02 12:00:00.000                   lobby: device.customer_arrived       device:K1",
        "03-02 12:00:00.042           +42 ms    lobby.ticket_issued                → notify",
        "03-02 12:00:02.442           +2.4 s      notify: acknowledgement_due      system",
        "03-02 12:02:10.042       +2 min 7 s        notify.notification_escalated",
    ]


def test_the_ids_stand_at_the_end_of_the_lines_when_they_are_asked_for():
    assert [line.split()[-1] for line in chain(DAY, ids=True)[1:]] == [
        "B1.K1:7",
        ISSUED,
        "timer:ack",
        ESCALATED,
    ]


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (0, "+0 ms"),
        (999, "+999 ms"),
        (1_000, "+1.0 s"),
        (59_900, "+59.9 s"),
        (60_000, "+1 min"),
        (3_600_000, "+1 h"),
        (5_430_000, "+1 h 30 min"),
        (180_000_000, "+2 d 2 h"),
        (-250, "-250 ms"),
    ],
)
def test_a_time_that_passed_is_said_in_two_units_at_most(milliseconds: int, said: str):
    assert lasting(timedelta(milliseconds=milliseconds)) == said


def whats(lines: list[str]) -> list[str]:
    return [line.split("  system")[0].split()[-1] for line in lines[1:]]


def test_two_commands_of_one_trace_stand_beside_each_other():
    lines = chain(
        {
            "lobby": {
                "handled": [handled("k1", "call_next"), handled("k2", "finish")],
                "published": [
                    published("e1", "foyer.lobby.ticket_called.v1", "k1"),
                    published("e2", "foyer.lobby.service_completed.v1", "k2"),
                ],
            }
        }
    )
    assert whats(lines) == ["call_next", "lobby.ticket_called", "finish", "lobby.service_completed"]


def test_what_began_first_stands_first_to_the_millisecond():
    later = handled("k2", "finish", at=after(133))
    lines = chain({"lobby": {"handled": [later, handled("k1", "take")], "published": []}})
    assert whats(lines) == ["take", "finish"]


def test_nothing_found_is_no_line():
    assert chain({"lobby": {"handled": [], "published": []}}) == []
