"""The adapters, against real servers on loopback: the outcome is only what was really said (W5)."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from email import message_from_string, policy
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from deploy.egress import Egress, allowed_servers
from deploy.local import gateways as standins
from deploy.local.gateways import Gateways as StandIns
from services.customer.consents.commands import WithdrawConsent
from services.customer.messages.domain.message import (
    LEASE,
    NO_ADDRESS,
    NO_ANSWER,
    NOT_REACHED,
    REJECTED,
    Message,
    Outcome,
    OutcomeKind,
)
from services.customer.messages.domain.templates import Rendered
from services.customer.messages.gateways.mail import Letterhead, composed, send_mail
from services.customer.messages.gateways.settings import (
    MailGateway,
    SmsGateway,
    mail_gateway,
    sms_gateway,
)
from services.customer.messages.gateways.sms import filled, outcome_of, send_sms
from services.customer.messages.gateways.way_out import WayOutClosed, through
from services.customer.messages.sealing import message_of_token, unsubscribe_token
from services.customer.messages.sender import Gateways, Sender
from shared import clock
from shared.contracts.customer import ContactPurpose, MessageFault
from shared.outside import SettingsWrong
from shared.unit_of_work import Batch
from tests.fakes import FakeStore
from tests.unit.acting import World
from tests.unit.customer.building import MASTER
from tests.unit.customer.messages.building import EMAIL, SMS, office, send, wait, word

PHONE, MAIL = "13800000000", "wang@mail.example"
HEAD = Letterhead("M1", "M1.0123", ContactPurpose.MARKETING)
TEXT = Rendered(subject="您好", text="诚邀您参加讲座")
SECRET = "of the gateways"


@pytest.fixture
async def servers(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimpleNamespace]:
    """Both stand-ins, with the adapters' settings for them."""
    monkeypatch.setattr(standins, "SLOW", 0.2)
    held = StandIns(SECRET)
    http, smtp = await standins.serve(held, 0)
    port, mail_port = (server.sockets[0].getsockname()[1] for server in (http, smtp))
    sms = SmsGateway(
        url=f"http://127.0.0.1:{port}/sms",
        headers={"authorization": SecretStr(f"Bearer {SECRET}")},
        body={"to": "{phone}", "text": "{text}", "id": "{message}"},
        timeout=1,
        answer={"field": "code", "values": ["OK"], "reference": "reference"},  # type: ignore[arg-type]
    )
    mail = MailGateway(
        host="127.0.0.1", port=mail_port, tls="none", sender="service@bank.example", name="城南支行",
        unsubscribe="https://bank.example", timeout=1,
    )  # fmt: skip
    yield SimpleNamespace(held=held, sms=sms, mail=mail)
    for server in (http, smtp):
        server.close()


# -- SMS


@pytest.mark.parametrize(
    ("mode", "kind", "taken"),
    [
        ("ok", OutcomeKind.SENT, 1),
        ("slow", OutcomeKind.SENT, 1),
        ("reject", OutcomeKind.FAILED, 0),
        ("busy", OutcomeKind.NOT_TAKEN, 0),
        ("error", OutcomeKind.UNKNOWN, 1),
        ("hang", OutcomeKind.UNKNOWN, 1),
        ("drop", OutcomeKind.UNKNOWN, 1),
    ],
)
async def test_an_sms_ends_as_the_gateway_says_and_unknown_where_it_says_nothing(
    servers: SimpleNamespace, mode: str, kind: OutcomeKind, taken: int
) -> None:
    servers.held.mode = mode
    outcome = await send_sms(servers.sms, "M1", PHONE, TEXT.text)
    assert outcome.kind is kind
    assert [one["id"] for one in servers.held.taken] == ["M1"] * taken
    assert (outcome.reference is not None) == (kind is OutcomeKind.SENT)


