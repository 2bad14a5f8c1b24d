"""Commands about the staff."""

from dataclasses import dataclass

from services.notify.staff.domain.staff import Enrolment
from shared.commands import Command


@dataclass(frozen=True)
class EnrolStaff(Command, name="enrol_staff"):
    """Enrol a member of staff, or change what is known of one."""

    enrolment: Enrolment
