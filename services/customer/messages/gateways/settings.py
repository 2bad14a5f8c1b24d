"""Settings of the gateways: JSON in the secrets ``sms_gateway`` and ``mail_gateway``."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, model_validator

from services.customer.consents.sealing import EMAIL
from shared.outside import Outside, is_loopback, is_sealed, read_settings

Seconds = Annotated[float, Field(gt=0, le=15)]


class AnswerMapping(Outside):
    """The meaning of the answer of an SMS gateway. A message is taken where the status is in `taken` and,
    with a `field` (such as ``data.code``), its value in `values`; another value is a rejection. A status in
    `again` says that the message was not taken and may be tried again. Status 4xx is a rejection; all else is
    unknown. `reference` is the field of the gateway's own id."""

    taken: tuple[int, ...] = (200, 201, 202)
    field: str = ""
    values: tuple[str, ...] = ()
    again: tuple[int, ...] = (401, 429)
    reference: str = ""


class ReceiptMapping(Outside):
    """The fields of a receipt, and the values of the state that mean delivered or not; others mean nothing.
    `message` is the field with our id, `reference` that with the gateway's own."""

    message: str = "message"
    reference: str = "reference"
    state: str = "state"
    delivered: tuple[str, ...] = ("delivered", "DELIVRD")
    failed: tuple[str, ...] = ("failed", "UNDELIV", "EXPIRED", "REJECTD")


class ReplyMapping(Outside):
    """The fields of a customer's reply, and the words that unsubscribe."""

    phone: str = "phone"
    text: str = "text"
    stop: tuple[str, ...] = ("STOP", "退订", "TD", "T", "R", "拒收")


class SmsGateway(Outside):
    """An SMS gateway over HTTP. ``{phone}``, ``{text}`` and ``{message}`` (our id, by which the gateway knows
    a repeat) may stand in the values of `body` alone, which is sent as JSON, or as a form."""

    url: str
    headers: dict[str, SecretStr] = {}
    body: dict[str, Any]
    form: bool = False
    timeout: Seconds = 10
    answer: AnswerMapping = AnswerMapping()
    receipt: ReceiptMapping = ReceiptMapping()
    reply: ReplyMapping = ReplyMapping()

    @model_validator(mode="after")
    def _safe(self) -> "SmsGateway":
        if not is_sealed(self.url):
            raise ValueError("url: https, or a server on this machine")
        if "{" in self.url or any("{" in it.get_secret_value() for it in self.headers.values()):
            raise ValueError("url, headers: placeholders stand in the body alone")
        if not all(name in json.dumps(self.body) for name in ("{phone}", "{text}")):
            raise ValueError("body: {phone} and {text} are needed")
        return self


class MailGateway(Outside):
    """A mail server over SMTP. `tls`: from the first byte, or by STARTTLS, without which nothing is sent;
    ``none`` is for a server on this machine alone. `sender` is the address in From, `name` the name beside
    it; `unsubscribe` is the address of our own way in, such as ``https://bank.example``, for RFC 8058."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)]
    tls: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: Annotated[str, Field(pattern=f"^(?:{EMAIL.pattern})$")]
    name: Annotated[str, Field(max_length=60, pattern=r"^[^\r\n]*$")] = ""
    unsubscribe: Annotated[str, Field(pattern=r"^https?://[^\s<>]*[^\s<>/]$")]
    timeout: Seconds = 10

    @model_validator(mode="after")
    def _safe(self) -> "MailGateway":
        if self.tls == "none" and not is_loopback(self.host):
            raise ValueError("tls: needed, but for a server on this machine")
        return self


def sms_gateway(secret: SecretStr) -> SmsGateway | None:
    """Read the settings of the SMS gateway; None if there is none. Raises `SettingsWrong`."""
    return read_settings(SmsGateway, "sms_gateway", secret)


def mail_gateway(secret: SecretStr) -> MailGateway | None:
    """Read the settings of the mail server; None if there is none. Raises `SettingsWrong`."""
    return read_settings(MailGateway, "mail_gateway", secret)
