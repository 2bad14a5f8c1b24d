"""The sender: what was committed to be sent leaves here, once (W5).

    MessageDue ─▶ begin_attempt ─▶ commit (SENDING, a lease) ─▶ sender ─▶ gateway ─▶ SettleAttempt
                                                         └─▶ AttemptExpired, at the end of the lease

Only the process that committed an attempt sends it: two replicas meet the timer, and one of them commits. One
that dies in between leaves the lease, whose end tells that the outcome is unknown. So a message leaves once,
or not at all, and never twice.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from services.customer.consents.queries import find_standing, permission_of
from services.customer.consents.sealing import open_email
from services.customer.files.domain.customer import FileErased
from services.customer.files.queries import find_customer, find_data_key
from services.customer.files.sealing import open_person
from services.customer.messages.commands import SettleAttempt
from services.customer.messages.domain.message import (
    LEASE,
    NO_ADDRESS,
    NO_ANSWER,
    NOT_REACHED,
    Message,
    Outcome,
    held,
)
from services.customer.messages.domain.sending import ERASED
from services.customer.messages.domain.templates import Rendered, render
from services.customer.messages.gateways.mail import Letterhead, send_mail
from services.customer.messages.gateways.settings import MailGateway, SmsGateway
from services.customer.messages.gateways.sms import send_sms
from services.customer.messages.queries import find_version
from services.customer.messages.sealing import open_values, unsubscribe_token
from shared import clock
from shared.contracts.customer import ContactChannel, MessageState
from shared.errors import Unavailable
from shared.runtime import ServiceRuntime
from shared.telemetry import log
from shared.unit_of_work import Batch, Cause

AT_ONCE = 16
"""Attempts that one process has under way; others wait for their turn."""
TELL_AGAIN = 0.5
LONGEST_ATTEMPT = timedelta(seconds=LEASE.total_seconds() / 2)
"""An attempt begins only if so much of its lease is left: no attempt lasts longer."""


@dataclass(frozen=True)
class Gateways:
    """The gateways that are set up; `proxy` is the way out for all that is not on this machine."""

    sms: SmsGateway | None = None
    mail: MailGateway | None = None
    proxy: str = ""

    def has(self, channel: ContactChannel) -> bool:
        """Return whether messages can be sent by this channel."""
        match channel:
            case ContactChannel.SMS:
                return self.sms is not None
            case ContactChannel.EMAIL:
                return self.mail is not None
        return False


class Sender:
    """The attempts of one process."""

    def __init__(self, runtime: ServiceRuntime, gateways: Gateways) -> None:
        self._runtime, self.gateways = runtime, gateways
        self._turn = asyncio.Semaphore(AT_ONCE)

    def take(self, batch: Batch) -> None:
        """Send what this batch has committed to: the messages whose attempt was begun in it."""
        before = batch.read_so_far()
        for key, document in batch.documents.items():
            if isinstance(document, Message) and document.state is MessageState.SENDING:
                known = before.get(key)
                if isinstance(known, Message) and known.attempts < document.attempts:
                    self._begin(document)

    def _begin(self, message: Message) -> None:
        task = asyncio.create_task(self._attempt(message), name="message")
        self._runtime.calls_out.add(task)
        task.add_done_callback(self._runtime.calls_out.discard)

    async def _attempt(self, message: Message) -> None:
        """Send one message and tell how it ended. Whatever goes wrong here, the lease ends it as unknown."""
        async with self._turn:
            lease = message.lease_until or message.changed_at
            if clock.now() + LONGEST_ATTEMPT > lease:
                outcome = NOT_REACHED  # it waited for its turn too long, and never left
            else:
                outcome = await self._send(message)
        log.info("message_attempt", message=message.id, channel=message.channel, outcome=outcome.kind)
        await self._tell(message, outcome, lease + LEASE)

    async def _send(self, message: Message) -> Outcome:
        """Read again all that decides, and send. What fails before the gateway is asked has not left; what
        fails after that may have."""
        try:
            ready = await self._prepare(message)
        except FileErased:
            return held(ERASED)
        except Exception as error:
            log.error("message_not_prepared", message=message.id, exc_info=error)
            return NOT_REACHED
        if isinstance(ready, Outcome):
            return ready
        try:
            async with asyncio.timeout(LONGEST_ATTEMPT.total_seconds()):
                return await self._by_gateway(message, *ready)
        except Exception as error:
            log.error("message_attempt_failed", message=message.id, exc_info=error)
            return NO_ANSWER

    async def _prepare(self, message: Message) -> "Outcome | tuple[str, Rendered]":
        """Return the address and the text of a message that may leave now, or the reason why not."""
        store, master = self._runtime.store, self._runtime.settings.keys("master_key")
        customer = await find_customer(store, message.customer)
        key = await find_data_key(store, message.customer)
        version = await find_version(store, message.version_id)
        if customer is None or key is None or version is None or message.values is None:
            raise FileErased
        values = open_values(master, customer.id, key, message.id, message.values)
        rendered = render(version.content, message.language, values)
        if message.channel is ContactChannel.SMS:
            address: str | None = open_person(master, customer, key).phone
        else:
            standing = await find_standing(store, customer.id)
            sealed = standing.preferences.email if standing else None
            address = open_email(master, customer.id, key, sealed)
        if not address:
            return NO_ADDRESS
        permission = await permission_of(store, customer, message.purpose, message.channel, clock.now())
        return (address, rendered) if permission.allowed else held(permission)

    async def _by_gateway(self, message: Message, address: str, rendered: Rendered) -> Outcome:
        sms, mail, proxy = self.gateways.sms, self.gateways.mail, self.gateways.proxy
        if message.channel is ContactChannel.SMS and sms is not None:
            return await send_sms(sms, message.id, address, rendered.text, proxy=proxy)
        if message.channel is ContactChannel.EMAIL and mail is not None:
            token = unsubscribe_token(self._runtime.settings.key("hash_key"), message.id)
            head = Letterhead(message.id, token, message.purpose)
            return await send_mail(mail, head, address, rendered, proxy=proxy)
        return NOT_REACHED

    async def _tell(self, message: Message, outcome: Outcome, until: datetime) -> None:
        """Commit how an attempt ended; a store that is away is waited for."""
        command = SettleAttempt(message.id, message.attempts, outcome)
        cause = Cause(
            id=f"attempt:{message.id}:{message.attempts}",
            kind=command.name,
            time=clock.now(),
            branch=message.branch,
            correlation_id=message.correlation_id,
        )
        while clock.now() < until:
            with suppress(Unavailable):
                await self._runtime.execute(command, cause)
                return
            await asyncio.sleep(TELL_AGAIN)
        log.error("message_outcome_not_kept", message=message.id, outcome=outcome.kind)


_senders: "WeakKeyDictionary[ServiceRuntime, Sender]" = WeakKeyDictionary()


def set_up_sender(runtime: ServiceRuntime, gateways: Gateways) -> Sender:
    """Make the sender of a running service."""
    _senders[runtime] = Sender(runtime, gateways)
    return _senders[runtime]


def sender_of(runtime: ServiceRuntime) -> Sender:
    """Return the sender of a running service. Raises `Unavailable` before it is set up."""
    if runtime not in _senders:
        raise Unavailable
    return _senders[runtime]


def send_committed(runtime: ServiceRuntime, batch: Batch) -> None:
    """Send what was committed to be sent: called with every batch after its commit."""
    sender_of(runtime).take(batch)
