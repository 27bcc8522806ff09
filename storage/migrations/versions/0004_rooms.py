"""Who said yes to a room of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("room", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
