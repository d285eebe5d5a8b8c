"""messaging channels: the inbox, the parts to be sent, who writes"""

import sqlalchemy as sa
from alembic import op

revision = "channels"
down_revision = "outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "correspondent",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("greeted", sa.Integer(), nullable=False),
        sa.Column("stopped_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String(length=32), nullable=True),
        sa.Column("lease_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_correspondent_seen_ms", "correspondent", ["seen_ms"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("message_hash", sa.String(length=64), nullable=False),
        sa.Column("correspondent", sa.String(length=64), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("arrived_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "message_hash", name="uq_inbox_once"),
    )
    op.create_index("ix_inbox_arrived_ms", "inbox", ["arrived_ms"], unique=False)
    op.create_index("ix_inbox_waiting", "inbox", ["state", "correspondent"], unique=False)
    op.create_table(
        "reply_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("correspondent", sa.String(length=64), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=60), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("inbox_id", "position", name="uq_reply_part_once"),
    )
    op.create_index("ix_reply_part_created_ms", "reply_part", ["created_ms"], unique=False)
    op.create_index("ix_reply_part_waiting", "reply_part", ["state", "correspondent"], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("reply_part", "inbox", "correspondent"):
        op.drop_table(table)
