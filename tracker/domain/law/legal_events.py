"""What happens to a stage that starts or stops a clock, by the names statutes give it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from tracker.domain.process import Status
from tracker.domain.state import StageRound, State

Happening = Literal["planned", "started", "answered", "completed", "sent-back"]


class StageEvent(NamedTuple):
    """Something that happens to a stage (its slug in `process`). "answered" is completed or sent back."""

    stage: str
    what: Happening


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When an event last happened, and in which round. `on` is None where only that it happened is known."""

    round: int
    on: date | None


EVENTS: dict[str, StageEvent] = {
    "paripurna-direncanakan": StageEvent("penjelasan", "planned"),
    "raperda-disampaikan": StageEvent("penyampaian", "completed"),
    "pansus-dibentuk": StageEvent("pembentukan-pansus", "completed"),
    "rapat-pansus-pertama": StageEvent("rapat-pansus", "started"),
    "finalisasi": StageEvent("finalisasi", "completed"),
    # A request and its receipt are one date to us: the stage starts when it is handed to the governor.
    "fasilitasi-diminta": StageEvent("harmonisasi-provinsi", "started"),
    "hasil-fasilitasi": StageEvent("harmonisasi-provinsi", "answered"),
    "persetujuan-bersama": StageEvent("rapat-paripurna", "completed"),
    "diterima-bupati": StageEvent("penyampaian-bupati", "completed"),
    "evaluasi-diminta": StageEvent("evaluasi-gubernur", "started"),
    "hasil-evaluasi": StageEvent("evaluasi-gubernur", "answered"),
    "harus-disempurnakan": StageEvent("evaluasi-gubernur", "sent-back"),
    "evaluasi-selesai": StageEvent("evaluasi-gubernur", "completed"),
    "diterima-gubernur": StageEvent("nomor-register", "started"),
    "nomor-register": StageEvent("nomor-register", "completed"),
    "penetapan": StageEvent("penetapan", "completed"),
    "pengundangan": StageEvent("pengundangan", "completed"),
}
"""Every event a rule may name, in the order of the process."""

_ENDED: dict[str, tuple[Status, ...]] = {
    "completed": (Status.SELESAI,),
    "sent-back": (Status.DIKEMBALIKAN,),
    "answered": (Status.SELESAI, Status.DIKEMBALIKAN),
}


def occurred(state: State, event: StageEvent) -> Occurrence | None:
    """Return when this last happened; None if it has not, or is undone by what came later.

    A stage that begins another round is no longer completed, but that it was sent back stays true.
    """
    rounds = sorted((one for one in state.rounds if one.stage == event.stage), key=lambda one: one.round)
    if event.what == "planned":
        return _planned(rounds)
    begun = [one for one in rounds if one.status not in (Status.BELUM, Status.DILEWATI)]
    if event.what == "started":
        return Occurrence(begun[-1].round, begun[-1].started_on) if begun else None
    candidates = begun if event.what in ("sent-back", "answered") else begun[-1:]
    ended = [one for one in candidates if one.status in _ENDED[event.what]]
    return Occurrence(ended[-1].round, ended[-1].ended_on) if ended else None


def answers(event: StageEvent, found: Occurrence, trigger: StageEvent, triggered: Occurrence) -> bool:
    """Say whether `found` came after `triggered`, so that it stops the clock; other stages always do."""
    if event.stage != trigger.stage:
        return True
    return (found.round, event.what != "started") > (triggered.round, trigger.what != "started")


def _planned(rounds: list[StageRound]) -> Occurrence | None:
    if not rounds or rounds[-1].status is not Status.BELUM:
        return None
    on = rounds[-1].planned_start_on or rounds[-1].planned_end_on
    return Occurrence(rounds[-1].round, on) if on else None
