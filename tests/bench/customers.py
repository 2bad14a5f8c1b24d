"""Customers of a branch, as the store of `customer` holds them: files, keys, credentials, contact plans, and
of some a long timeline. All of it is made by the domain; the history of the files is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from pymongo.asynchronous.database import AsyncDatabase

from services.customer.contacts.domain.plan import ContactPlan, Terms, computed, new_plan
from services.customer.contacts.domain.portfolio import Portfolio, portfolio_id
from services.customer.contacts.domain.rhythm import RhythmBook
from services.customer.files.domain.credentials import link
from services.customer.files.domain.customer import Customer
from services.customer.files.domain.facts import Fact, Source
from services.customer.files.domain.files import NewFile, open_file
from services.customer.files.sealing import Clear, name_keys, seal_person
from services.customer.timeline.domain import TimelineLine, line_of
from shared import clock
from shared.branch_places import BranchPlace
from shared.contracts.customer import ContactOutcome, ContactWay, CustomerContacted, Initiative
from shared.contracts.devices import CredentialKind
from shared.contracts.words import Segment
from shared.domain import Document
from shared.identifiers import check_digit
from shared.privacy import blind_index, mask_name
from shared.store import Raw, to_raw
from shared.unit_of_work import Cause

BRANCH, MANAGERS, AT_ONCE = "B001", 10, 500
LINES = 500
LONG_EVERY = 100
"""One customer of so many has a timeline of `LINES`, up to `LONG_AT_MOST`."""
LONG_AT_MOST = 40
BEHIND = 1.15
"""The last contact lies up to so many times the rhythm back: of seven customers one is due."""
SEGMENTS = [Segment.MASS] * 6 + [Segment.AFFLUENT] * 2 + [Segment.VIP, Segment.PRIVATE]
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕晓鹏飞宇浩然子轩梓涵思雨欣怡俊梦琪"


@dataclass(frozen=True)
class Keys:
    """The keys of a service: of the hashes, and of the seals."""

    blind: bytes
    master: bytes


@dataclass(frozen=True)
class Known:
    """A customer in the clear, as the bench asks for them."""

    id: str
    manager: str
    name: str
    phone: str
    identity: str
    card: str
    is_long: bool
    """Their timeline has `LINES`."""


def known(number: int, chance: Random) -> Known:
    """Invent a customer; the same number has the same phone, identity and card."""
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
    born = date(1950, 1, 1) + timedelta(days=number % 18_000)
    identity = f"110101{born:%Y%m%d}{number // 18_000:03}"
    return Known(
        id=f"C{number:06}",
        manager=manager(number),
        name=name,
        phone=f"138{number:08}",
        identity=identity + check_digit(identity),
        card=f"62220299{number:08}",
        is_long=number % LONG_EVERY < MANAGERS and number < LONG_EVERY * LONG_AT_MOST // MANAGERS,
    )


def manager(number: int) -> str:
    return f"am.{number % MANAGERS}"


async def lay_down(db: AsyncDatabase[Raw], keys: Keys, many: int) -> list[Known]:
    """Write so many customers past the service; return them."""
    chance, now = Random(many), clock.now()
    people = [known(number, chance) for number in range(many)]
    documents = (
        one for number, person in enumerate(people) for one in _of(person, keys, number, chance, now)
    )
    waiting = dict[type[Document], list[Raw]]()
    for document in documents:
        batch = waiting.setdefault(type(document), [])
        batch.append(to_raw(document.evolve(version=1)))
        if len(batch) >= AT_ONCE:
            await db[type(document).collection].insert_many(batch, ordered=False)
            batch.clear()
    for model, batch in waiting.items():
        if batch:
            await db[model.collection].insert_many(batch, ordered=False)
    await db[Portfolio.collection].insert_many([to_raw(one) for one in _portfolios(many)])
    return people


def _of(person: Known, keys: Keys, number: int, chance: Random, now: datetime) -> Iterator[Document]:
    """Make the documents of one customer."""
    clear = Clear(name=person.name, phone=person.phone, identity=person.identity)
    sealed, wrapped = seal_person(keys.master, person.id, clear)
    segment = SEGMENTS[number // MANAGERS % len(SEGMENTS)]
    new = NewFile(
        id=person.id,
        branch=BRANCH,
        masked_name=mask_name(person.name),
        segment=segment,
        account_manager=person.manager,
        sealed=sealed,
        wrapped_key=wrapped,
        credentials=(
            blind_index(keys.blind, CredentialKind.PHONE, person.phone),
            blind_index(keys.blind, CredentialKind.IDENTITY, person.identity),
        ),
        keys=name_keys(keys.blind, BRANCH, clear),
    )
    opened = open_file(new, None, (), Source("bench", "system", now - timedelta(days=400)))
    documents = {(type(one), one.id): one for one, _ in opened.changes if not isinstance(one, Fact)}
    file = documents[(Customer, person.id)]
    assert isinstance(file, Customer)
    card = link(file, blind_index(keys.blind, CredentialKind.CARD, person.card), None)
    documents |= {(type(one), one.id): one for one, _ in card.changes}
    yield from documents.values()
    yield _plan(file, chance, now)
    if person.is_long:
        yield from islice(_lines(file, now), LINES)


def _plan(file: Customer, chance: Random, now: datetime) -> ContactPlan:
    terms = Terms(RhythmBook(id=BRANCH), BranchPlace(id=BRANCH))
    today = terms.place.day_of(now)
    plan = new_plan(
        file.id,
        branch=BRANCH,
        account_manager=file.account_manager,
        masked_name=file.masked_name,
        segment=file.segment,
        today=today - timedelta(days=400),
    )
    ago = timedelta(days=terms.book.of(file.segment).every * chance.uniform(0, BEHIND))
    return computed(plan.evolve(last_at=now - ago, last_contact=f"last-{file.id}"), terms, today)


def _lines(file: Customer, now: datetime) -> Iterator[TimelineLine]:
    """Tell of a contact every half day, backwards from now."""
    at = now
    while True:
        at -= timedelta(hours=12)
        event = CustomerContacted(
            branch=BRANCH,
            customer=file.id,
            masked_name=file.masked_name,
            contact=clock.new_id(),
            account_manager=file.account_manager,
            contacted_by=file.account_manager or "",
            way=ContactWay.PHONE,
            initiative=Initiative.BANK,
            outcome=ContactOutcome.REACHED,
            two_way=True,
            at=at,
            next_due=f"{at:%Y-%m-%d}",
        )
        cause = Cause(clock.new_id(), event.type_name(), at, f"staff:{file.account_manager}", BRANCH)
        for line, _ in line_of(event, file.id, cause).changes:
            assert isinstance(line, TimelineLine)
            yield line


def _portfolios(many: int) -> Iterator[Portfolio]:
    for number in range(MANAGERS):
        segments = [SEGMENTS[one // MANAGERS % len(SEGMENTS)] for one in range(number, many, MANAGERS)]
        counted = {segment: segments.count(segment) for segment in Segment}
        id = portfolio_id(BRANCH, manager(number))
        yield Portfolio(
            id=id,
            version=1,
            branch=BRANCH,
            account_manager=manager(number),
            customers=counted,
            overbooked=many > 5_000,
        )
