"""Who said yes to a room of their own, and the homes of one community, which say whether it has such rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("homes_community", "homes", ["community_id"], unique=False)
    op.add_column("claims", sa.Column("room", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
