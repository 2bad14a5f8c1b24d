"""Sending an e-mail over SMTP: one connection for each, and the outcome is what the server really said
(W5)."""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

import aiosmtplib

from services.customer.messages.domain.message import (
    NO_ANSWER,
    NOT_REACHED,
    REJECTED,
    Outcome,
    OutcomeKind,
)
from services.customer.messages.domain.templates import Rendered
from services.customer.messages.gateways.settings import MailGateway
from services.customer.messages.gateways.way_out import WayOutClosed, through
from shared.contracts.customer import ContactPurpose, MessageFault
from shared.outside import is_loopback

POLICY = SMTP_POLICY.clone(cte_type="7bit", max_line_length=76)
BUSY = Outcome(OutcomeKind.NOT_TAKEN, fault=MessageFault.GATEWAY_ERROR)


@dataclass(frozen=True)
class Letterhead:
    """All that an e-mail says about itself: our id, the token by which its receiver unsubscribes, the
    purpose."""

    message: str
    token: str
    purpose: ContactPurpose


async def send_mail(
    gateway: MailGateway, head: Letterhead, address: str, rendered: Rendered, *, proxy: str = ""
) -> Outcome:
    """Send one e-mail. Until its text is handed over, nothing has left; from there on, only the answer
    of the server says what became of it."""
    mail = composed(gateway, head, address, rendered)
    client = _client(gateway)
    try:
        async with asyncio.timeout(gateway.timeout):
            if proxy and not is_loopback(gateway.host):
                way = await through(proxy, gateway.host, gateway.port, gateway.timeout)
                client = _client(gateway, way)
            await client.connect()
            if gateway.user:
                await client.login(gateway.user, gateway.password.get_secret_value())
            await client.mail(gateway.sender)
            await client.rcpt(address)
    except aiosmtplib.SMTPRecipientRefused as error:
        client.close()
        return _refused(error.code)
    except (aiosmtplib.SMTPException, WayOutClosed, OSError, TimeoutError):
        client.close()
        return NOT_REACHED
    return await _handed_over(client, bytes(mail))


def composed(gateway: MailGateway, head: Letterhead, address: str, rendered: Rendered) -> EmailMessage:
    """Write the mail: headers as RFC 2047 encodes them, and in marketing the one-click way to unsubscribe
    (RFC 8058). No value can end a header: the library refuses a line break in one."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _mailbox(gateway.name, gateway.sender)
    mail["To"] = _mailbox("", address)
    mail["Subject"] = rendered.subject
    mail["Message-ID"] = f"<{head.message}@{gateway.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if head.purpose is ContactPurpose.MARKETING:
        mail["List-Unsubscribe"] = f"<{gateway.unsubscribe}/api/customer/unsubscribe/{head.token}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(rendered.text, charset="utf-8", cte="base64")
    return mail


def _mailbox(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(display_name=name, username=user, domain=domain)


def _client(gateway: MailGateway, way: socket.socket | None = None) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=gateway.host,
        port=None if way else gateway.port,
        sock=way,
        use_tls=gateway.tls == "tls",
        start_tls=gateway.tls == "starttls",
        tls_context=None if gateway.tls == "none" else ssl.create_default_context(),
        timeout=gateway.timeout,
        local_hostname="foyer",
    )


async def _handed_over(client: aiosmtplib.SMTP, mail: bytes) -> Outcome:
    try:
        await client.data(mail)
    except aiosmtplib.SMTPDataError as error:
        return _refused(error.code)
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        return NO_ANSWER
    finally:
        client.close()
    return Outcome(OutcomeKind.SENT)


def _refused(code: int) -> Outcome:
    """The outcome by a server's answer: 4xx may be tried again (RFC 5321, 4.2.1), 5xx is the last word."""
    return BUSY if 400 <= code < 500 else REJECTED
