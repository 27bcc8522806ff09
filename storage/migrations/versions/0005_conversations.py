"""Forms as conversations, how far we have read a platform, and which event put a reaction on."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("asking", sa.Text(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("words_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "person_id"),
    )
    op.create_index("conversations_expiry", "conversations", ["expires_at"], unique=False)
    op.create_table(
        "positions",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "account_id"),
    )
    op.add_column("reactions", sa.Column("origin", sa.Text(), nullable=True))
    op.create_index("reactions_put_on", "reactions", ["platform", "place_ref", "origin"], unique=False)
    op.create_index("messages_newest", "messages", ["platform", "place_ref", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
