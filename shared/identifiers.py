"""Normal forms of identifiers that people and machines state: the one form that is compared and kept.

The same phone, card or number is typed in many ways: in full width, with spaces, dashes and brackets, with
invisible characters. Each is normalised by a function of this module, so that two ways of writing one value
are equal, and two values never are. A value without such a form is refused under a code of its own.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from shared.contracts.devices import CredentialKind
from shared.errors import Refusal

CODE_AT_LEAST = 4
EXTENSION = re.compile(r"(.*?\d)[ -]*(?:转|轉|分机|ext\.?|x|#)[ :.]*(\d{1,6})", re.IGNORECASE | re.DOTALL)
GROUPS = re.compile(r"\(?(0\d{2,3})\)?[ -]?(\d{7,8})[ -](\d{1,6})")
"""Area code, number and extension, as they stand on name cards."""
MOBILE = re.compile(r"1[3-9]\d{9}")
GROUPING = str.maketrans("", "", " -")
BRACKETS = str.maketrans("", "", " -()[].·/")
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))


class BadCard(Refusal):
    code, status = "bad_card", 422
    en, zh = (
        "This is no card number: give its digits, 8 to 32, and nothing else.",
        "卡号有误：请只填写卡号数字（8 至 32 位）。",
    )


class BadIdentity(Refusal):
    code, status = "bad_identity", 422
    en, zh = (
        "This is no identity or passport number; check each character, and the last one.",
        "证件号码有误，请逐位核对（包括最后一位校验码）。",
    )


class BadUscc(Refusal):
    code, status = "bad_uscc", 422
    en, zh = (
        "A company has a unified social credit code of 18 characters; check each, and the last one.",
        "企业须填写 18 位统一社会信用代码，请逐位核对（包括最后一位校验码）。",
    )


class BadName(Refusal):
    code, status = "bad_name", 422
    en, zh = "A name has letters or characters that can be read.", "姓名须包含可读的文字。"


class BadPhone(Refusal):
    code, status = "bad_phone", 422
    en, zh = (
        "This is no phone number; check its digits, and give the area code of a landline.",
        "电话号码有误，请核对位数；固定电话请加区号。",
    )


class BadCode(Refusal):
    code, status = "bad_code", 422
    en, zh = (
        "The code is empty or too short: at least 4 characters; scan it again.",
        "二维码内容为空或过短（至少 4 个字符），请重新扫描。",
    )


def visible(text: str) -> str:
    """The text in compatibility form (NFKC), without what nobody sees; every space is a space, every dash a
    hyphen, every digit one of 0 to 9."""
    return "".join(_plain(mark) for mark in unicodedata.normalize("NFKC", text))


def normal_card(value: str) -> str:
    """The digits of a card number: at least the 8 of ISO/IEC 7812; a bank's own cards may have more than its
    19. Raises `BadCard`."""
    digits = visible(value).translate(GROUPING)
    if not re.fullmatch(r"[0-9]{8,32}", digits):
        raise BadCard
    return digits


def normal_identity(value: str) -> str:
    """A resident identity number of 18 characters whose check digit and birthday are right (GB 11643; one of
    15 becomes the 18 of the same person), a company's unified social credit code (GB 32100), or another
    document's 5 to 15 letters and digits.

    Raises `BadIdentity`.
    """
    number = visible(value).translate(BRACKETS)
    if not re.fullmatch(r"[0-9A-Za-z]{5,18}", number):
        raise BadIdentity
    number = number.upper()
    if re.fullmatch(r"[0-9]{15}", number):
        number = f"{number[:6]}19{number[6:]}"
        number += check_digit(number)
    if _is_uscc(number):
        return number
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        if number[17] != check_digit(number) or not _is_a_day(number[6:14]):
            raise BadIdentity
        return number
    mistyped = re.fullmatch(r"[0-9]{13,}[A-Z]?", number)
    if mistyped or not re.fullmatch(r"(?=[A-Z]*[0-9])[0-9A-Z]{5,15}", number):
        raise BadIdentity
    return number


def normal_uscc(value: str) -> str:
    """A company's unified social credit code, 18 characters with the right check character (GB 32100). Raises
    `BadUscc`."""
    code = visible(value).translate(BRACKETS).upper()
    if not _is_uscc(code):
        raise BadUscc
    return code


def named(name: str) -> str:
    """The name as it is. Raises `BadName` for one of pictures, digits or signs alone."""
    if not any(_can_be_in_a_name(mark) for mark in visible(name)):
        raise BadName
    return name


def _can_be_in_a_name(mark: str) -> bool:
    """Letters of every script; characters of a bank's own fonts, and rare ones newer than the tables."""
    category = unicodedata.category(mark)
    return category in ("Lu", "Ll", "Lt", "Lo", "Co") or (category == "Cn" and mark >= "\U00020000")


