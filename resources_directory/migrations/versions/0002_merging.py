"""Proposals of merge; the tables of terms go: needs and identifiers say it all, and nothing read them"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merge_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.String(length=60), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("kept_id", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["service.id"], name=op.f("fk_merge_proposal_first_id_service"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["service.id"], name=op.f("fk_merge_proposal_second_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_proposal")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_merge_proposal_first_id_second_id")),
    )
    op.create_index(op.f("ix_merge_proposal_second_id"), "merge_proposal", ["second_id"])
    op.drop_table("service_term")
    op.drop_table("taxonomy_term")


def downgrade() -> None:
    raise NotImplementedError("The tables of terms were empty: there is nothing to go back to.")
