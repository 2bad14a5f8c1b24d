"""Handlers of products and suitability (A3)."""

import asyncio

from services.referral.customers import FORGOTTEN_AT_ONCE, ids_of
from services.referral.products.commands import (
    ChangeSuitabilityRules,
    DraftProduct,
    NoteSuitabilityRead,
    PublishProduct,
    RecordAssessment,
    RerateProduct,
    WithdrawProduct,
)
from services.referral.products.domain import assessing, catalogue, profiles, suitability
from services.referral.products.domain.catalogue import (
    BANK,
    Product,
    ProductUnknown,
    ProductVersion,
    version_id,
)
from services.referral.products.domain.keepers import CustomerNotKnown, KeptCustomer
from services.referral.products.domain.profiles import RiskAssessment, RiskProfile, profile_id
from services.referral.products.domain.risks import NewRisk, new_risks
from services.referral.products.domain.suitability import Offer, SuitabilityRules
from shared.branch_places import place_of
from shared.contracts.customer import (
    CustomerRegistered,
    CustomersMerged,
    MergeUndone,
)
from shared.contracts.referral import ProductFamily, SuitabilityRead
from shared.domain import Decision
from shared.roster import roster_of
from shared.unit_of_work import UnitOfWork

MERGES_AT_MOST = 20
"""Merges, one after the other, by which a file is followed."""


async def draft_product(command: DraftProduct, work: UnitOfWork) -> None:
    known = await work.find(Product, command.product)
    work.apply(catalogue.draft(known, command.product, command.terms, command.by, seen=command.seen))


async def publish_product(command: PublishProduct, work: UnitOfWork) -> None:
    product = await work.get(Product, command.product)
    work.apply(catalogue.publish(product, command.by, seen=command.seen, now=work.now))


async def rerate_product(command: RerateProduct, work: UnitOfWork) -> None:
    product = await work.get(Product, command.product)
    risks = (command.issuer_risk, command.seller_risk)
    work.apply(catalogue.rerate(product, *risks, command.by, seen=command.seen, now=work.now))


async def withdraw_product(command: WithdrawProduct, work: UnitOfWork) -> None:
    work.apply(catalogue.withdraw(await work.get(Product, command.product), command.by, now=work.now))


async def change_suitability_rules(command: ChangeSuitabilityRules, work: UnitOfWork) -> None:
    known = await rules_now(work)
    work.apply(
        suitability.change_rules(
            known, command.matrix, command.families, command.by, seen=command.seen, now=work.now
        )
    )


async def record_assessment(command: RecordAssessment, work: UnitOfWork) -> None:
    if await work.find(RiskAssessment, command.assessment) is not None:
        return
    customer = await kept_customer(command.customer, work)
    known, rules, place, roster = await asyncio.gather(
        work.find(RiskProfile, profile_id(customer.id, command.family)),
        rules_now(work),
        place_of(customer.branch, work),
        roster_of(customer.branch, work),
    )
    assessor = roster.member(command.assessed_by)
    if command.assessed_by != command.by and (assessor is None or not assessor.roles):
        raise assessing.AssessorUnknown
    work.apply(
        assessing.record(
            known,
            customer,
            command.family,
            command.tolerance,
            command.questionnaire,
            command.assessed_on,
            id=command.assessment,
            assessed_by=command.assessed_by,
            by=command.by,
            today=place.day_of(work.now).isoformat(),
            rules=rules,
        )
    )


async def note_suitability_read(command: NoteSuitabilityRead, work: UnitOfWork) -> None:
    event = SuitabilityRead(
        branch=command.branch,
        customer=command.customer,
        read_by=command.by,
        fields=command.fields,
        purpose=command.purpose,
    )
    work.publish(event, subject=command.customer, correlation_id=work.cause.id)


async def follow_customer(event: CustomerRegistered, work: UnitOfWork) -> None:
    """Keep who keeps a customer, and where (A3)."""
    known = await work.find(KeptCustomer, event.customer) or KeptCustomer(id=event.customer, branch="")
    kept = known.evolve(
        branch=event.branch,
        account_manager=event.account_manager,
        gone=known.gone and not known.withdrawn,
        withdrawn=False,
    )
    if kept != known:
        work.apply(Decision().save(kept))


