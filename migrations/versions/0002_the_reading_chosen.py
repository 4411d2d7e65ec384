"""The reading that was chosen for a version, and the file that it was converted from"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("draft_version") as table:
        table.add_column(sa.Column("reading", sa.String(length=40), nullable=False, server_default="bersih"))
        table.add_column(sa.Column("original_sha256", sa.String(length=64), nullable=True))
        table.add_column(
            sa.Column("original_filename", sa.String(length=300), nullable=False, server_default="")
        )
        table.add_column(sa.Column("original_size", sa.Integer(), nullable=True))
    with op.batch_alter_table("draft_version") as table:
        table.alter_column("reading", server_default=None)
        table.alter_column("original_filename", server_default=None)
        table.create_check_constraint(op.f("ck_draft_version_reading"), "reading in ('bersih', 'apa-adanya')")


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("draft_version") as table:
        table.drop_constraint(op.f("ck_draft_version_reading"), type_="check")
        table.drop_column("original_size")
        table.drop_column("original_filename")
        table.drop_column("original_sha256")
        table.drop_column("reading")
