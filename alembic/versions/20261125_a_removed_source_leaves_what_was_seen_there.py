"""a removed source leaves what was seen there"""

import sqlalchemy as sa
from alembic import op

revision = "7c2f0d9e4a15"
down_revision = "516a1ce09b4a"
branch_labels = None
depends_on = None

ADDRESS = ["competitor_id", "source_type", "source_url"]


def upgrade() -> None:
    op.add_column("data_sources", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_data_sources_competitor_id_source_type_source_url"), "data_sources", type_="unique")
    op.create_index(
        "uq_data_sources_address",
        "data_sources",
        ADDRESS,
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.drop_index("ix_data_sources_due", table_name="data_sources")
    op.create_index(
        "ix_data_sources_due",
        "data_sources",
        ["next_due_at"],
        postgresql_where=sa.text("status <> 'paused' AND removed_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM data_sources WHERE removed_at IS NOT NULL")  # the older version knows no such state
    op.drop_index("ix_data_sources_due", table_name="data_sources")
    op.create_index(
        "ix_data_sources_due", "data_sources", ["next_due_at"], postgresql_where=sa.text("status <> 'paused'")
    )
    op.drop_index("uq_data_sources_address", table_name="data_sources")
    op.create_unique_constraint(op.f("uq_data_sources_competitor_id_source_type_source_url"), "data_sources", ADDRESS)
    op.drop_column("data_sources", "removed_at")
