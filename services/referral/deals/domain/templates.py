"""Templates of deals (A4): versions of steps in departments, with what each depends on and its working days.

A version is published whole, by a branch for itself or for the whole bank (scope ``bank``), and is never
changed: a deal keeps the one that it began with. Of a template that the branch has made, its own last version
counts; else the bank's; else the one that is known from the start.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.referral import DealTemplatePublished, Department
from shared.domain import Decision, Document
from shared.errors import Refusal

BANK = "bank"
STEPS_AT_MOST = 30
TEMPLATES_AT_MOST = 50


class TemplateEmpty(Refusal):
    code, status = "template_empty", 422
    en, zh = "A template has 1 to 30 steps.", "模板须有 1 至 30 个环节。"


class TemplateStepTwice(Refusal):
    code, status = "template_step_twice", 422
    en, zh = "A step stands twice in the template.", "模板中有重复的环节。"


class TemplateStepUnknown(Refusal):
    code, status = "template_step_unknown", 422
    en, zh = "A step depends on one that is not in the template.", "环节依赖的前序环节不在模板中。"


class TemplateCircle(Refusal):
    code, status = "template_circle", 422
    en, zh = (
        "Steps depend on each other in a circle: none of them could begin.",
        "环节之间循环依赖，无法开始。",
    )


class TooManyTemplates(Refusal):
    code, status = "too_many_templates", 409
    en, zh = "There are 50 templates already.", "模板已达 50 个。"


class TemplateOutdated(Refusal):
    """`detail` names the last version."""

    code, status = "template_outdated", 409
    en = "Another version was published meanwhile: look at it, and publish yours again."
    zh = "期间已发布新版模板：请核对后重新发布。"


class TemplateUnknown(Refusal):
    code, status = "template_unknown", 404
    en, zh = "There is no such template.", "没有该模板。"


class Step(BaseModel):
    """A step of a template: `department` does it within `days` working days of the day on which it can begin,
    when all steps of `after` are settled. `zh` and `en` name it."""

    model_config = ConfigDict(frozen=True)

    step: str
    zh: str
    en: str
    department: Department
    after: tuple[str, ...] = ()
    days: int = 2


class DealTemplate(Document):
    """A version of a template; the id is ``<scope>:<template>@<number>``. Never changed."""

    collection: ClassVar[str] = "deal_templates"

    scope: str
    template: str
    number: int
    zh: str
    en: str
    steps: tuple[Step, ...]
    published_by: str | None = None
    published_at: datetime | None = None

    def says(self, zh: str, en: str, steps: Sequence[Step]) -> bool:
        """Tell whether this version has these names and steps."""
        return (self.zh, self.en, self.steps) == (zh, en, in_order(steps))


class TemplateShelf(Document):
    """The number of the last version of each template of a scope, by template; the id is the scope."""

    collection: ClassVar[str] = "deal_template_shelves"

    latest: dict[str, int] = {}


def template_id(scope: str, template: str, number: int) -> str:
    """Return the id under which a version is kept."""
    return f"{scope}:{template}@{number}"


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps so that each stands after all that it depends on. Raises `TemplateEmpty`,
    `TemplateStepTwice`, `TemplateStepUnknown`, `TemplateCircle`."""
    if not 1 <= len(steps) <= STEPS_AT_MOST:
        raise TemplateEmpty
    known = {one.step for one in steps}
    if len(known) < len(steps):
        raise TemplateStepTwice
    if any(not known.issuperset(one.after) for one in steps):
        raise TemplateStepUnknown
    ordered: list[Step] = []
    left, placed = list(steps), set[str]()
    while left:
        ready = [one for one in left if placed.issuperset(one.after)]
        if not ready:
            raise TemplateCircle
        ordered += ready
        placed |= {one.step for one in ready}
        left = [one for one in left if one.step not in placed]
    return tuple(ordered)


def publish(
    shelf: TemplateShelf,
    template: str,
    zh: str,
    en: str,
    steps: Sequence[Step],
    by: str,
    *,
    over: int | None = None,
    now: datetime,
) -> Decision:
    """Publish the next version of a template in the scope of `shelf`: the one after `over`, if that is given.
    Raises what `in_order` does, `TooManyTemplates`, `TemplateOutdated`."""
    ordered = in_order(steps)
    if over is not None and over != shelf.latest.get(template, 0):
        raise TemplateOutdated(template_id(shelf.id, template, shelf.latest.get(template, 0)))
    if template not in shelf.latest and len(shelf.latest) >= TEMPLATES_AT_MOST:
        raise TooManyTemplates
    number = shelf.latest.get(template, 0) + 1
    version = DealTemplate(
        id=template_id(shelf.id, template, number),
        scope=shelf.id,
        template=template,
        number=number,
        zh=zh,
        en=en,
        steps=ordered,
        published_by=by,
        published_at=now,
    )
    event = DealTemplatePublished(
        branch=shelf.id,
        template=template,
        template_version=number,
        scope=shelf.id,
        steps=len(ordered),
        published_by=by,
    )
    return Decision().save(shelf.evolve(latest={**shelf.latest, template: number})).save(version, event)


def current(template: str, shelves: Iterable[TemplateShelf]) -> str | None:
    """Return the id of the version by which a deal begins now, that of the first shelf that has one; None
    where only the one known from the start, if any, is left."""
    for shelf in shelves:
        if number := shelf.latest.get(template):
            return template_id(shelf.id, template, number)
    return None


def _standard(template: str, zh: str, en: str, *steps: Step) -> DealTemplate:
    id = template_id(BANK, template, 0)
    return DealTemplate(id=id, scope=BANK, template=template, number=0, zh=zh, en=en, steps=in_order(steps))


_RISK, _OFFICE, _PRODUCT = Department.RISK, Department.BACK_OFFICE, Department.PRODUCT_DESK
STANDARD = {
    one.template: one
    for one in (
        _standard(
            "loan",
            "贷款",
            "Loan",
            Step(step="papers", zh="收集材料", en="Collect the papers", department=Department.BRANCH, days=3),
            Step(
                step="credit", zh="授信审查", en="Credit review", department=_RISK, after=("papers",), days=5
            ),
            Step(step="terms", zh="方案定价", en="Terms", department=_PRODUCT, after=("papers",), days=2),
            Step(
                step="payout",
                zh="放款",
                en="Pay-out",
                department=_OFFICE,
                after=("credit", "terms"),
                days=2,
            ),
        ),
        _standard(
            "wealth",
            "财富管理",
            "Wealth",
            Step(step="plan", zh="配置方案", en="Allocation plan", department=_PRODUCT, days=2),
            Step(
                step="check",
                zh="适当性复核",
                en="Suitability check",
                department=_RISK,
                after=("plan",),
                days=1,
            ),
            Step(
                step="signing",
                zh="客户签约",
                en="Signing",
                department=Department.BRANCH,
                after=("check",),
                days=3,
            ),
            Step(step="booking", zh="入账", en="Booking", department=_OFFICE, after=("signing",), days=1),
        ),
    )
}
"""The templates that are known from the start, version 0 of the bank."""
