"""A branch with account managers, and what they do with its referrals."""

from services.referral.referrals.commands import AcceptReferral, DeclineReferral
from services.referral.referrals.domain.referral import Referral
from services.referral.referrals.domain.workloads import Workloads
from services.referral.referrals.handlers import open_referral
from shared.contracts.lobby import ProspectIdentified
from shared.contracts.notify import StaffEnrolled, StaffSignedOn
from shared.contracts.words import Role
from shared.roster import enrol, sign_on
from tests.unit.acting import World

AM = (Role.ACCOUNT_MANAGER,)
FOUND = ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by="lm.1", customer="C1")


async def branch(*present: str, staff: tuple[str, ...] = ("am.1", "am.2", "am.3")) -> World:
    """A branch with account managers and a lobby manager, of whom some are present."""
    world = World("referral")
    await world.act(enrol, StaffEnrolled(branch="B1", staff="lm.1", roles=(Role.LOBBY_MANAGER,)))
    for name in staff:
        await world.act(enrol, StaffEnrolled(branch="B1", staff=name, roles=AM))
    for name in present:
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=name, roles=AM))
    return world


async def find(world: World, id: str = "R1") -> Referral:
    """Identify a prospect, and return the referral that is opened."""
    await world.act(open_referral, FOUND, id=id)
    return world.get(Referral, id)


async def accept(world: World, by: str, id: str = "R1") -> None:
    await world.do(AcceptReferral(id, by))


async def decline(world: World, by: str, id: str = "R1") -> None:
    await world.do(DeclineReferral(id, by, "no_time"))


def load_of(world: World, staff: str) -> int:
    """The number of open referrals of an account manager."""
    return world.get(Workloads, "B1").of(staff).open
