"""Queries of products and suitability, with the indexes that carry them."""

import asyncio
from collections.abc import Mapping

from pymongo import ASCENDING

from services.referral.products.domain.catalogue import BANK, Product, ProductVersion, version_id
from services.referral.products.domain.keepers import KeptCustomer
from services.referral.products.domain.profiles import RiskAssessment, RiskProfile, profile_id
from services.referral.products.domain.suitability import SuitabilityRules
from shared.branch_places import BranchPlace, place_of
from shared.contracts.referral import ProductFamily
from shared.rights import Query
from shared.store import Index, Store, from_raw

LISTED = 500
"""Products of the catalogue that are shown."""
VERSIONS = 20

INDEXES = [Index(RiskAssessment.collection, [("customer", ASCENDING)])]


class ViewProducts(Query, name="view_products"):
    """The catalogue of the bank's products."""


class ViewSuitabilityRules(Query, name="view_suitability_rules"):
    """The bank's rules of suitability."""


class ViewRiskProfiles(Query, name="view_risk_profiles"):
    """The tolerance of risk of the customers whom one keeps, and which products suit them."""


class ViewAnyRiskProfile(Query, name="view_any_risk_profile"):
    """The tolerance of risk of every customer of the branch."""


async def find_product(store: Store, id: str) -> Product | None:
    """Return the product, or None."""
    return await store.find(Product, id)


async def all_products(store: Store) -> list[Product]:
    """Return the products of the bank by code, 500 at most."""
    cursor = store.db[Product.collection].find({}).sort("_id", ASCENDING).limit(LISTED)
    return [from_raw(Product, raw) for raw in await cursor.to_list()]


async def products_on_sale(store: Store) -> list[str]:
    """Return the codes of the products that were published and not withdrawn."""
    found = await all_products(store)
    return [one.id for one in found if one.published and one.withdrawn_at is None]


async def versions_of(store: Store, product: Product) -> list[ProductVersion]:
    """Return the last versions of a product, the newest first."""
    numbers = range(product.published, max(0, product.published - VERSIONS), -1)
    found = await store.load(ProductVersion, [version_id(product.id, number) for number in numbers])
    return sorted((one for one in found if isinstance(one, ProductVersion)), key=lambda one: -one.number)


async def find_rules(store: Store) -> SuitabilityRules:
    """Return the rules of suitability that hold."""
    return await store.find(SuitabilityRules, BANK) or SuitabilityRules(id=BANK)


async def find_kept(store: Store, customer: str) -> KeptCustomer | None:
    """Return the customer as `referral` knows them, or None; one whose file is gone is not found."""
    found = await store.find(KeptCustomer, customer)
    return found if found is not None and not found.gone else None


async def profiles_of(store: Store, customer: str) -> Mapping[ProductFamily, RiskProfile]:
    """Return the profiles of a customer, by family."""
    found = await store.load(RiskProfile, [profile_id(customer, family) for family in ProductFamily])
    return {one.family: one for one in found if isinstance(one, RiskProfile) and one.tolerance}


async def circumstances_of(
    store: Store, customer: KeptCustomer
) -> tuple[BranchPlace, Mapping[ProductFamily, RiskProfile], SuitabilityRules]:
    """Return what suitability for a customer hangs on: their branch's place, their profiles, the rules."""
    return await asyncio.gather(
        place_of(customer.branch, store), profiles_of(store, customer.id), find_rules(store)
    )
