"""A branch with its staff, and customers with their files, as the tests of customer need them."""

from services.customer.files.commands import OpenFile
from services.customer.files.domain.files import NewFile
from services.customer.files.sealing import Clear, seal_person
from services.customer.retention.domain import RetentionRules
from services.customer.segments.commands import HoldSegment
from services.customer.segments.domain.facts import Hold
from shared.contracts.customer import DataClass, MoveReason
from shared.contracts.lobby import CustomerArrived
from shared.contracts.notify import StaffEnrolled, StaffSignedOn
from shared.contracts.words import Role, Segment
from shared.roster import enrol, sign_on
from tests.unit.acting import World

MASTER = bytes(32)
WANG = Clear(name="王小明", phone="13800000000", identity="110101199001011234")
PHONE, IDENTITY, CARD = "phone:01", "identity:02", "card:03"
LOBBY, HEAD, REGION = (Role.LOBBY_MANAGER,), (Role.BRANCH_HEAD,), (Role.REGION_HEAD,)
STAFF = {"lm.1": LOBBY, "lm.2": LOBBY, "head": HEAD, "region": REGION}


async def branch(*present: str) -> World:
    """A branch with two lobby managers, a head and a region head, of whom some are present, in this order."""
    world = World("customer")
    for name, roles in STAFF.items():
        await world.act(enrol, StaffEnrolled(branch="B1", staff=name, roles=roles))
    for name in present:
        await world.act(sign_on, StaffSignedOn(branch="B1", staff=name, roles=STAFF[name]))
    return world


def new_file(id: str = "C1", branch: str = "B1", credentials: tuple[str, ...] = (PHONE, IDENTITY)) -> NewFile:
    """The file of a VIP, with the personal data of `WANG`."""
    sealed, wrapped = seal_person(MASTER, id, WANG)
    return NewFile(id, branch, "王**", Segment.VIP, "am.1", sealed, wrapped, credentials)


AT_ONCE = RetentionRules(id="B1", days={DataClass.FILES: 0})
"""No term binds a file: it is erased as soon as it is closed."""


async def bank(*customers: NewFile) -> World:
    """A bank with these customers, or one, where no term binds a file."""
    world = World("customer", AT_ONCE)
    for new in customers or (new_file(),):
        await world.do(OpenFile(new))
    world.published.clear()
    return world


def moved(id: str, to: Segment) -> HoldSegment:
    """A head's decision that a customer belongs to a segment."""
    return HoldSegment(id, Hold(segment=to, reason=MoveReason.OTHER, by="head"))


def arrived(credential: str | None) -> CustomerArrived:
    """An arrival at another branch than the customer's."""
    return CustomerArrived(branch="B2", visit="V1", need="cash", credential=credential)