async def follow_merge(event: CustomersMerged | MergeUndone, work: UnitOfWork) -> None:
    """Offer nothing to a file that was merged into another, until that is undone (W2)."""
    known = await work.find(KeptCustomer, event.merged)
    if known is not None:
        into = event.customer if isinstance(event, CustomersMerged) else None
        work.apply(Decision().save(known.evolve(gone=into is not None, merged_into=into)))


async def close_file(customer: str, work: UnitOfWork, *, withdrawn: bool) -> None:
    """Offer nothing more to a customer whose file was locked or erased; one that was only `withdrawn` may be
    opened again (Q1)."""
    known = await work.find(KeptCustomer, customer)
    if known is not None:
        work.apply(Decision().save(known.evolve(gone=True, account_manager=None, withdrawn=withdrawn)))


async def forget_customer(customer: str, work: UnitOfWork) -> None:
    """Drop what is known of the tolerance of a customer whose file was locked or erased (Q1)."""
    for family in ProductFamily:
        profile = await work.find(RiskProfile, profile_id(customer, family))
        if profile is not None and profile.tolerance is not None:
            work.apply(Decision().save(profiles.forget(profile)))
    for id in await work.query(ids_of, RiskAssessment, customer, FORGOTTEN_AT_ONCE):
        kept = await work.find(RiskAssessment, id)
        if kept is not None:
            nothing = profiles.forget(kept.profile).evolve(customer="")
            work.apply(Decision().save(kept.evolve(customer="", profile=nothing)))


async def kept_customer(id: str, work: UnitOfWork) -> KeptCustomer:
    """Return a customer who may be offered something. Raises `CustomerNotKnown`."""
    found = await work.find(KeptCustomer, id)
    if found is None or found.gone:
        raise CustomerNotKnown
    return found


async def customer_now(id: str, work: UnitOfWork) -> KeptCustomer | None:
    """Return the customer as whom a file counts: its own, or that of the file into which it was merged; None
    for one who is gone."""
    found = await work.find(KeptCustomer, id)
    for _ in range(MERGES_AT_MOST):
        if found is None or found.merged_into is None:
            break
        found = await work.find(KeptCustomer, found.merged_into)
    return None if found is None or found.gone else found


async def customer_at(id: str, branch: str, work: UnitOfWork) -> KeptCustomer:
    """Return a customer of a branch who may be offered something. Raises `CustomerNotKnown`, also for one of
    another branch: who is a customer there is not told here (Q1)."""
    found = await kept_customer(id, work)
    if found.branch != branch:
        raise CustomerNotKnown
    return found


async def rules_now(work: UnitOfWork) -> SuitabilityRules:
    """Return the rules of suitability that hold."""
    return await work.find(SuitabilityRules, BANK) or SuitabilityRules(id=BANK)


async def product_now(product: str, work: UnitOfWork) -> ProductVersion:
    """Return the version of a product that counts. Raises `ProductUnknown`, `ProductGone`."""
    found = await work.find(Product, product)
    if found is None:
        raise ProductUnknown
    return found.version_now()


async def risks_since(product: str, number: int, work: UnitOfWork) -> list[NewRisk]:
    """Return the other risks that a product has had since its version `number`, the earliest first."""
    found = await work.find(Product, product)
    if found is None:
        return []
    ids = [version_id(product, one) for one in range(number, found.published + 1)]
    versions = [await work.find(ProductVersion, id) for id in ids]
    return new_risks(one for one in versions if one is not None)


async def offer_of(product: str, customer: str, branch: str, work: UnitOfWork) -> Offer:
    """Return all by which it is judged if a product, in the version that counts, may be offered to a customer
    today at a branch. Raises `ProductUnknown`, `ProductGone`."""
    version = await product_now(product, work)
    profile, rules, place = await asyncio.gather(
        work.find(RiskProfile, profile_id(customer, version.terms.family)),
        rules_now(work),
        place_of(branch, work),
    )
    return Offer(version, profile, place.day_of(work.now).isoformat(), rules)


async def must_suit_customer(product: str, customer: str, branch: str, work: UnitOfWork) -> ProductVersion:
    """Return the version of a product that counts, if it is on sale and suits the customer today: the one
    way in for every capability that offers something.

    Raises `CustomerNotKnown`, `ProductUnknown`, `ProductGone`, `ProductNotOnSale`, and what `must_suit`
    raises.
    """
    await kept_customer(customer, work)
    offer = await offer_of(product, customer, branch, work)
    offer.must_be_right()
    return offer.product_version
