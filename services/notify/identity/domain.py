"""Identities: who of the staff is known by an account at the bank's identity provider, and the refusals."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.notify.staff.domain.staff import OPS, Staff
from shared.contracts.words import Role
from shared.domain import Document
from shared.errors import Refusal
from shared.identifiers import visible

STAFF_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
BRANCH_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
VALUES_AT_MOST = 2000
"""Values of a claim that are looked at: some directories send every group of a person."""
LONGEST_NAME = 64


class IdentityNotSetUp(Refusal):
    """A sign-in by the bank's account where none is set up."""

    code, status = "identity_not_set_up", 404
    en = "There is no sign-in with the bank's account here."
    zh = "本系统未启用行内统一账号登录。"


class ProviderAway(Refusal):
    """The provider does not answer, or not as it should."""

    code, status = "identity_provider_away", 503
    headers: ClassVar[dict[str, str]] = {"Retry-After": "5"}
    en = "The bank's sign-in does not answer; try again shortly."
    zh = "行内统一认证暂不可用，请稍后重试。"


class FlowEnded(Refusal):
    """A return from the provider that was not begun in this browser, was used already, or is too late."""

    code, status = "identity_flow_ended", 401
    en = "This sign-in took too long, was used already or was begun elsewhere; please begin anew."
    zh = "本次登录已超时、已使用或并非在此浏览器发起，请重新登录。"


class IdentityRefused(Refusal):
    """A return that does not prove who somebody is. `reason` is a word of ours for the log: the one who asks
    is told nothing of it."""

    code, status = "identity_refused", 401
    en = "The bank's sign-in did not confirm who you are; try again, or ask your administrator."
    zh = "统一认证未能确认您的身份，请重试；仍不成功请联系管理员。"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class LogoutRefused(Refusal):
    """A logout token that does not prove that the provider sent it."""

    code, status = "identity_logout_refused", 400
    en, zh = "This is no logout token of the provider.", "注销令牌无效。"


class IdentityWithoutRights(Refusal):
    """An account at the bank that has no role here, or no longer."""

    code, status = "identity_without_rights", 403
    en = "Your account at the bank has no role in Foyer; ask your administrator for one."
    zh = "您的统一账号没有本系统的岗位权限，请联系管理员开通。"


class IdentityTaken(Refusal):
    """An account whose staff id is somebody else's here, or that stands under another one."""

    code, status = "identity_taken", 409
    en = "The staff id of your account at the bank is in use here; ask your administrator."
    zh = "您统一账号的工号在本系统已被占用，请联系管理员。"


class LinkNeeded(Refusal):
    """The first sign-in by the bank's account of a person who has a password here."""

    code, status = "identity_link_needed", 403
    en = "You have a password here: enter it once more to connect it with your account at the bank."
    zh = "您在本系统已有密码账号：请输入一次本系统密码，以关联统一账号。"


class Identity(Document):
    """A person of the staff who is known by an account at the provider; the id is the staff id."""

    collection: ClassVar[str] = "identities"

    subject: str
    """The hash of issuer and subject: what tells one account from all others, whatever its name is."""


@dataclass(frozen=True)
class Claimed:
    """A person as their account at the bank says: `subject` is a hash, `roles` and `branches` are ours."""

    subject: str
    staff: str
    name: str
    roles: tuple[Role, ...]
    branches: tuple[str, ...]


def subject_of(issuer: str, subject: str) -> str:
    """Return the hash under which an account is known."""
    return hashlib.sha256(f"{issuer}\0{subject}".encode(errors="replace")).hexdigest()


def claim(claims: Mapping[str, Any], name: str) -> Any:
    """Return a claim by its name, or by a path (``realm_access.roles``); None if there is none."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def values_of(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a claim that has one or several, 2000 at most."""
    found = claim(claims, name)
    several = found if isinstance(found, list) else [found]
    return tuple(one for one in several[:VALUES_AT_MOST] if isinstance(one, str))


def roles_from(values: tuple[str, ...], known: Mapping[str, Role]) -> tuple[Role, ...]:
    """Return the roles that these values stand for, in the order of the roles."""
    named = {known[one] for one in values if one in known}
    return tuple(role for role in Role if role in named)


def branches_from(values: tuple[str, ...], known: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return the branches that these values stand for: by the table, or else those they name."""
    named = values if known is None else [known[one] for one in values if one in known]
    return tuple(sorted({one for one in named if BRANCH_ID.fullmatch(one)}))


def name_from(claims: Mapping[str, Any], name: str, staff: str) -> str:
    """Return the name that colleagues see: that of the claim, or else the staff id."""
    found = claim(claims, name)
    text = found.replace("\0", "").strip()[:LONGEST_NAME] if isinstance(found, str) else ""
    plain = text.encode(errors="ignore").decode()
    return plain if visible(plain).strip() else staff


def must_be_free(claimed: Claimed, staff: Staff | None, known: Identity | None, elsewhere: bool) -> None:
    """Raises `IdentityTaken` for a staff id that is another account's, or an account that is known under
    another (`elsewhere`); `LinkNeeded` for somebody who has a password here, and was not known by an account.
    The first of operations is known by their password alone: it is the way in when the provider is away."""
    if claimed.staff == OPS or elsewhere or (known is not None and known.subject != claimed.subject):
        raise IdentityTaken
    if known is None and staff is not None:
        raise LinkNeeded
