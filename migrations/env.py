"""Runs the migrations on the database that `tracker.storage.database.alembic_config` names."""

from alembic import context
from sqlalchemy import create_engine

from tracker.storage.models import Base


def main() -> None:
    """Run every outstanding revision, each in a transaction of its own."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise RuntimeError("no database to migrate; use `tracker init`")
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


main()
