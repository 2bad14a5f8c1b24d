"""A score as one sentence, in Chinese and in English (W4)."""

from services.customer.analysis.domain.scores import Inputs, Score, every_days, of_hundred
from shared.contracts.customer import RiskFactor


def sentence(score: Score) -> tuple[str, str]:
    """Return what a score says, in Chinese and in English: the silence, then what else raises the risk."""
    zh, en = _silence(score.inputs, score.still_silent)
    for factor in score.factors:
        if factor.factor is RiskFactor.FALLING_BALANCES:
            zh += f"；资产较前几个月最高值下降{_share(score.inputs.fallen)}"
            en += f"; balances are {_share(score.inputs.fallen)} below the highest of the months before"
        if factor.factor is RiskFactor.MATURING:
            zh += f"；{_share(score.inputs.maturing)}的资产将于60天内到期（最早{factor.since}）"
            en += f"; {_share(score.inputs.maturing)} of holdings mature within 60 days, from {factor.since}"
        if factor.factor is RiskFactor.OPEN_COMPLAINT:
            zh += f"；有未结投诉（自{factor.since}）"
            en += f"; a complaint is open since {factor.since}"
    return f"{zh}。", f"{en}."


def _silence(inputs: Inputs, share: float) -> tuple[str, str]:
    silent, every = inputs.silent, every_days(inputs)
    if not silent:
        return "今天来过", "Was here today"
    days = f"{silent} day" + ("s" if silent > 1 else "")
    zh_share, en_share = _of_hundred(share)
    if not every:
        return (
            f"仅来过一次，距今{silent}天：类似客户每100人中有{zh_share}人会这么久不来",
            f"Came once, {days} ago: {en_share} of 100 like this stay away so long",
        )
    rhythm = "every day" if every == 1 else f"every {every} days"
    return (
        f"平均每{every}天来一次，已{silent}天未来：类似客户每100人中有{zh_share}人会这么久不来",
        f"Came {rhythm}, silent for {silent}: {en_share} of 100 like this are",
    )


def _share(share: float) -> str:
    return f"{of_hundred(share)} %"


def _of_hundred(share: float) -> tuple[str, str]:
    """Say a share, without 0 or 100 that are only rounded."""
    if share < 0.01:
        return "不到1", "fewer than 1"
    if share > 0.99:
        return "99以上的", "more than 99"
    return f"{round(100 * share)}", f"{round(100 * share)}"
