"""Templates of messages over HTTP (W5): drafted and published by operations, for the whole bank."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.customer.consents.domain.hours import BANK
from services.customer.fields import AskedMark
from services.customer.messages.commands import DraftTemplate, PublishTemplate
from services.customer.messages.domain.templates import (
    MessageTemplate,
    Placeholder,
    TemplateText,
    TemplateVersion,
    Wording,
)
from services.customer.messages.queries import ListTemplates, all_templates
from shared.access import Person
from shared.contracts.customer import ContactChannel, ContactPurpose
from shared.editions import SeenMark
from shared.fields import Given, Whole
from shared.rights import may_somewhere
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/customer/message-templates", tags=["messages"])
TEMPLATE = r"^[a-z][a-z0-9_]{2,63}$"
Name = Annotated[str, Path(pattern=TEMPLATE)]


class TemplateForm(Given):
    """The content of a template, whole. ``{name}`` in a text is the place of the placeholder `name`."""

    purpose: ContactPurpose
    channel: ContactChannel
    zh: Wording
    en: Wording
    placeholders: tuple[Placeholder, ...] = Field(default=(), max_length=20)
    signature: str = Field(default="", max_length=20)
    useful_minutes: Annotated[Whole, Field(ge=1, le=30 * 24 * 60)] = 24 * 60
    seen: SeenMark


class TemplateNow(BaseModel):
    """A template: the version that is sent, and the draft of the next."""

    template: str
    number: int
    published: TemplateText | None
    published_at: datetime | None
    published_by: str | None
    draft: TemplateText | None
    mark: str


@router.get("")
async def list_templates(
    person: Annotated[Person, may_somewhere(ListTemplates)], runtime: Runtime
) -> list[TemplateNow]:
    """The templates by name."""
    return [shown(template, version) for template, version in await all_templates(runtime.store)]


@router.put("/{template}", status_code=204)
async def draft_template(
    person: Annotated[Person, may_somewhere(DraftTemplate)],
    template: Name,
    form: TemplateForm,
    caller: Caller,
) -> None:
    """Keep a draft in place of an earlier one; what is published stays as it is."""
    content = TemplateText(**{name: getattr(form, name) for name in TemplateText.model_fields})
    await caller.execute(DraftTemplate(template, content, person.staff, form.seen), BANK)


@router.post("/{template}/publish", status_code=204)
async def publish_template(
    person: Annotated[Person, may_somewhere(PublishTemplate)],
    template: Name,
    caller: Caller,
    seen: AskedMark = None,
) -> None:
    """Publish the draft as the next version, which never changes again."""
    await caller.execute(PublishTemplate(template, person.staff, seen), BANK)


def shown(template: MessageTemplate, version: TemplateVersion | None) -> TemplateNow:
    """Show a template."""
    return TemplateNow(
        template=template.id,
        number=template.published,
        published=version.content if version else None,
        published_at=version.published_at if version else None,
        published_by=version.published_by if version else None,
        draft=template.draft,
        mark=template.mark,
    )
