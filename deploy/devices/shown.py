"""Read a credential that a customer shows as the hall does: card, document, phone or code.

What looks like none here the hall may still know (a phone with an extension, say), and never the other way.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date

MARKS = str.maketrans("", "", " -()[].·/")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_card(value: str) -> bool:
    digits = unicodedata.normalize("NFKC", value).replace(" ", "").replace("-", "")
    return re.fullmatch(r"[0-9]{8,32}", digits) is not None


def is_identity(value: str) -> bool:
    """A resident's number of 18 or 15 (GB 11643), or another document's 5 to 15 letters and digits."""
    number = _bare(value).upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
        return number[17] == "10X98765432"[total % 11] and _is_a_day(number[6:14])
    if re.fullmatch(r"[0-9]{15}", number):
        return _is_a_day(f"19{number[6:12]}")
    if re.fullmatch(r"[0-9]{13,}[A-Z]?", number):
        return False
    return re.fullmatch(r"(?=[A-Z]*[0-9])[0-9A-Z]{5,15}", number) is not None


def is_phone(value: str) -> bool:
    """A mobile, a landline with its area code, or a number abroad behind its ``+``."""
    return (
        re.fullmatch(r"(\+?86)?1[3-9][0-9]{9}|0[1-9][0-9]{8,10}|\+(?!86)[1-9][0-9]{6,14}", _bare(value))
        is not None
    )


def is_code(value: str) -> bool:
    """At least four characters, one of which is printed for sure."""
    code = unicodedata.normalize("NFC", value).strip().strip("\ufeff\0").strip()
    with suppress(UnicodeEncodeError):
        code.encode()
        return len(code) >= 4 and re.search("[!-~\u4e00-\u9fff]", code) is not None
    return False


FORMS: dict[str, Callable[[str], bool]] = {
    "card": is_card,
    "identity": is_identity,
    "phone": is_phone,
    "qr": is_code,
}


def _bare(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().translate(MARKS)


def _is_a_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
