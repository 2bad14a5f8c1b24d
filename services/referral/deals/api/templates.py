"""Templates of deals over HTTP (A4)."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from services.referral.deals.api.forms import TemplateForm
from services.referral.deals.commands import PublishDealTemplate
from services.referral.deals.domain.templates import DealTemplate, Step
from services.referral.deals.queries import ViewDealTemplates, templates_of
from shared.rights import may_at_queried_branch
from shared.runtime import Caller, Runtime

router = APIRouter(prefix="/api/referral", tags=["deals"])


class TemplateNow(BaseModel):
    """The version of a template by which deals begin now; version 0 is known from the start."""

    scope: str
    template: str
    number: int
    zh: str
    en: str
    steps: tuple[Step, ...]
    published_by: str | None
    published_at: datetime | None


@router.get("/deal-templates")
async def view_deal_templates(
    branch: Annotated[str, may_at_queried_branch(ViewDealTemplates)], runtime: Runtime
) -> list[TemplateNow]:
    """The templates by which deals begin at a branch, or in the scope ``bank``."""
    return [_shown(one) for one in await templates_of(runtime.store, branch)]


@router.post("/deal-templates", status_code=201)
async def publish_deal_template(
    branch: Annotated[str, may_at_queried_branch(PublishDealTemplate)], form: TemplateForm, caller: Caller
) -> list[TemplateNow]:
    """Publish the next version of a template of a branch, or of the scope ``bank``; deals that are open keep
    theirs. Answers with the templates that count now."""
    steps = [one.as_step() for one in form.steps]
    command = PublishDealTemplate(
        branch, form.template, form.zh, form.en, steps, caller.person.staff, form.over
    )
    await caller.execute(command, branch)
    return [_shown(one) for one in await templates_of(caller.runtime.store, branch)]


def _shown(template: DealTemplate) -> TemplateNow:
    return TemplateNow(**template.model_dump(include=set(TemplateNow.model_fields)))