async def test_a_gateway_that_is_not_there_has_certainly_taken_nothing(servers: SimpleNamespace) -> None:
    nobody = servers.sms.model_copy(update={"url": "http://127.0.0.1:9/sms"})
    assert await send_sms(nobody, "M1", PHONE, TEXT.text) == NOT_REACHED


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"code": "OK", "reference": "g-1"}', Outcome(OutcomeKind.SENT, reference="g-1")),
        (200, b'{"code": "BLACKLIST"}', REJECTED),
        (200, b"<html>busy</html>", Outcome(OutcomeKind.UNKNOWN, fault=MessageFault.GATEWAY_ERROR)),
        (200, b'{"other": 1}', Outcome(OutcomeKind.UNKNOWN, fault=MessageFault.GATEWAY_ERROR)),
        (302, b"", REJECTED),
        (403, b"", REJECTED),
        (503, b"", Outcome(OutcomeKind.UNKNOWN, fault=MessageFault.GATEWAY_ERROR)),
    ],
)
def test_an_answer_is_read_as_the_settings_say(status: int, body: bytes, outcome: Outcome) -> None:
    gateway = SmsGateway(
        url="https://sms.example/send",
        body={"to": "{phone}", "text": "{text}"},
        answer={"field": "code", "values": ["OK"], "reference": "reference"},  # type: ignore[arg-type]
    )
    assert outcome_of(gateway, status, body) == outcome


def test_what_is_filled_in_is_not_looked_through_again() -> None:
    body = {"a": ["{phone}", {"b": "{text}-{text}"}], "c": "{other} {", "d": 7}
    values = {"phone": "{text}", "text": "{phone}", "message": "M"}
    assert filled(body, values) == {
        "a": ["{text}", {"b": "{phone}-{phone}"}], "c": "{other} {", "d": 7
    }  # fmt: skip


async def test_a_redirect_is_not_followed() -> None:
    asked: list[str] = []

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode().split(" ")[1])
        writer.write(b"HTTP/1.1 307 -\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(redirect, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/sms"
    gateway = SmsGateway(url=address, body={"to": "{phone}", "text": "{text}"})
    assert await send_sms(gateway, "M1", PHONE, TEXT.text) == REJECTED
    assert asked == ["/sms"]
    server.close()


# -- Mail


@pytest.mark.parametrize(
    ("mode", "outcome", "taken"),
    [
        ("ok", OutcomeKind.SENT, 1),
        ("slow", OutcomeKind.SENT, 1),
        ("reject", OutcomeKind.FAILED, 0),
        ("busy", OutcomeKind.NOT_TAKEN, 0),
        ("error", OutcomeKind.FAILED, 1),
        ("hang", OutcomeKind.UNKNOWN, 1),
        ("drop", OutcomeKind.UNKNOWN, 1),
    ],
)
async def test_a_mail_ends_as_the_server_says_and_unknown_where_it_says_nothing(
    servers: SimpleNamespace, mode: str, outcome: OutcomeKind, taken: int
) -> None:
    servers.held.mode = mode
    assert (await send_mail(servers.mail, HEAD, MAIL, TEXT)).kind is outcome
    assert [one["to"] for one in servers.held.taken] == [MAIL] * taken


async def test_a_mail_server_that_is_not_there_or_offers_no_tls_is_sent_nothing(
    servers: SimpleNamespace,
) -> None:
    gone = servers.mail.model_copy(update={"port": 9})
    assert await send_mail(gone, HEAD, MAIL, TEXT) == NOT_REACHED
    careful = servers.mail.model_copy(update={"tls": "starttls"})
    assert await send_mail(careful, HEAD, MAIL, TEXT) == NOT_REACHED
    assert list(servers.held.taken) == []


async def test_a_mail_says_who_sends_it_and_how_to_unsubscribe_with_one_click(
    servers: SimpleNamespace,
) -> None:
    await send_mail(servers.mail, HEAD, MAIL, TEXT)
    raw = servers.held.taken[0]["text"]
    assert raw.isascii()
    mail = message_from_string(raw, policy=policy.default)
    assert mail["From"] == "城南支行 <service@bank.example>"
    assert (mail["To"], mail["Subject"]) == (MAIL, "您好")
    assert mail["Message-ID"] == "<M1@bank.example>"
    assert mail["List-Unsubscribe"] == "<https://bank.example/api/customer/unsubscribe/M1.0123>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content().strip() == TEXT.text
    service = composed(servers.mail, Letterhead("M1", "t", ContactPurpose.SERVICE), MAIL, TEXT)
    assert "List-Unsubscribe" not in service


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.example", "a\nb", "a\rb"])
def test_no_subject_ends_a_header(servers: SimpleNamespace, subject: str) -> None:
    with pytest.raises(ValueError):
        composed(servers.mail, HEAD, MAIL, Rendered(subject=subject, text="x"))


@pytest.mark.parametrize("address", ["a@b.cn\r\nRCPT TO:<x@y.cn>", "a@b.cn>\r\n"])
async def test_no_address_ends_a_command(servers: SimpleNamespace, address: str) -> None:
    with pytest.raises(ValueError):
        composed(servers.mail, HEAD, address, TEXT)


# -- Settings


@pytest.mark.parametrize("text", ["", "none", " none\n"])
def test_no_gateway_is_a_gateway_that_is_not_set_up(text: str) -> None:
    assert sms_gateway(SecretStr(text)) is None
    assert mail_gateway(SecretStr(text)) is None


GOOD_SMS = {"url": "https://sms.example", "body": {"to": "{phone}", "text": "{text}"}}
GOOD_MAIL = {
    "host": "mail.example", "port": 587, "sender": "a@b.example", "unsubscribe": "https://bank.example"
}  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "change"),
    [
        ("sms", {"url": "http://sms.example"}),
        ("sms", {"url": "https://sms.example/{phone}"}),
        ("sms", {"headers": {"x": "{text}"}}),
        ("sms", {"body": {"to": "{phone}"}}),
        ("sms", {"timeout": 1000}),
        ("sms", {"unheard_of": "a secret"}),
        ("mail", {"tls": "none"}),
        ("mail", {"sender": "nobody"}),
        ("mail", {"name": "a\r\nBcc: x"}),
        ("mail", {"unsubscribe": "javascript:x"}),
    ],
)
def test_a_gateway_that_would_be_unsafe_is_refused_without_a_value(
    channel: str, change: dict[str, Any]
) -> None:
    read, good = (sms_gateway, GOOD_SMS) if channel == "sms" else (mail_gateway, GOOD_MAIL)
    assert read(SecretStr(json.dumps(good))) is not None
    with pytest.raises(SettingsWrong) as wrong:
        read(SecretStr(json.dumps({**good, **change})))
    assert "a secret" not in str(wrong.value)


