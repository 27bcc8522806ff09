"""Each member's own time zone, if they said one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("timezone", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
