"""Labels of the day report in both languages; a word without one is shown as it is."""

from collections.abc import Mapping

Pair = tuple[str, str]
"""Chinese, English."""
ZH, EN = 0, 1
LANGUAGES = {"zh": ZH, "en": EN}

CLASSES = {"V": ("贵宾", "VIP"), "G": ("绿色通道", "Green channel"), "A": ("普通", "Ordinary")}
METHODS = {
    "queue_length": ("队列长度", "Queue length"),
    "last_served": ("上一位的等候", "Last served"),
    "long_run_mean": ("长期平均", "Long-run mean"),
    "blend": ("加权混合", "Blend"),
    "learned": ("由往日等候学得", "Learned from past waits"),
    "free_counter": ("有空闲柜台", "Free counter"),
}
CHANNELS = {
    "counter": ("柜台", "Counter"),
    "vip_window": ("贵宾窗口", "VIP window"),
    "self_service": ("自助设备", "Self-service"),
    "phone_bank": ("电话银行", "Phone bank"),
}
CARE = {
    "elderly": ("老年人", "Elderly"),
    "mobility": ("行动不便", "Reduced mobility"),
    "pregnant": ("孕妇", "Pregnant"),
    "urgent": ("急需", "Urgent"),
}
GONE = {
    "left": ("客户离开", "Left"),
    "too_long": ("等候太久", "The wait was too long"),
    "wrong_branch": ("走错网点", "The wrong branch"),
    "missing_papers": ("资料不齐", "Papers were missing"),
    "done_otherwise": ("已用其他方式办理", "Done another way"),
    "branch_closed": ("网点关门", "The branch closed"),
}
TOPICS = {
    "waiting": ("等候时间", "Waiting"),
    "service": ("服务", "Service"),
    "fees": ("收费", "Fees"),
    "device": ("设备", "Device"),
    "environment": ("环境", "The hall"),
    "product": ("产品", "Products"),
    "procedure": ("流程", "Procedure"),
    "praise": ("表扬", "Praise"),
    "account": ("账户", "Account"),
    "digital": ("电子渠道", "Digital banking"),
    "policy": ("政策规定", "Rules and policy"),
    "other": ("其他", "Other"),
}
NEEDS = {
    "wealth": ("理财", "Wealth"),
    "loan": ("贷款", "Loan"),
    "deposit": ("存款", "Deposit"),
    "insurance": ("保险", "Insurance"),
    "card": ("银行卡", "Card"),
    "business": ("对公业务", "Business"),
    "fund": ("基金", "Funds"),
    "foreign_exchange": ("外汇", "Foreign exchange"),
    "pension": ("养老金", "Pension"),
    "mortgage": ("房贷", "Mortgage"),
}
ACCEPTS = {
    "now": ("现在接受引荐", "Accepted at once"),
    "card_given": ("已给名片", "Was given a card"),
    "left_contact": ("留下联系方式", "Left contact data"),
}
TASKS = {
    "greet": ("迎接引导", "Greeting"),
    "host": ("接待贵宾", "Hosting VIPs"),
    "lounge": ("贵宾室奉茶", "Tea in the lounge"),
    "care": ("送水递报", "Water and papers"),
    "help": ("协助填单", "Help with forms"),
    "patrol": ("巡视大堂", "Patrols"),
    "repair": ("故障处理", "Repairs"),
    "farewell": ("送别贵宾", "Farewell"),
    "attend": ("安抚投诉客户", "Attending to complaints"),
    "errand": ("其他", "Other"),
}
SECTIONS = {
    "service_summary": ("服务小结", "The day's service"),
    "important_customers": ("重要客户", "Important customers"),
    "market_news": ("市场信息", "Market news"),
    "suggestions": ("建议", "Suggestions"),
}


def label(words: Mapping[str, Pair], word: str) -> Pair:
    """Return a word in both languages; one that is not in the list as it is, without its underlines."""
    plain = word.replace("_", " ")
    return words.get(word, (plain, plain))


def duration(seconds: int) -> str:
    """Write seconds as ``4:07`` or ``1:02:09``."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
