"""What a home prefers and when it was left; whose private messages are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("homes", sa.Column("preferences", sa.Text(), nullable=True))
    op.add_column("homes", sa.Column("left_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "homes_left",
        "homes",
        ["left_at"],
        unique=False,
        sqlite_where=sa.text("left_at IS NOT NULL"),
        postgresql_where=sa.text("left_at IS NOT NULL"),
    )
    op.add_column("accounts", sa.Column("direct_closed_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