# -- The way out


@pytest.fixture
async def way_out(servers: SimpleNamespace) -> AsyncIterator[str]:
    """A proxy that lets through to the mail server alone."""
    allowed = allowed_servers(f"localhost:{servers.mail.port}")
    server = await asyncio.start_server(Egress(allowed).serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_the_way_out_lets_through_to_the_named_servers_alone(
    servers: SimpleNamespace, way_out: str
) -> None:
    with await through(way_out, "LOCALHOST", servers.mail.port, 2) as way:
        loop = asyncio.get_running_loop()
        assert (await loop.sock_recv(way, 100)).startswith(b"220 ")
    port = int(servers.sms.url.rpartition(":")[2].partition("/")[0])
    for host, to in (("127.0.0.1", servers.mail.port), ("localhost", port), ("localhost", 22)):
        with pytest.raises(WayOutClosed):
            await through(way_out, host, to, 2)
    with pytest.raises(WayOutClosed):
        await through("http://127.0.0.1:9", "localhost", servers.mail.port, 2)


async def test_the_way_out_speaks_connect_alone(way_out: str) -> None:
    host, port = way_out.removeprefix("http://").split(":")
    said = []
    for line in (
        b"GET http://localhost/ HTTP/1.1",
        b"GET /ready HTTP/1.1",
        b"CONNECT x HTTP/1.1",
        b"\x16\x03",
    ):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(line + b"\r\n\r\n")
        with suppress(OSError):
            said.append((await reader.read(100)).split(b" ")[1])
        writer.close()
    assert said == [b"403", b"200", b"403", b"403"]


def test_a_server_without_a_port_is_no_server() -> None:
    with pytest.raises(ValueError):
        allowed_servers("sms.example")
    assert allowed_servers(" A.example:443, b.example:25 ,") == {"a.example:443", "b.example:25"}


# -- The sender


class Runtime:
    """A service that is at work as far as a sender asks: its store, its keys, its commands."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = FakeStore("customer", *world.documents.values())
        self.settings = SimpleNamespace(key=lambda name: MASTER, keys=lambda name: MASTER)
        self.calls_out: set[asyncio.Task[None]] = set()
        self.ends: list[Outcome] = []

    async def execute(self, command: Any, cause: Any) -> None:
        self.ends.append(command.outcome)

    async def ended(self) -> Outcome:
        async with asyncio.timeout(10):
            while self.calls_out:
                await asyncio.gather(*self.calls_out)
        (end,) = self.ends
        return end


async def begun(world: World) -> Batch:
    """A batch that has committed to sending a message."""
    await send(world)
    before = world.get(Message, "M1")
    await wait(world)
    batch = Batch(world)
    batch._base[Message, "M1"] = before
    batch.documents[Message, "M1"] = world.get(Message, "M1").evolve(lease_until=None)
    return batch


async def leave(world: World, batch: Batch, servers: SimpleNamespace, **changed: Any) -> Outcome:
    """Let a sender take the batch, under the lease of now; the end that it tells."""
    sending = batch.documents[Message, "M1"]
    assert isinstance(sending, Message)
    batch.documents[Message, "M1"] = sending.evolve(lease_until=clock.now() + LEASE, **changed)
    runtime = Runtime(world)
    Sender(runtime, Gateways(servers.sms, servers.mail)).take(batch)  # type: ignore[arg-type]
    return await runtime.ended()


async def test_what_was_committed_leaves_with_the_number_of_the_file(servers: SimpleNamespace) -> None:
    world = await office()
    outcome = await leave(world, await begun(world), servers)
    assert outcome.kind is OutcomeKind.SENT
    (taken,) = servers.held.taken
    assert (taken["to"], taken["text"]) == (PHONE, "【城南支行】诚邀您参加讲座，拒收请回复退订")


async def test_a_consent_withdrawn_after_the_commit_still_keeps_the_message_back(
    servers: SimpleNamespace,
) -> None:
    world = await office()
    batch = await begun(world)
    await world.do(WithdrawConsent(word(world, "2")))
    outcome = await leave(world, batch, servers)
    assert outcome.permission is not None
    assert outcome.permission.reason == "withdrawn"
    assert list(servers.held.taken) == []


async def test_a_batch_that_did_not_begin_the_attempt_sends_nothing(servers: SimpleNamespace) -> None:
    world = await office()
    batch = await begun(world)
    batch._base[Message, "M1"] = batch.documents[Message, "M1"]
    runtime = Runtime(world)
    Sender(runtime, Gateways(servers.sms)).take(batch)  # type: ignore[arg-type]
    assert runtime.calls_out == set()


async def test_an_attempt_whose_lease_is_nearly_over_does_not_begin(servers: SimpleNamespace) -> None:
    world = await office()
    batch = await begun(world)
    runtime = Runtime(world)
    Sender(runtime, Gateways(servers.sms)).take(batch)  # type: ignore[arg-type]
    assert runtime.ends == []
    await asyncio.gather(*runtime.calls_out)
    assert list(servers.held.taken) == []


async def test_a_mail_without_an_address_is_held_and_nothing_is_logged_of_what_leaves(
    servers: SimpleNamespace, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    world = await office()
    batch = await begun(world)
    assert await leave(world, batch, servers, channel=EMAIL) == NO_ADDRESS
    assert (await leave(world, batch, servers, channel=SMS)).kind is OutcomeKind.SENT
    servers.held.mode = "drop"
    assert await leave(world, batch, servers) == NO_ANSWER
    said = caplog.text + "".join(capsys.readouterr())
    assert PHONE not in said
    assert "讲座" not in said


def test_a_token_is_of_one_message_and_cannot_be_made_up() -> None:
    token = unsubscribe_token(MASTER, "M1")
    assert message_of_token(MASTER, token) == "M1"
    assert message_of_token(MASTER, token.replace("M1", "M2")) is None
    assert message_of_token(b"k" * 32, token) is None
