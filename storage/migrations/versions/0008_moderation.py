"""Requests that moderators keep on hold or merge, and their reasons in the history."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("paused_until", sa.BigInteger(), nullable=True))
    op.add_column("requests", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("history", sa.Column("why_words_id", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
