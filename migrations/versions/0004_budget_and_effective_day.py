"""What a Raperda needs of the budget, and the day a Perda names for taking effect"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("raperda", sa.Column("effective_on", sa.Date(), nullable=True))
    op.add_column(
        "raperda", sa.Column("needs_budget", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("raperda") as table:
        table.alter_column("needs_budget", server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("raperda") as table:
        table.drop_column("needs_budget")
        table.drop_column("effective_on")
