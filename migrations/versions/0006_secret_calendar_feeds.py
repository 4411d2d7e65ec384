"""Secret calendar feeds"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("user_account", sa.Column("feed_sha256", sa.String(length=64), nullable=True))
    op.add_column("user_account", sa.Column("feed_made_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_user_account_feed_sha256", "user_account", ["feed_sha256"], unique=True)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_user_account_feed_sha256", table_name="user_account")
    op.drop_column("user_account", "feed_made_at")
    op.drop_column("user_account", "feed_sha256")
