"""A bank whose one customer consents to marketing by SMS, and whose templates are published."""

from datetime import timedelta

from services.customer.consents.commands import ChangeContactRules, GiveConsent
from services.customer.consents.domain.hours import Hours, NewRules
from services.customer.consents.domain.records import Word
from services.customer.consents.queries import first_use_of, records_of
from services.customer.files.domain.customer import DataKey
from services.customer.messages.commands import DraftTemplate, PublishTemplate, SendMessage
from services.customer.messages.domain.message import Message
from services.customer.messages.domain.sending import NewMessage
from services.customer.messages.domain.templates import Placeholder, TemplateText, Wording
from services.customer.messages.queries import message_ids_of
from services.customer.messages.sealing import seal_values
from services.customer.subscriptions import TIMER_HANDLERS
from shared.contracts.customer import ConsentSource, ContactChannel, ContactPurpose
from tests.unit.acting import World
from tests.unit.customer.building import MASTER, bank

MARKETING, SMS, EMAIL = ContactPurpose.MARKETING, ContactChannel.SMS, ContactChannel.EMAIL
ALL_DAY = NewRules(
    hours=dict.fromkeys(ContactPurpose, Hours(begin="00:00", end="24:00")),
    working_days_only=(),
    quiet_days=(),
)
INVITATION = TemplateText(
    purpose=MARKETING,
    channel=SMS,
    zh=Wording(text="诚邀您参加{event}，拒收请回复退订"),
    en=Wording(text="You are invited: {event}. STOP to unsubscribe."),
    placeholders=(Placeholder(name="event", most=20),),
    signature="城南支行",
    useful_minutes=120,
)
SOON = timedelta(seconds=1)


async def office(*, consents: bool = True, rules: NewRules = ALL_DAY) -> World:
    """The bank; its messages may leave at every hour, unless other `rules` are given."""
    world = await bank()
    world.looks |= {
        first_use_of: lambda customer, mark: None,
        records_of: lambda customer: [],
        message_ids_of: lambda customer: [one.id for one in messages(world)],
    }
    await world.do(ChangeContactRules("B1", rules, "head"))
    await world.do(DraftTemplate("invitation", INVITATION, "ops"))
    await world.do(PublishTemplate("invitation", "ops"))
    if consents:
        await world.do(GiveConsent(word(world, "1")))
    world.published.clear()
    return world


def word(world: World, id: str, mark: str | None = None) -> Word:
    """A word of the customer about marketing by SMS, now."""
    source = ConsentSource.FORM if mark else ConsentSource.CONTRACT
    return Word(id, "C1", MARKETING, SMS, source, world.now, "am.1", None, (mark,) if mark else ())


def messages(world: World) -> list[Message]:
    return [one for one in world.documents.values() if isinstance(one, Message)]


async def send(world: World, id: str = "M1", **more: object) -> None:
    """Queue a message to the customer."""
    sealed = seal_values(MASTER, "C1", world.get(DataKey, "C1"), id, {"event": "讲座"})
    new = NewMessage(id, "C1", "invitation", 1, "zh", sealed, "am.1", **more)  # type: ignore[arg-type]
    await world.do(SendMessage(new))


async def wait(world: World, time: timedelta = SOON) -> None:
    """Let time pass, with the timers of the service."""
    await world.wait(time, dict(TIMER_HANDLERS))
