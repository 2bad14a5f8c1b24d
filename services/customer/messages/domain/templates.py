"""Registered templates of messages, in versions that never change once published (W5)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.customer.consents.domain.hours import BANK
from shared.contracts.customer import ContactChannel, ContactPurpose, MessageTemplatePublished
from shared.domain import Decision, Document
from shared.editions import mark_of
from shared.errors import Refusal
from shared.identifiers import is_invisible

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,31})\}")
LONGEST_SMS = 500
"""Characters of a text with its signature: some seven parts of a long message."""
SENDABLE = (ContactChannel.SMS, ContactChannel.EMAIL)
OPT_OUT = re.compile(r"退订|拒收|STOP", re.IGNORECASE)
"""The words that tell a customer how to unsubscribe, one of which every marketing SMS has."""


class TemplateWrong(Refusal):
    """`detail` says what is wrong, by the names of members."""

    code, status = "template_wrong", 422
    en = "The template cannot be used as it is: see the detail."
    zh = "模板内容不符合要求，请查看说明。"


class TemplateUnknown(Refusal):
    code, status = "template_unknown", 404
    en, zh = "There is no published template of this name.", "没有该名称的已发布模板。"


class NothingToPublish(Refusal):
    code, status = "nothing_to_publish", 409
    en, zh = "There is no draft of this template.", "该模板没有草稿。"


class ValuesWrong(Refusal):
    """`detail` names the placeholders at fault and never a value."""

    code, status = "values_wrong", 422
    en = "A placeholder is missing, unknown, too long, or holds what a message must not: see the detail."
    zh = "占位内容缺失、未知、过长或含有不允许的内容，请查看说明。"


class Placeholder(BaseModel):
    """A named place in a text, and how many characters at most stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")
    most: Annotated[int, Field(ge=1, le=200)]


