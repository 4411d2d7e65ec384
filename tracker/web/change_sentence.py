"""How much changed between two versions, in one sentence."""

from flask_babel import gettext, ngettext

from tracker.domain.comparing.comparison import Comparison, Summary
from tracker.domain.comparing.pasal_changes import PasalComparison


def sentence(compared: PasalComparison | Comparison) -> str:
    """Say how much changed, in one sentence."""
    if compared.identical:
        return str(gettext("Kedua naskah sama kata demi kata."))
    if isinstance(compared, Comparison):
        return _of_paragraphs(compared.summary)
    return _of_pasal(compared)


def _of_paragraphs(summary: Summary) -> str:
    told = gettext(
        "%(changed)s paragraf berubah, %(added)s baru, %(removed)s dihapus.",
        changed=summary.changed,
        added=summary.added,
        removed=summary.removed,
    )
    why = gettext("Dibandingkan per paragraf, karena salah satu atau kedua naskah tidak memuat Pasal.")
    return f"{told} {why}"


def _of_pasal(comparison: PasalComparison) -> str:
    counts, rest = comparison.counts(), comparison.changed_beside
    found = [
        gettext("%(num)s Pasal berubah", num=counts["changed"]),
        gettext("%(num)s baru", num=counts["added"]),
        gettext("%(num)s dihapus", num=counts["removed"]),
    ]
    more = (
        ("moved", gettext("%(num)s pindah", num=counts["moved"])),
        ("split", gettext("%(num)s dipecah", num=counts["split"])),
        ("merged", gettext("%(num)s digabung", num=counts["merged"])),
        ("renumbered", gettext("%(num)s hanya bergeser nomor", num=counts["renumbered"])),
    )
    found += [words for kind, words in more if counts[kind]]  # type: ignore[index]
    told = ", ".join(found) + "."
    if rest:
        told += " " + ngettext(
            "Di luar Pasal, %(num)s bagian berubah.", "Di luar Pasal, %(num)s bagian berubah.", rest
        )
    return told
