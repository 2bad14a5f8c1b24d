"""Rows about covers of the floor (D3)."""

from services.notify.feed.domain.rule import HEAD, INFO, MIN, NOTICE, URGENT, Named, Rows, Rule
from shared.contracts.base import Event
from shared.contracts.notify import CoverEnd, CoverEnded, FloorCovered

COVER, ABSENT = Named("cover"), Named("absent")


def nobody_left(event: Event) -> bool:
    """Return whether the cover has left and the lobby manager is not back."""
    return getattr(event, "reason", None) is CoverEnd.COVER_LEFT


ROWS: Rows = {
    FloorCovered: (
        Rule(
            COVER, URGENT, "floor_covered",
            "{absent}离岗，由您代管大堂，请确认。",
            "{absent} is away and you cover the floor. Please confirm.",
            ack=3 * MIN,
        ),
        Rule(
            HEAD, INFO, "floor_covered_for_head",
            "{absent}离岗，大堂由{cover}代管。",
            "{absent} is away; {cover} covers the floor.",
        ),
    ),
    CoverEnded: (
        Rule(
            HEAD, URGENT, "floor_uncovered",
            "{cover}不再代管，{absent}尚未返岗，大堂无人代管。",
            "{cover} covers it no longer and {absent} is not back: nobody covers the floor.",
            when=nobody_left,
        ),
        Rule(
            COVER, NOTICE, "cover_ended",
            "您的大堂代管已结束（{reason}）。",
            "You cover the floor no longer ({reason}).",
        ),
        Rule(
            ABSENT, NOTICE, "floor_uncovered",
            "{cover}不再代管，大堂无人代管，请尽快返岗或另请他人。",
            "{cover} covers it no longer: nobody does. Please come back or name another.",
            when=nobody_left,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
