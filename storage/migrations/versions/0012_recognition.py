"""Words by which an asker and a helper know each other when they meet."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("recognition", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
