"""Rows about covers of the floor (D3), and about passwords and rights."""

from services.notify.feed.domain.rule import (
    ADMINISTRATORS,
    AUDITORS,
    HEAD,
    INFO,
    MIN,
    NOTICE,
    URGENT,
    Named,
    Rows,
    Rule,
)
from services.notify.staff.domain.staff import POWERS
from shared.contracts.base import Event
from shared.contracts.notify import (
    PROVIDER,
    CoverEnd,
    CoverEnded,
    FloorCovered,
    PasswordChanged,
    RightsChanged,
    RightsProposed,
)

COVER, ABSENT = Named("cover"), Named("absent")


def nobody_left(event: Event) -> bool:
    """Return whether the cover has left and the lobby manager is not back."""
    return getattr(event, "reason", None) is CoverEnd.COVER_LEFT


def by_another(event: Event) -> bool:
    """Return whether it was done by somebody else than the person concerned."""
    return getattr(event, "by", "") != getattr(event, "staff", None)


def has_power(event: Event) -> bool:
    """Return whether the person has a role now that reaches over all branches."""
    return not set(POWERS).isdisjoint(getattr(event, "roles", ()))


def by_provider(event: Event) -> bool:
    """Return whether the person's account at the bank says so."""
    return getattr(event, "by", "") == PROVIDER


def stays(event: Event) -> bool:
    """Return whether the person concerned is still of the staff: who has left reads nothing."""
    return bool(getattr(event, "roles", ()))


ROWS: Rows = {
    PasswordChanged: (
        Rule(
            Named("staff"), NOTICE, "password_set",
            "{by}为您设置了初始密码。若非您本人要求，请立即联系网点负责人。",
            "{by} gave you a first password. If you did not ask for it, tell your branch head at once.",
            when=by_another,
        ),
        Rule(
            Named("staff"), INFO, "password_changed",
            "您的密码已修改。若非您本人操作，请立即联系网点负责人。",
            "Your password was changed. If it was not you, tell your branch head at once.",
        ),
        Rule(
            HEAD, INFO, "password_set_for_head",
            "{staff}的初始密码已由{by}设置。",
            "{by} gave {staff} a first password.",
            when=by_another,
        ),
    ),
    RightsChanged: (
        Rule(
            Named("staff"), NOTICE, "rights_changed",
            "您的统一账号变更了您的岗位或网点。如有疑问，请联系网点负责人。",
            "Your account at the bank changed your roles or branches. If it is wrong, tell your branch head.",
            when=lambda event: by_provider(event) and stays(event),
        ),
        Rule(
            Named("staff"), NOTICE, "rights_changed",
            "{by}变更了您的岗位或网点。如有疑问，请联系网点负责人。",
            "{by} has changed your roles or branches. If that is not right, tell your branch head.",
            when=stays,
        ),
        Rule(
            AUDITORS, NOTICE, "rights_changed_for_audit",
            "{by}变更了{staff}的岗位，其中含全行性岗位。",
            "{by} has changed the roles of {staff}, one of which reaches over all branches.",
            when=has_power,
        ),
        Rule(
            HEAD, INFO, "rights_changed_for_head",
            "{staff}的岗位或网点已按统一账号变更。",
            "{staff} got other roles or branches by their account at the bank.",
            when=by_provider,
        ),
        Rule(
            HEAD, INFO, "rights_changed_for_head",
            "{staff}的岗位或网点已按统一账号变更。",
            "{staff} got other roles or branches by their account at the bank.",
            when=by_provider,
        ),
        Rule(
            HEAD, INFO, "rights_changed_for_head",
            "{by}变更了{staff}的岗位或网点。",
            "{by} has changed the roles or branches of {staff}.",
        ),
    ),
    RightsProposed: (
        Rule(
            ADMINISTRATORS, NOTICE, "rights_proposed",
            "{by}为{staff}申请了全行性岗位，须由另一名管理员复核后生效。",
            "{by} gives {staff} a role over all branches: it counts when another administrator agrees.",
        ),
        Rule(
            AUDITORS, INFO, "rights_proposed",
            "{by}为{staff}申请了全行性岗位，待另一名管理员复核。",
            "{by} gives {staff} a role over all branches; another administrator has to agree.",
        ),
    ),
    FloorCovered: (
        Rule(
            COVER, URGENT, "floor_covered",
            "{absent}离岗，由您代管大堂，请确认。",
            "{absent} is away and you cover the floor. Please confirm.",
            ack=3 * MIN,
        ),
        Rule(
            HEAD, INFO, "floor_covered_for_head",
            "{absent}离岗，大堂由{cover}代管。",
            "{absent} is away; {cover} covers the floor.",
        ),
    ),
    CoverEnded: (
        Rule(
            HEAD, URGENT, "floor_uncovered",
            "{cover}不再代管，{absent}尚未返岗，大堂无人代管。",
            "{cover} covers it no longer and {absent} is not back: nobody covers the floor.",
            when=nobody_left,
        ),
        Rule(
            COVER, NOTICE, "cover_ended",
            "您的大堂代管已结束（{reason}）。",
            "You cover the floor no longer ({reason}).",
        ),
        Rule(
            ABSENT, NOTICE, "floor_uncovered",
            "{cover}不再代管，大堂无人代管，请尽快返岗或另请他人。",
            "{cover} covers it no longer: nobody does. Please come back or name another.",
            when=nobody_left,
        ),
    ),
}  # fmt: skip

SILENT: tuple[type[Event], ...] = ()
