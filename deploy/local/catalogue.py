"""The transactions of the demo's branch, as in an ordinary branch of a Chinese city."""

from typing import Any

IDENTITY = {"zh": "身份证", "en": "Identity card"}
CARD = {"zh": "银行卡", "en": "Bank card"}
WITHDRAWAL = {"zh": "取款凭条", "en": "Withdrawal slip"}
OPENING = {"zh": "开户申请表", "en": "Application to open an account"}
LOAN = {"zh": "贷款申请表", "en": "Loan application"}
INCOME = {"zh": "收入证明", "en": "Proof of income"}


def transaction(zh: str, en: str, minutes: float, **more: Any) -> dict[str, Any]:
    return {"zh": zh, "en": en, "minutes": minutes, **more}


TRANSACTIONS = {
    "cash": transaction(
        "现金业务", "Cash", 4, self_service_up_to=20_000, documents=[CARD], forms=[WITHDRAWAL]
    ),
    "deposit": transaction("存款", "Deposit", 4, self_service_up_to=50_000, documents=[CARD]),
    "transfer": transaction(
        "转账", "Transfer", 5, self_service_up_to=50_000, phone_up_to=10_000, documents=[CARD]
    ),
    "bill_payment": transaction("缴费", "Bill payment", 3, self_service_up_to=10_000, phone_up_to=5_000),
    "enquiry": transaction("咨询", "Enquiry", 2, phone_up_to=0),
    "card": transaction("银行卡业务", "Card", 8, documents=[IDENTITY]),
    "password": transaction("密码业务", "Password", 6, documents=[IDENTITY, CARD]),
    "account_opening": transaction("开户", "Open an account", 15, documents=[IDENTITY], forms=[OPENING]),
    "wealth": transaction("理财", "Wealth management", 20, counters=["1", "2"], documents=[IDENTITY, CARD]),
    "loan": transaction("贷款", "Loan", 25, counters=["2"], documents=[IDENTITY, INCOME], forms=[LOAN]),
    "foreign_exchange": transaction("外汇", "Foreign exchange", 12, counters=["2"], documents=[IDENTITY]),
}  # fmt: skip