def _is_uscc(code: str) -> bool:
    try:
        return bool(uscc.validate(code) == code)
    except BadNumber:
        return False


def check_digit(number: str) -> str:
    """The last character of a resident identity number, from its first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11]


def normal_phone(value: str) -> str:
    """A number as it is dialled in China: a mobile's 11 digits, a landline with its area code, ``-`` and an
    extension where there is one; with ``+`` and the country elsewhere. Raises `BadPhone`."""
    text, extension = visible(value).strip(), ""
    if match := EXTENSION.fullmatch(text):
        text, extension = match[1], match[2]
    elif match := GROUPS.fullmatch(text):
        text, extension = match[1] + match[2], match[3]
    digits = text.translate(BRACKETS)
    if not re.fullmatch(r"\+?[0-9]{5,18}", digits):
        raise BadPhone
    national = _national(digits)
    if not _can_be_dialled(national):
        raise BadPhone
    return f"{national}-{extension}" if extension else national


def normal_code(value: str) -> str:
    """A code exactly as it was scanned, letter by letter, but for blanks at its ends and the way in which an
    accent is written (NFC). Raises `BadCode`."""
    code = unicodedata.normalize("NFC", value).strip().strip("\ufeff\0").strip()
    if len(code) < CODE_AT_LEAST or not visible(code).strip():
        raise BadCode
    with suppress(UnicodeEncodeError):
        code.encode()
        return code
    raise BadCode


FORMS: dict[CredentialKind, Callable[[str], str]] = {
    CredentialKind.CARD: normal_card,
    CredentialKind.IDENTITY: normal_identity,
    CredentialKind.PHONE: normal_phone,
    CredentialKind.QR: normal_code,
}

Phone = Annotated[str, AfterValidator(normal_phone)]
"""A phone number in a request, in its form; a refusal goes to the caller as it is."""
Identity = Annotated[str, AfterValidator(normal_identity)]


def _plain(mark: str) -> str:
    category = unicodedata.category(mark)
    if category == "Nd":
        return str(unicodedata.decimal(mark))
    if category == "Pd" or mark == "\u2212":
        return "-"
    if mark.isspace() or category.startswith("Z"):
        return " "
    return "" if is_invisible(mark) else mark


def is_invisible(mark: str) -> bool:
    """Tell whether a character is never drawn by itself: controls, joiners, variation selectors, fillers."""
    return unicodedata.category(mark) in ("Cc", "Cf") or mark in _UNSEEN


_UNSEEN = frozenset(
    (
        *map(chr, range(0xFE00, 0xFE10)),
        *map(chr, range(0xE0100, 0xE01F0)),
        *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800",
    )
)


def _is_a_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _national(digits: str) -> str:
    """Without China's own prefix, and with the 0 of an area code."""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("86") and 12 <= len(digits) <= 14:
        digits = f"+{digits}"
    if re.fullmatch(r"01[3-9]\d{9}", digits):
        return digits[1:]
    if not digits.startswith("+86"):
        return digits
    rest = digits[3:].removeprefix("0")
    if MOBILE.fullmatch(rest) or re.fullmatch(r"[48]00\d{7}|9\d{4,5}|1\d{2,4}", rest):
        return rest
    return f"0{rest}"


def _can_be_dialled(number: str) -> bool:
    """By length; a mobile has neither too few digits nor too many."""
    if number.startswith("+"):
        return bool(re.fullmatch(r"\+[1-9]\d{6,14}", number))
    if number.startswith("0"):
        return bool(re.fullmatch(r"0[1-9]\d{8,10}", number))
    if re.fullmatch(r"1[3-9]\d{4,}", number):
        return bool(MOBILE.fullmatch(number))
    return 5 <= len(number) <= 12
