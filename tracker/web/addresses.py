"""What may stand in an address: numbers of rows no larger than the databases can be asked about."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404)."""

    def __init__(self, url_map: Map, **given: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **given})


def init_app(app: Flask) -> None:
    """Let every <int:...> be the number of a row; to be called before any rule is added."""
    app.url_map.converters["int"] = RowNumber
