"""where news are asked by a messenger, what stayed silent, and whether the help was useful"""

import sqlalchemy as sa
from alembic import op

revision = "loop"
down_revision = "reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("referral", sa.Column("channel_address", sa.LargeBinary(), nullable=True))
    op.add_column("follow_up", sa.Column("silent_at", sa.DateTime(), nullable=True))
    op.add_column("follow_up", sa.Column("silent_by", sa.String(length=12), nullable=True))
    op.create_table(
        "satisfaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("referral_id", name="uq_satisfaction_once"),
    )
    with op.batch_alter_table("satisfaction", schema=None) as batch_op:
        batch_op.create_index("ix_satisfaction_answered", ["answered_at"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("satisfaction", schema=None) as batch_op:
        batch_op.drop_index("ix_satisfaction_answered")
    op.drop_table("satisfaction")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_column("silent_by")
        batch_op.drop_column("silent_at")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_column("channel_address")
