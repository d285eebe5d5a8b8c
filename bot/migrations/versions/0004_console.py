"""counts by day, and the index of the figures"""

import sqlalchemy as sa
from alembic import op

revision = "console"
down_revision = "channels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "daily_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "day", "key", "detail", name="uq_daily_count"),
    )
    op.create_index(
        "ix_referral_figures",
        "referral",
        ["created_at", "state", "state_reason", "need", "departement", "place_code", "id"],
        unique=False,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_referral_figures", "referral")
    op.drop_table("daily_count")
