"""what goes out, the news that are asked, the next service"""

import sqlalchemy as sa
from alembic import op

revision = "outbox"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("audience", sa.String(length=12), nullable=False, server_default="team"))
        batch_op.add_column(sa.Column("key", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("lease", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("leased_until", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("dead_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE outbox SET key = referral_id || ':' || kind || ':' || channel || ':' || id")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.alter_column("audience", existing_type=sa.String(length=12), nullable=False, server_default=None)
        batch_op.alter_column("key", existing_type=sa.String(length=160), nullable=False)
        batch_op.create_unique_constraint("uq_outbox_key", ["key"])
        batch_op.create_index("ix_outbox_waiting", ["channel", "sent_at", "due_at"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("channel", sa.String(length=12), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("referral_id", "step", name="uq_follow_up_once"),
    )
    with op.batch_alter_table("follow_up") as batch_op:
        batch_op.create_index("ix_follow_up_due", ["asked_at", "due_at"], unique=False)
        batch_op.create_index("ix_follow_up_waiting", ["channel", "answered_at"], unique=False)

    op.create_table(
        "referral_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("tried_service_id", sa.String(length=64), nullable=False),
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("service_name", sa.String(length=300), nullable=False),
        sa.Column("service_phone", sa.String(length=40), nullable=True),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("referral_id", "tried_service_id", name="uq_proposal_once"),
    )
    with op.batch_alter_table("referral_proposal") as batch_op:
        batch_op.create_index("ix_proposal_undecided", ["decided_at"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("referral_proposal") as batch_op:
        batch_op.drop_index("ix_proposal_undecided")
    op.drop_table("referral_proposal")
    with op.batch_alter_table("follow_up") as batch_op:
        batch_op.drop_index("ix_follow_up_waiting")
        batch_op.drop_index("ix_follow_up_due")
    op.drop_table("follow_up")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_waiting")
        batch_op.drop_constraint("uq_outbox_key", type_="unique")
        for name in ("dead_at", "leased_until", "lease", "key", "audience"):
            batch_op.drop_column(name)
