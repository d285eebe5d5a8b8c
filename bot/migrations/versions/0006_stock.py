"""what a code opens: a questionnaire left in the middle, a summary to compare with"""

import sqlalchemy as sa
from alembic import op

revision = "stock"
down_revision = "packs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "stock_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    with op.batch_alter_table("stock_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_return_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_return_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("stock_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_return_session_id"))
        batch_op.drop_index(batch_op.f("ix_stock_return_expires_at"))
    op.drop_table("stock_return")
