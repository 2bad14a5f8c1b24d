"""The needs that account managers serve (D5), as the branch head wrote them down."""

from collections.abc import Collection
from typing import ClassVar

from services.referral.referrals.domain.referral import NotAnAccountManager
from shared.contracts.referral import ServedNeedsSet
from shared.contracts.words import Role
from shared.domain import Decision, Document
from shared.errors import Refusal
from shared.roster import Roster


class ServedNeedsChanged(Refusal):
    """`more` tells the needs that are written down now."""

    code, status = "served_needs_changed", 409
    en = "Somebody has written this down anew meanwhile: compare it with yours, then save again."
    zh = "他人已重新设定擅长业务，请对照后再保存。"

    def __init__(self, needs: tuple[str, ...]) -> None:
        super().__init__()
        self.more = {"needs": list(needs)}


class ServedNeeds(Document):
    """The needs that each account manager of a branch serves, by staff id, as words of the catalogue; the id
    is the branch's. One of whom nothing is written may serve any."""

    collection: ClassVar[str] = "served_needs"

    by_staff: dict[str, tuple[str, ...]] = {}

    def rank(self, staff: str, need: str) -> int:
        """Return how well an account manager suits a need: 0 for one who serves it, 1 for one of whom nothing
        is written, 2 for one who serves others."""
        served = self.by_staff.get(staff)
        if not served:
            return 1
        return 0 if need in served else 2


def set_served(
    known: ServedNeeds,
    staff: str,
    needs: Collection[str],
    by: str,
    roster: Roster,
    *,
    seen: Collection[str] | None = None,
) -> Decision:
    """Write down which needs an account manager serves; none for any. What changes nothing publishes nothing;
    `seen` are the needs that were read. Raises `NotAnAccountManager`, `ServedNeedsChanged`."""
    if not roster.has(staff, Role.ACCOUNT_MANAGER):
        raise NotAnAccountManager
    served = tuple(sorted(set(needs)))
    held = known.by_staff.get(staff, ())
    if held == served:
        return Decision()
    if seen is not None and tuple(sorted(set(seen))) != held:
        raise ServedNeedsChanged(held)
    others = {one: words for one, words in known.by_staff.items() if one != staff}
    after = known.evolve(by_staff=others | ({staff: served} if served else {}))
    event = ServedNeedsSet(branch=known.id, staff=staff, needs=served, set_by=by)
    return Decision().save(after, event)
