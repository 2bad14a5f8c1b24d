"""The figures of ``demo --once``: out of order is what really is."""

from deploy.local.clients import Sent
from deploy.local.once import overtakings


def sent(*tickets: str) -> list[Sent]:
    """Arrivals of one kiosk in this order, answered with these tickets."""
    return [
        Sent(f"e{n}", f"c{n}", "K1", "customer_arrived", float(n), {"ticket": ticket})
        for n, ticket in enumerate(tickets)
    ]


def test_a_later_arrival_with_an_earlier_number_of_its_series_is_out_of_order() -> None:
    assert overtakings(sent("A001", "A002", "V001", "A003"), ()) == 0
    assert overtakings(sent("A002", "A001", "A003"), ()) == 1


def test_who_waits_already_and_keeps_their_ticket_has_overtaken_nobody() -> None:
    """As in a second run in the same state, where those with cards still wait."""
    arrivals = sent("A101", "A007", "A102", "V001", "A103")
    assert overtakings(arrivals, {"c1", "c3"}) == 0
    assert overtakings(arrivals, {"c3"}) == 1
