"""How often something is needed again, and when its asker is asked whether to ask for the next time."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("series_every", sa.Integer(), nullable=True))
    op.add_column("requests", sa.Column("series_left", sa.Integer(), nullable=True))
    op.add_column("requests", sa.Column("again_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup")
