"""A branch where something is known of a customer in every place that there is, and everybody who may try to
read it.

C1 王小明 is kept by am.1 at B1, and so is C4, who belongs to C1. C2 is kept by a colleague, am.2; C9 is of
another branch. Each person of `PEOPLE` has one role at one of the two branches.
"""

from collections.abc import Iterator
from datetime import timedelta

from services.customer.consents.domain.standing import ConsentRecord
from services.customer.enquiries.domain.enquiry import Enquiry
from services.customer.files.commands import OpenFile
from services.customer.files.domain.credentials import CredentialRecord
from services.customer.files.domain.customer import DataKey
from services.customer.files.domain.files import NewFile
from services.customer.files.sealing import Clear, name_keys, seal_person
from services.customer.handovers.domain.handover import HandOver
from services.customer.imports.domain.imported import PortfolioImport
from services.customer.messages.commands import SendMessage
from services.customer.messages.domain.message import Message
from services.customer.messages.domain.sending import NewMessage
from services.customer.messages.sealing import seal_values
from services.customer.timeline.domain import TimelineLine
from services.customer.visits.domain.promise import Promise
from services.customer.visits.domain.visit import CustomerVisit
from shared import clock
from shared.access import Person
from shared.contracts.lobby import OpinionRecorded, ProspectIdentified
from shared.contracts.notify import StaffEnrolled
from shared.contracts.referral import ReferralAccepted
from shared.contracts.words import OpinionSource, OpinionTopic, Role, Segment
from shared.privacy import blind_index, mask_name
from tests.unit.attacking import Attacked
from tests.unit.customer.people import HEAD, LOBBY, MANAGER, OPS, OTHER, TELLER
from tests.unit.customer.served import Served
from tests.unit.served import MASTER

KEEPERS = (MANAGER.staff, HEAD.staff)
CUSTOMERS = "/api/customer/customers"
C1 = f"{CUSTOMERS}/C1"

NAME, MASKED, NUMBER = "王小明", "王**", "13800000000"
IDENTITY = "110105194912310011"
OWN_SECRETS = (
    *(NAME, NUMBER, IDENTITY, "小明哥", "纪念日的话"),
    *("联系时说的话", "需求的原话", "拜访的目的", "拜访的地址", "拜访的观察", "承诺的内容"),
    *("同意书编号七", "讲座的名称"),
)
"""All that is sealed under the key of C1: for who keeps the customer, and nobody else."""
HALL_SECRETS = ("某人说的原话", "李阿姨", "13900000009", "紧急的理由")
"""Words said in the hall, and to the head: each has readers of its own."""


def person(role: Role, branch: str) -> Person:
    """Return a person with one role at a branch, who is none of customer's `people`."""
    return Person(f"{role.value}.{branch}".lower(), frozenset({role}), (branch,), session=f"s-{branch}")


INSIDERS = tuple(person(role, "B1") for role in Role)
STRANGERS = tuple(person(role, "B9") for role in Role if role is not Role.OPS)  # who sets up every branch
NOBODY = Person("nobody", frozenset(), ("B1",), session="s-nobody")


class Bank(Attacked, Served):
    """The service customer under attack."""


