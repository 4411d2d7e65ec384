"""What may stand in an address: rows with numbers the databases can be asked about, and pages of lists."""

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404)."""

    def __init__(self, url_map: Map, **given: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **given})


def page_asked() -> int:
    """Return the page of a list that the address asks for; what cannot be meant is the first."""
    asked = request.args.get("hal", "1")
    return int(asked) if asked.isdecimal() and len(asked) <= 6 else 1


def init_app(app: Flask) -> None:
    """Let every <int:...> be the number of a row; to be called before any rule is added."""
    app.url_map.converters["int"] = RowNumber
