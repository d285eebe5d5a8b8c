"""counts of the packs"""

import sqlalchemy as sa
from alembic import op

revision = "packs"
down_revision = "console"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "pack_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("departement", sa.String(length=12), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "departement", "pack", "action", "audience", name="uq_pack_count"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("pack_count")