async def bank() -> Bank:
    """Build the bank through its own routes."""
    world = Bank(now=clock.now() + timedelta(minutes=5))  # later than any route says that it is
    for who in (*INSIDERS, *STRANGERS, MANAGER, OTHER, HEAD, LOBBY, TELLER):
        for handler_event in _enrolments(who):
            await world.tell(handler_event)
    await _file(world, "C1", "B1", NAME, NUMBER, MANAGER.staff, IDENTITY)
    await _file(world, "C2", "B1", "李四方", "13800000002", OTHER.staff)
    await _file(world, "C4", "B1", "王大明", "13800000004", MANAGER.staff)
    await _file(world, "C9", "B9", "赵九龄", "13800000009", None)
    await _in_the_file(world)
    await _in_the_hall(world)
    visit = await _a_visit(world)
    await _a_message(world)
    new = {"branch": "B1", "receiver": OTHER.staff, "customers": ["C4"]}
    await world.done(MANAGER, "POST", "/api/customer/handovers", new)
    new_import = {"branch": "B1", "kind": "csv", "size": 100}
    await world.done(HEAD, "POST", "/api/customer/imports", new_import)
    await _rules(world)
    await world.done(TELLER, "POST", f"{CUSTOMERS}/C2/break-glass", {"reason": "紧急的理由"})
    await world.hear()
    world.published.clear()
    world.heard = 0
    world.ids |= {
        "customer": "C1",
        "other": "C2",
        "visit": visit,
        "hall_visit": "V1",
        "enquiry": world.only(Enquiry),
        "promise": world.only(Promise),
        "record": world.only(ConsentRecord),
        "message": world.only(Message),
        "handover": world.only(HandOver),
        "import": world.only(PortfolioImport),
        "credential": next(
            str(raw["_id"])
            for raw in world.store.raws(CredentialRecord.collection)
            if raw["customer"] == "C1" and str(raw["_id"]).startswith("card")
        ),
        "line": str(
            next(raw for raw in world.store.raws(TimelineLine.collection) if raw["customer"] == "C1")["_id"]
        ),
    }
    assert world.ids["visit"] == world.only(CustomerVisit)
    return world


def _enrolments(who: Person) -> Iterator[StaffEnrolled]:
    for branch in who.branches:
        yield StaffEnrolled(
            branch=branch, staff=who.staff, name="某", roles=tuple(who.roles), branches=who.branches
        )


async def _file(
    world: Bank, id: str, branch: str, name: str, phone: str, manager: str | None, identity: str | None = None
) -> None:
    clear = Clear(name=name, phone=phone, identity=identity)
    sealed, wrapped = seal_person(MASTER, id, clear)
    hashed = [blind_index(MASTER, "phone", phone)]
    hashed += [blind_index(MASTER, "identity", identity)] if identity else []
    keys = name_keys(MASTER, branch, clear)
    new = NewFile(
        id, branch, mask_name(name), Segment.VIP, manager, sealed, wrapped, tuple(hashed), keys=keys
    )
    await world.do(OpenFile(new))
    await world.hear()


async def _in_the_file(world: Bank) -> None:
    await world.done(HEAD, "POST", f"{C1}/credentials", {"kind": "card", "value": "6222020000000001"})
    file = await world.get(MANAGER, C1)
    dates = [{"kind": "wedding", "day": "2001-05-06", "words": "纪念日的话"}]
    profile = {"preferred_name": "小明哥", "dates": dates, "risk": "high", "tags": ["高尔夫"]}
    await world.done(MANAGER, "PUT", f"{C1}/profile", {"edition": file["edition"], **profile})
    held = {"as_of": world.now.isoformat(), "holdings": [{"product": "deposit_1y", "amount": 98765432100}]}
    await world.done(MANAGER, "PUT", f"{C1}/holdings", held)
    fixed = {"edition": file["edition"] + 1, "reason": "mistyped", "phone": "13800000001"}
    edition = (await world.done(MANAGER, "POST", f"{C1}/corrections", fixed))["edition"]
    back = {"edition": edition, "reason": "mistyped", "phone": NUMBER}
    await world.done(MANAGER, "POST", f"{C1}/corrections", back)
    await world.done(MANAGER, "PUT", f"{CUSTOMERS}/C4/household", {"other": "C1", "role": "child"})
    relation = {"other": "C4", "kind": "child", "source": "customer"}
    relations = await world.done(MANAGER, "POST", f"{C1}/relations", relation)
    (one,) = relations["relations"]
    reached = {"way": "phone", "outcome": "reached", "words": "联系时说的话"}
    await world.done(MANAGER, "POST", f"{C1}/contacts", reached)
    need = await world.done(MANAGER, "POST", f"{C1}/needs", {"need": "wealth", "words": "需求的原话"})
    consent = {"purpose": "marketing", "channel": "email", "source": "form", "evidence": "同意书编号七"}
    await world.done(MANAGER, "POST", f"{C1}/consents", consent)
    await world.done(MANAGER, "PUT", f"{C1}/contact-preferences", {"email": "xiaoming@example.com"})
    world.ids = {"need": need[-1]["id"], "pair": one["pair"], "relation": one["relation"]}


