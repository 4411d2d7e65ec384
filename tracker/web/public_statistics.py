"""The council as a whole, for everyone: where Raperda stood over the years, how long stages take."""

from flask import render_template
from werkzeug.wrappers import Response

from tracker.services import durations, statistics
from tracker.services.statistics import Statistics
from tracker.web import charts, language
from tracker.web.charts import Chart
from tracker.web.door import tracker
from tracker.web.forms.choices import word
from tracker.web.pages import respond
from tracker.web.public import blueprint


@blueprint.get("/statistik", endpoint="statistics")
def page() -> Response:
    """Show the chart of where Raperda stood, and the median of every stage."""
    today = tracker().today()
    with tracker().reading() as session:
        stamp = durations.stamp(session)

        def render() -> str:
            found = statistics.statistics(session, today=today)
            return render_template("public/statistics.html", found=found, chart=_chart(found))

        return respond((language.current(), today, *stamp), render)


def _chart(found: Statistics) -> Chart:
    """The months as columns; a year is written where it begins."""
    years = [str(month.first_on.year) if month.first_on.month == 1 else "" for month in found.months]
    return charts.stacked(
        [month.counts for month in found.months], [word("phase", phase) for phase in found.phases], years
    )
