"""Who is told next of a request and when, and when each volunteer was last told of one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("alert_at", sa.BigInteger(), nullable=True))
    op.add_column("requests", sa.Column("stage", sa.Text(), nullable=True))
    op.create_table(
        "told",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "person_id"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
