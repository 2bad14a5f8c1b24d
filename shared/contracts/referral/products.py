"""Events of the bank's products, their risk, and the suitability of products for customers (A3).

The catalogue is the bank's: `branch` is ``bank`` in the events about a product.
"""

from pydantic import BaseModel

from shared.contracts.labelled import Words
from shared.contracts.referral.base import ReferralEvent


class ProductFamily(Words):
    """The family of a product (A3), on which the rules of suitability hang."""

    WEALTH = "wealth", "理财产品", "Wealth product"
    FUND = "fund", "公募基金", "Public fund"
    PRIVATE_FUND = "private_fund", "私募基金", "Private fund"
    TRUST = "trust", "信托产品", "Trust product"
    INSURANCE = "insurance", "保险产品", "Insurance"
    STRUCTURED_DEPOSIT = "structured_deposit", "结构性存款", "Structured deposit"
    PRECIOUS_METAL = "precious_metal", "贵金属", "Precious metal"
    DEPOSIT = "deposit", "存款", "Deposit"
    LOAN = "loan", "贷款", "Loan"
    CARD = "card", "银行卡", "Card"
    SERVICE = "service", "其他服务", "Another service"


class RiskLevel(Words):
    """The level of a product's risk (A3), from the lowest to the highest."""

    R1 = "R1", "R1 低风险", "R1, low risk"
    R2 = "R2", "R2 中低风险", "R2, rather low risk"
    R3 = "R3", "R3 中风险", "R3, medium risk"
    R4 = "R4", "R4 中高风险", "R4, rather high risk"
    R5 = "R5", "R5 高风险", "R5, high risk"

    @property
    def rank(self) -> int:
        """The place of the level, from 1 to 5."""
        return int(self.value[1])


class RiskTolerance(Words):
    """The class of a customer's tolerance of risk (A3), from the lowest to the highest. It is on no event."""

    C1 = "C1", "C1 保守型", "C1, cautious"
    C2 = "C2", "C2 稳健型", "C2, prudent"
    C3 = "C3", "C3 平衡型", "C3, balanced"
    C4 = "C4", "C4 成长型", "C4, growth"
    C5 = "C5", "C5 进取型", "C5, venturesome"


class SuitabilityBasis(Words):
    """The basis on which products of a family are held against the customer's tolerance of risk (A3)."""

    ORDER_7 = "order_7", "金融机构产品适当性管理办法", "Suitability Order 7/2025"
    OTHER_RULES = "other_rules", "其他监管规定", "Other rules"
    OUTSIDE = "outside", "不适用适当性评估", "Outside of suitability"


class _OfProduct(BaseModel):
    """The fields that all events about a version of a product have; `product_version` counts from 1."""

    product: str
    product_version: int


class ProductPublished(ReferralEvent, _OfProduct, zh="产品已发布", en="A product was published"):
    """A version of a product was published (A3); it never changes again. Days are those of each branch; the
    last one, `on_sale_until`, is included."""

    family: ProductFamily
    risk: RiskLevel
    on_sale_from: str
    on_sale_until: str | None = None
    published_by: str


class ProductRerated(ReferralEvent, _OfProduct, zh="产品风险等级调整", en="A product has another risk"):
    """The risk of a product is another one (A3), by this new version."""

    family: ProductFamily
    before: RiskLevel
    after: RiskLevel
    rerated_by: str


class ProductWithdrawn(ReferralEvent, _OfProduct, zh="产品已下架", en="A product was withdrawn"):
    """A product is not sold any more (A3)."""

    withdrawn_by: str


class SuitabilityRulesChanged(ReferralEvent, zh="适当性规则变更", en="The rules of suitability changed"):
    """Another version of the bank's rules of suitability holds from now on (A3)."""

    rules_version: int
    changed_by: str


class SuitabilityAssessed(
    ReferralEvent, zh="登记风险测评结果", en="An assessment of suitability was recorded"
):
    """The result of an assessment of a customer was recorded, for a family of products (A3), with the version
    of the questionnaire. The class stays in `referral`."""

    customer: str
    family: ProductFamily
    questionnaire: str
    assessed_on: str
    assessed_by: str
    recorded_by: str
    valid_until: str


class HolderTaskMade(
    ReferralEvent, _OfProduct, zh="需告知持有客户", en="A holder is to be told of a product's new risk"
):
    """A product that a customer holds has another risk: their account manager tells them until the end of
    `due`, and sees to what follows (A3). `rules_version` is that of the rules of suitability."""

    holder_task: str
    customer: str
    account_manager: str | None = None
    before: RiskLevel
    after: RiskLevel
    due: str
    rules_version: int


class HolderTaskDone(
    ReferralEvent, _OfProduct, zh="已告知持有客户", en="A holder was told of a product's new risk"
):
    """A holder of a product was told of its new risk (A3)."""

    holder_task: str
    customer: str
    account_manager: str | None = None
    done_by: str


class HolderTaskOverdue(ReferralEvent, _OfProduct, zh="告知持有客户逾期", en="A holder was not told in time"):
    """A holder of a product was not told of its new risk in time (A3)."""

    holder_task: str
    customer: str
    account_manager: str | None = None
    due: str


class SuitabilityRead(ReferralEvent, zh="查看风险测评结果", en="An assessment of suitability was read"):
    """A person was given what is known of a customer's tolerance of risk (A3, Q1): for the audit trail.
    `fields` names what was read and never its value."""

    customer: str
    read_by: str
    fields: tuple[str, ...]
    purpose: str


class ProductStep(Words):
    """A step on the way to a product (A3), in the order in which they are taken."""

    EXPLAIN = "explain", "产品说明", "The product is explained"
    DISCLOSE = "disclose", "风险揭示", "The risks are disclosed"
    RECORD = "record", "双录", "Sound and picture are recorded"
    CONFIRM = "confirm", "客户确认", "The customer confirms"
    SIGN = "sign", "签署合同", "The contract is signed"
    CHECK = "check", "资格审核", "The conditions are checked"
    REFLECT = "reflect", "冷静期", "A time to reflect"


class ProductPaper(Words):
    """A paper that a product needs (A3)."""

    IDENTITY = "identity", "身份证件", "Identity document"
    CARD = "card", "银行卡", "Bank card"
    RISK_DISCLOSURE = "risk_disclosure", "风险揭示书", "Disclosure of risks"
    PROSPECTUS = "prospectus", "产品说明书", "Prospectus"
    CONTRACT = "contract", "产品合同", "Contract"
    INCOME = "income", "收入证明", "Proof of income"
    PROPERTY = "property", "房产证明", "Proof of property"
    LICENCE = "licence", "营业执照", "Business licence"
    TAX_STATEMENT = "tax_statement", "税收居民身份声明", "Statement of tax residence"


class ProductState(Words):
    """The state of a product (A3)."""

    DRAFT = "draft", "草稿", "Draft"
    ON_SALE = "on_sale", "在售", "On sale"
    NOT_YET = "not_yet", "尚未开售", "Not on sale yet"
    OVER = "over", "已过销售期", "Its sale is over"
    WITHDRAWN = "withdrawn", "已下架", "Withdrawn"
