"""The part of an event that a machine receives."""

import json

from shared.clock import new_id, now
from shared.contracts.base import Envelope, Event
from shared.contracts.lobby import ForecastsChanged
from shared.outbox_messages import messages_of


def test_machines_are_not_told_which_of_the_staff_changed_what_is_to_be_expected():
    changed = ForecastsChanged(branch="B1", reason="counter_opened", counter="1", affected=0, tickets=())
    envelope = Envelope[Event](
        id=new_id(),
        source="/lobby/B1",
        type=changed.type_name(),
        time=now(),
        branch="B1",
        causationid="li.na:open:12345678",
        actor="staff:li.na",
        data=changed,
    )
    kept, told = (json.loads(raw["body"]) for raw in messages_of(envelope, 4, {}))
    assert kept["actor"] == "staff:li.na"
    assert "li.na" not in json.dumps(told)
    assert (told["actor"], told["causationid"], told["data"]["reason"]) == ("system", "", "counter_opened")
