"""Inserting what may be there already: the unique key decides, not a look beforehand."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.storage.models.base import Base


def insert_once(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT into `table` that adds nothing where a unique key is taken."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
