"""How each round of a request came about, which requests are hidden, and which are about something heavy."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("hidden_at", sa.BigInteger(), nullable=True))
    op.add_column("requests", sa.Column("is_heavy", sa.Integer(), nullable=True))
    op.add_column("drafts", sa.Column("is_heavy", sa.Integer(), nullable=True))
    op.create_table(
        "rounds",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("passed_over", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "number", "at", "stage"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