async def _in_the_hall(world: Bank) -> None:
    complaint = {"branch": "B1", "topic": "waiting", "words": "某人说的原话", "visit": "V1"}
    case = await world.done(LOBBY, "POST", "/api/customer/complaints", complaint)
    world.ids["case"] = case["case"]
    opinion = OpinionRecorded(
        branch="B1",
        record="E1",
        topic=OpinionTopic.SERVICE,
        source=OpinionSource.SPOKEN,
        recorded_by=LOBBY.staff,
        customer="C1",
    )
    await world.tell(opinion)
    contact = {"branch": "B1", "name": "李阿姨", "phone": "13900000009"}
    said = {**contact, "words": "某人说的原话"}
    await world.done(LOBBY, "POST", "/api/customer/enquiries/E1/statement", said)
    await world.tell(ProspectIdentified(branch="B1", visit="V1", need="wealth", found_by=LOBBY.staff))
    accepted = ReferralAccepted(
        branch="B1", referral="R1", visit="V1", account_manager=MANAGER.staff, found_by=LOBBY.staff
    )
    await world.tell(accepted)
    left = {name: contact[name] for name in ("name", "phone")}
    await world.done(LOBBY, "POST", "/api/customer/leads/V1", left)


async def _a_visit(world: Bank) -> str:
    day = (world.now + timedelta(days=1)).date()
    plan = {
        "start": f"{day}T10:00",
        "minutes": 60,
        "purpose": "review",
        "place": "home",
        "address": "拜访的地址",
        "goal": "拜访的目的",
    }
    visit = (await world.done(MANAGER, "POST", f"{C1}/visits", plan))["visit"]
    world.now += timedelta(days=2)
    path = f"/api/customer/visits/{visit}"
    await world.done(MANAGER, "POST", f"{path}/held", {})
    due = (world.now + timedelta(days=7)).date().isoformat()
    promise = {"what": "承诺的内容", "owner": MANAGER.staff, "due": due}
    record = {"observations": "拜访的观察", "promises": [promise], "none_because": "all_done"}
    await world.done(MANAGER, "POST", f"{path}/record", record)
    world.now -= timedelta(days=2)
    return str(visit)


async def _a_message(world: Bank) -> None:
    template = {
        "purpose": "marketing",
        "channel": "email",
        "zh": {"subject": "邀请：{event}", "text": "诚邀您参加{event}。"},
        "en": {"subject": "Invitation: {event}", "text": "You are invited: {event}."},
        "placeholders": [{"name": "event", "most": 40}],
    }
    await world.done(OPS, "PUT", "/api/customer/message-templates/invitation", template)
    await world.done(OPS, "POST", "/api/customer/message-templates/invitation/publish", {})
    values = seal_values(MASTER, "C1", await world.find(DataKey, "C1"), "M1", {"event": "讲座的名称"})
    await world.do(SendMessage(NewMessage("M1", "C1", "invitation", 1, "zh", values, MANAGER.staff)))
    await world.hear()


async def _rules(world: Bank) -> None:
    rules = {"rules": [{"name": "其余", "segment": "mass"}]}
    made = await world.done(HEAD, "POST", "/api/customer/segments/rules?branch=B1", rules)
    world.ids |= {"number": str(made["number"]), "rules": f"B1:{made['number']}"}