class Wording(BaseModel):
    """A text in one language; an e-mail has a `subject`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = Field(default="", max_length=120)
    text: str = Field(min_length=1, max_length=4000)


class TemplateText(BaseModel):
    """The content of a template: its purpose and channel are fixed. `signature` is the sender's name that
    stands in 【】 before an SMS; `useful_minutes` is the time after which the message is worth nothing."""

    model_config = ConfigDict(frozen=True)

    purpose: ContactPurpose
    channel: ContactChannel
    zh: Wording
    en: Wording
    placeholders: tuple[Placeholder, ...] = ()
    signature: str = Field(default="", max_length=20)
    useful_minutes: Annotated[int, Field(ge=1, le=30 * 24 * 60)] = 24 * 60


class MessageTemplate(Document):
    """A template; the id is its name. `draft` is what is worked on, `published` the number of the latest
    version that can be sent."""

    collection: ClassVar[str] = "message_templates"

    draft: TemplateText | None = None
    drafted_by: str = ""
    published: int = 0

    @property
    def mark(self) -> str:
        """Return the mark of the draft, and of the version that is published."""
        return mark_of(self.draft, self.published)


class TemplateVersion(Document):
    """A published version, which never changes; the id is ``<name>:<number>``."""

    collection: ClassVar[str] = "message_template_versions"

    name: str
    number: int
    content: TemplateText
    published_at: datetime
    published_by: str

    @property
    def mark_of_draft(self) -> str:
        """Return the mark that the template had before this version of it was published."""
        return mark_of(self.content, self.number - 1)

    @property
    def useful_for(self) -> timedelta:
        return timedelta(minutes=self.content.useful_minutes)


class Rendered(BaseModel):
    """A message as the customer reads it; it is never logged."""

    subject: str
    text: str = Field(repr=False)


def draft_template(known: MessageTemplate | None, name: str, content: TemplateText, by: str) -> Decision:
    """Keep a draft in place of an earlier one; the same changes nothing. Raises `TemplateWrong`."""
    check(content)
    template = known or MessageTemplate(id=name)
    if template.draft == content:
        return Decision()
    return Decision().save(template.evolve(draft=content, drafted_by=by))


def publish_template(template: MessageTemplate, by: str, *, now: datetime) -> Decision:
    """Make the draft a version that can be sent. Raises `NothingToPublish`."""
    if template.draft is None:
        raise NothingToPublish
    number = template.published + 1
    version = TemplateVersion(
        id=f"{template.id}:{number}",
        name=template.id,
        number=number,
        content=template.draft,
        published_at=now,
        published_by=by,
    )
    event = MessageTemplatePublished(
        branch=BANK,
        template=template.id,
        number=number,
        purpose=version.content.purpose,
        channel=version.content.channel,
        published_by=by,
    )
    return Decision().save(template.evolve(draft=None, published=number), event).save(version)


def check(content: TemplateText) -> None:
    """Raises `TemplateWrong` for a content that could not be sent as a message of its channel and purpose."""
    if content.channel not in SENDABLE:
        raise TemplateWrong("channel: sms or email")
    named = [one.name for one in content.placeholders]
    if len(set(named)) != len(named):
        raise TemplateWrong("placeholders: a name stands twice")
    for language, wording in (("zh", content.zh), ("en", content.en)):
        used = set(PLACEHOLDER.findall(wording.subject + wording.text))
        if used != set(named):
            raise TemplateWrong(f"{language}: its placeholders are not those that are declared")
        if re.search(r"[{}]", PLACEHOLDER.sub("", wording.subject + wording.text)):
            raise TemplateWrong(f"{language}: a brace that begins no placeholder")
        if any(is_invisible(mark) for mark in wording.subject + wording.text.replace("\n", "")):
            raise TemplateWrong(f"{language}: an invisible character")
        _check_channel(content, language, wording)


def render(content: TemplateText, language: str, values: Mapping[str, str]) -> Rendered:
    """Write the message. Raises `ValuesWrong`."""
    check_values(content, values)
    wording = content.en if language == "en" else content.zh

    def filled(text: str) -> str:
        return PLACEHOLDER.sub(lambda match: values[match[1]], text)

    signature = f"【{content.signature}】" if content.channel is ContactChannel.SMS else ""
    return Rendered(subject=filled(wording.subject), text=signature + filled(wording.text))


def check_values(content: TemplateText, values: Mapping[str, str]) -> None:
    """Raises `ValuesWrong`, with the names at fault."""
    most = {one.name: one.most for one in content.placeholders}
    faults = [f"{name}: missing" for name in most if name not in values]
    faults += ["*: unknown" for name in values if name not in most]
    for name in most.keys() & values.keys():
        value = values[name]
        if not value.strip() or len(value) > most[name]:
            faults.append(f"{name}: 1 to {most[name]} characters")
        elif any(is_invisible(mark) or mark in "【】{}\r\n\u2028\u2029" for mark in value):
            faults.append(f"{name}: a character that a message must not have")
    if faults:
        raise ValuesWrong("; ".join(sorted(faults)[:8]))


def _check_channel(content: TemplateText, language: str, wording: Wording) -> None:
    if content.channel is ContactChannel.EMAIL:
        if not wording.subject.strip() or "\n" in wording.subject:
            raise TemplateWrong(f"{language}.subject: one line")
        return
    if len(content.signature.strip()) < 2 or re.search(r"[【】{}\s]", content.signature):
        raise TemplateWrong("signature: 2 to 20 characters without blanks and brackets")
    if wording.subject or re.search(r"[【】]", wording.text):
        raise TemplateWrong(f"{language}: an SMS has no subject, and brackets in its signature alone")
    longest = len(PLACEHOLDER.sub("", wording.text)) + len(content.signature) + 2
    longest += sum(one.most * wording.text.count(f"{{{one.name}}}") for one in content.placeholders)
    if longest > LONGEST_SMS:
        raise TemplateWrong(f"{language}.text: up to {LONGEST_SMS} characters with all that may be filled in")
    if content.purpose is ContactPurpose.MARKETING and not OPT_OUT.search(wording.text):
        raise TemplateWrong(f"{language}.text: say how to unsubscribe (退订, STOP)")
