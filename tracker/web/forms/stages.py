"""Forms that move a Raperda: one for every move, with the fields that move needs, and one for a schedule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.process import BY_SLUG, Holder, Stage, ways_back
from tracker.domain.state import MOVES, Move, Request, StageRound
from tracker.services.stages import MoveStage, Plan, PlanSchedule
from tracker.web.forms import choices
from tracker.web.forms.base import DayField, Form

_HAPPENED = ("occurred_on", "reason")
FIELDS: dict[Move, tuple[str, ...]] = {
    Move.START: _HAPPENED,
    Move.COMPLETE: _HAPPENED,
    Move.SKIP: _HAPPENED,
    Move.SEND_BACK: ("target", *_HAPPENED),
    Move.REOPEN: _HAPPENED,
    Move.RESCHEDULE: ("planned_start_on", "planned_end_on", "reason"),
    Move.HAND_OVER: ("target", *_HAPPENED),
    Move.FOCUS: ("reason",),
    Move.CORRECT: ("started_on", "ended_on", "reason"),
    Move.WITHDRAW: _HAPPENED,
    Move.REJECT: _HAPPENED,
    Move.RESUME: _HAPPENED,
}
"""What a page asks for each move it offers. Earlier stages are recorded when a Raperda is entered."""

_VALUES = ("target", "planned_start_on", "planned_end_on", "started_on", "ended_on")


class SeenForm(Form):
    """A form that knows which revision and which line of the history its page showed."""

    seen_revision = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    seen_sequence = IntegerField(validators=[InputRequired()], widget=HiddenInput())

    def see(self, revision: int, sequence: int) -> None:
        """Carry what the page shows now, whatever was sent."""
        for field, value in ((self.seen_revision, revision), (self.seen_sequence, sequence)):
            field.raw_data, field.data = None, value


class MoveForm(SeenForm):
    """When it happened, why, and what this move needs beside."""

    target = SelectField(_("Ke mana"), validate_choice=False)
    occurred_on = DayField(_("Terjadi pada"), [InputRequired()])
    planned_start_on = DayField(_("Rencana mulai"), [Optional()])
    planned_end_on = DayField(_("Rencana selesai"), [Optional()])
    started_on = DayField(_("Mulai"), [InputRequired()])
    ended_on = DayField(_("Selesai"), [Optional()])
    reason = TextAreaField(
        _("Alasan (ditampilkan kepada umum)"), [Optional(), Length(max=2000)], render_kw={"rows": 3}
    )

    def command(self, slug: str, move: Move, stage: str, today: date) -> MoveStage:
        """Return what is asked for; the seen revision decides whether it may still be asked."""
        values: dict[str, Any] = {name: self[name].data for name in _VALUES if name in self}
        request = Request(
            move=move,
            stage=stage,
            occurred_on=(self["occurred_on"].data if "occurred_on" in self else None) or today,
            reason=self.reason.data or "",
            **{name: value for name, value in values.items() if value is not None},
        )
        return MoveStage(slug, self.seen_revision.data or 0, request)


def move_form(move: Move, current: StageRound, *, today: date, province: str) -> MoveForm:
    """Return the form of one move on one stage, filled with what is on record."""
    form = MoveForm(
        data={
            "occurred_on": today,
            "planned_start_on": current.planned_start_on,
            "planned_end_on": current.planned_end_on,
            "started_on": current.started_on,
            "ended_on": current.ended_on,
        }
    )
    if "target" in FIELDS[move]:
        form.target.choices = _targets(move, current, province)
        form.target.flags.required = True
    if needs_reason(move, current):
        form.reason.validators = [InputRequired(), Length(max=2000)]
        form.reason.flags.required = True
    for name in ("occurred_on", *_VALUES):
        if name not in FIELDS[move]:
            del form[name]
    return form


def needs_reason(move: Move, current: StageRound) -> bool:
    """Say whether a reason must be given: where the table says so, and where any change undoes a plan."""
    planned = None not in (current.planned_start_on, current.planned_end_on)
    return MOVES[move].needs_reason or (move is Move.RESCHEDULE and planned)


def _targets(move: Move, current: StageRound, province: str) -> list[Any]:
    if move is Move.SEND_BACK:
        return choices.of_stages(BY_SLUG[slug] for slug in ways_back(current.stage))
    return choices.of_holders((one for one in Holder if one != current.holder), province)


F = TypeVar("F", bound="Schedule")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The two fields of one stage in a schedule."""

    stage: Stage
    start: DayField
    end: DayField

    def plan(self) -> Plan:
        """Return the dates as they were given."""
        return Plan(self.stage.slug, self.start.data, self.end.data)


class Schedule(Form):
    """A form with a planned start and end for several stages."""

    planned: tuple[Stage, ...] = ()

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """The fields, stage by stage."""
        return tuple(
            PlanRow(
                stage, cast(DayField, self[_start_of(stage.slug)]), cast(DayField, self[_end_of(stage.slug)])
            )
            for stage in self.planned
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape; an end before its start is told beside its own stage, which no rule could name."""
        fine = bool(super().validate(extra_validators))
        for row in self.rows:
            if row.start.data and row.end.data and row.end.data < row.start.data:
                row.end.errors = [gettext("Tanggal ini lebih awal dari tanggal mulainya.")]
                fine = False
        return fine


class PlanForm(SeenForm, Schedule):
    """The schedule of everything that is not done yet, with one reason for all that changes."""

    reason = TextAreaField(
        _("Alasan perubahan (ditampilkan kepada umum)"),
        [Optional(), Length(max=2000)],
        render_kw={"rows": 3},
    )

    def command(self, slug: str) -> PlanSchedule:
        """Return the schedule as it was given."""
        plans = tuple(row.plan() for row in self.rows)
        return PlanSchedule(slug, self.seen_revision.data or 0, plans, self.reason.data or "")


def plan_form(rounds: Iterable[StageRound]) -> PlanForm:
    """Return the form for the plans of these rounds, filled with what is on record."""
    rounds = tuple(rounds)
    data = {_start_of(one.stage): one.planned_start_on for one in rounds}
    data |= {_end_of(one.stage): one.planned_end_on for one in rounds}
    return with_schedule(PlanForm, tuple(BY_SLUG[one.stage] for one in rounds))(data=data)


def with_schedule(base: type[F], stages: tuple[Stage, ...]) -> type[F]:
    """Return a form like `base` with the date fields of these stages."""
    fields: dict[str, Any] = {"planned": stages}
    for stage in stages:
        fields[_start_of(stage.slug)] = DayField(_("Rencana mulai"), [Optional()])
        fields[_end_of(stage.slug)] = DayField(_("Rencana selesai"), [Optional()])
    return type(base.__name__, (base,), fields)


def _start_of(stage: str) -> str:
    return f"mulai-{stage}"


def _end_of(stage: str) -> str:
    return f"selesai-{stage}"
