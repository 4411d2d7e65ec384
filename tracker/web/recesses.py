"""What is planned into a recess of the council: kept, with a warning."""

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _

from tracker.domain.local_time import local
from tracker.domain.process import BY_SLUG, Holder
from tracker.domain.state import StageRound
from tracker.services import recesses
from tracker.services.meetings import MeetingDetails
from tracker.services.stages import Plan
from tracker.web.door import tracker
from tracker.web.formats import term

_OF_THE_COUNCIL = (Holder.PANSUS, Holder.PIMPINAN)


def warn_of_meeting(details: MeetingDetails) -> None:
    """Say so where a meeting falls into a recess."""
    day = local(details.starts_at).date()
    with tracker().reading() as session:
        recess = recesses.on(session, day) if details.status == "dijadwalkan" else None
    if recess is not None:
        warning = _("Rapat ini jatuh dalam reses: %(name)s. Periksa lagi tanggalnya.", name=recess.name)
        flash(warning, "warning")


def warn_of_plans(plans: Iterable[Plan], before: Iterable[StageRound]) -> None:
    """Say so where a day newly planned for a stage that the council itself holds falls into a recess."""
    known = {one.stage: one for one in before if one.holder in _OF_THE_COUNCIL}
    with tracker().reading() as session:
        for plan in plans:
            if (old := known.get(plan.stage)) is None:
                continue
            days = {plan.start_on, plan.end_on} - {old.planned_start_on, old.planned_end_on}
            found = (recesses.on(session, day) for day in sorted(day for day in days if day))
            for name in dict.fromkeys(recess.name for recess in found if recess):
                warning = _(
                    "Rencana %(stage)s jatuh dalam reses: %(name)s. Periksa lagi tanggalnya.",
                    stage=term(BY_SLUG[plan.stage]),
                    name=name,
                )
                flash(warning, "warning")
