"""Who may look at a job."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import ALLOWED, Verdict, refuse
from parweb.jobs.models import Job


def may_see_job(person: Person, job: Job) -> Verdict:
    """Let people see the work they asked for, and administrators all of it."""
    if job.asked_by_id == person.user_id or person.has(Role.ADMINISTRATOR):
        return ALLOWED
    return refuse(_("Việc này do người khác yêu cầu."), _("người đã yêu cầu, quản trị hệ thống"))
