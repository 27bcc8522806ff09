"""Which language a person reads, and which one is used for what a whole community reads."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("communities", sa.Column("language", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
