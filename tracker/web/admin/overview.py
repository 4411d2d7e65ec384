"""How the tracker runs: the heartbeat of the scheduler, and the log of the reminders."""

from datetime import timedelta

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.channels import SERVICES
from tracker.domain.process import BY_SLUG
from tracker.services import law, reminders
from tracker.web.addresses import page_asked
from tracker.web.admin.frame import blueprint
from tracker.web.door import once, tracker
from tracker.web.forms.admin import KeyForm
from tracker.web.login import actor

LATE_AFTER = timedelta(minutes=3)
STATUSES = ("antre", "dikirim", "gagal", "terkirim", "batal")


@blueprint.get("")
def index() -> str:
    """Show whether the scheduler is alive and what waits to be sent."""
    now = tracker().now()
    with tracker().reading() as session:
        pulses = reminders.heartbeat(session, actor())
        outbox = reminders.outbox(session, actor())
        queues = reminders.queues(session, actor())
    silent = now - pulses[0].beat_at if pulses else None
    return render_template(
        "admin/index.html",
        pulses=[(pulse, int((now - pulse.beat_at).total_seconds() // 60)) for pulse in pulses],
        is_late=silent is None or silent > LATE_AFTER,
        by_status=outbox.by_status,
        queues=queues,
        services=SERVICES,
    )


@blueprint.get("/pengingat", endpoint="reminders")
def reminder_log() -> str:
    """Show every message that was queued: to whom, of what, and what the server said."""
    status = request.args.get("keadaan", "")
    status = status if status in STATUSES else ""
    with tracker().reading() as session:
        outbox = reminders.outbox(session, actor(), page=page_asked(), status=status)
        rules = {rule.slug: rule for rule in law.book(session).rules}
    return render_template(
        "admin/reminders.html",
        outbox=outbox,
        status=status,
        form=KeyForm(),
        stages=BY_SLUG,
        rules=rules,
    )


@blueprint.post("/pengingat/<int:message_id>/ulang")
def reminder_retry(message_id: int) -> Response:
    """Put a failed message back in the queue."""

    def retry(session: Session) -> str:
        reminders.retry(session, actor(), message_id, now=tracker().now())
        return url_for("admin.reminders")

    answer = once(actor(), request.form.get("key", "")[:40], retry)
    flash(_("Pengingat masuk antrean lagi dan dikirim dalam satu menit."), "success")
    return answer
