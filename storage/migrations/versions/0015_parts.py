"""Which part of a big need somebody is on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("part", sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
