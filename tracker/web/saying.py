"""What a meeting, a deadline or a status says in plain lines: for messages and for calendars."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.domain.law.deadline_rules import DeadlineRule
from tracker.services.agenda import Due, Sitting
from tracker.services.deadline_lines import DeadlineLine
from tracker.services.views import Header, MeetingLine, Where
from tracker.web.door import tracker
from tracker.web.formats import day_full, holder_name, language, moment, term
from tracker.web.forms.choices import word


@dataclass(frozen=True, slots=True)
class Said:
    """What it is, when, and what else to know, a fact a line."""

    title: str
    when: str
    lines: tuple[str, ...]


def of_meeting(sitting: Sitting) -> Said:
    """Say what a meeting is; who is invited and what came of it stay inside."""
    meeting = sitting.meeting
    title = f"{word('meeting', meeting.kind)}: {sitting.about.short_name}"
    if meeting.status in ("ditunda", "dibatalkan"):
        title = f"{word('meeting_status', meeting.status).capitalize()}: {title}"
    return Said(title, moment(meeting.starts_at), tuple(_of_meeting(meeting, sitting.about.title)))


def of_deadline(due: Due) -> Said:
    """Say what is due, what it rests on, whose it is and what follows if it is missed."""
    one = due.deadline
    name = due.about.short_name
    if one.rule is not None:
        when = _("Paling lambat %(date)s", date=day_full(one.due_on))
        doubt = "" if one.rule.verified else f" ({_standing(one.rule)})"
        return Said(f"{name}: {act(one.rule)}{doubt}", when, tuple(_of_rule(one, one.rule)))
    on = day_full(one.due_on)
    held = _("Di tangan: %(holder)s", holder=_holder(one.holder))
    if one.meeting_id is not None:
        sitting = _("rapat untuk %(stage)s", stage=term(one.stage))
        return Said(f"{name}: {sitting}", on, (held,))
    title = _("rencana selesai %(stage)s", stage=term(one.stage))
    return Said(f"{name}: {title}", on, (held, _("Tanggal rencana dapat berubah.")))


def of_status(header: Header, where: Where) -> Said:
    """Say where a Raperda is, in the same sentences as its page."""
    today = _("Keadaan %(date)s", date=day_full(tracker().today()))
    lines = (word("where", where), word("plan", where))
    return Said(header.title, today, tuple(line for line in lines if line))


def act(rule: DeadlineRule) -> str:
    """Return what a rule asks for, in the language of the page."""
    return rule.act_english if language() == "en" else rule.act


def _of_meeting(meeting: MeetingLine, title: str) -> Iterator[str]:
    if meeting.place:
        yield _("Tempat: %(place)s", place=meeting.place)
    if meeting.link:
        yield _("Tautan: %(link)s", link=meeting.link)
    if meeting.agenda:
        yield _("Acara: %(agenda)s", agenda=meeting.agenda)
    yield title


def _of_rule(one: DeadlineLine, rule: DeadlineRule) -> Iterator[str]:
    if one.prudent_on is not None and one.prudent_on != one.due_on:
        yield _("Agar aman, paling lambat %(date)s", date=day_full(one.prudent_on))
    if one.due is not None and one.due.provisional:
        yield _("Tanggal ini sementara: libur resmi tahun itu belum lengkap.")
    yield _("Di tangan: %(holder)s", holder=_holder(one.holder))
    basis = rule.basis if rule.verified else f"{rule.basis} ({_standing(rule)})"
    yield _("Dasar: %(basis)s", basis=basis)
    consequence = rule.consequence_english if language() == "en" else rule.consequence
    if consequence:
        yield _("Jika terlewat: %(consequence)s.", consequence=consequence)


def _standing(rule: DeadlineRule) -> str:
    """What a rule is where it is not law that was read: a calendar shows its title alone."""
    return word("standing", rule.standing).lower()


def _holder(slug: str) -> str:
    return holder_name(slug, tracker().settings.province)
