"""What members offer to help with, their breaks, and who is kept apart from whom."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = ("practical", "informational", "emotional", "financial")


def upgrade() -> None:
    op.create_table(
        "volunteers",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        *(sa.Column(kind, sa.Integer(), nullable=False) for kind in KINDS),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("quiet_begins", sa.Integer(), nullable=True),
        sa.Column("quiet_ends", sa.Integer(), nullable=True),
        sa.Column("open_claims", sa.Integer(), nullable=False),
        sa.Column("takes_heavy", sa.Integer(), nullable=False),
        sa.Column("words_id", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("renew_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("community_id", "person_id"),
    )
    for kind in KINDS:
        op.create_index(f"volunteers_{kind}", "volunteers", ["community_id", kind, "person_id"], unique=False)
    op.create_index("volunteers_over", "volunteers", ["renew_at", "expires_at"], unique=False)
    op.create_table(
        "pauses",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "person_id"),
    )
    op.create_index("pauses_until", "pauses", ["until"], unique=False)
    op.create_table(
        "avoids",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "person_id", "platform", "account_id"),
    )
    op.create_index("avoids_whom", "avoids", ["platform", "account_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
