"""What the selects of forms offer: slugs, said in the words that the templates have for them."""

from collections.abc import Iterable

from flask import current_app
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs are of WTForms 3.2

from tracker.domain.process import Stage
from tracker.web.formats import holder_name, term

__all__ = ["SelectChoice", "of_holders", "of_slugs", "of_stages", "stage_label", "word"]


def word(macro: str, fact: object) -> str:
    """Return what words.html says for a fact, most often a slug."""
    module = current_app.jinja_env.get_template("words.html").module
    return str(getattr(module, macro)(fact)).strip()


def of_slugs(macro: str, slugs: Iterable[str]) -> list[SelectChoice]:
    """Return one choice a slug, each in the words of this macro of words.html."""
    return [SelectChoice(slug, word(macro, slug)) for slug in slugs]


def of_stages(stages: Iterable[Stage]) -> list[SelectChoice]:
    """Return one choice a stage, the seven with their numbers."""
    return [SelectChoice(stage.slug, stage_label(stage)) for stage in stages]


def of_holders(slugs: Iterable[str], province: str) -> list[SelectChoice]:
    """Return one choice a holder."""
    return [SelectChoice(slug, _capital(holder_name(slug, province))) for slug in slugs]


def stage_label(stage: Stage) -> str:
    """Return "3. Kunjungan Kerja", or the name alone where a stage has no number."""
    return f"{stage.number}. {term(stage)}" if stage.number else term(stage)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
