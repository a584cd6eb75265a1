"""events are documents of their own, and what happened before we watched is told apart"""

import sqlalchemy as sa
from alembic import op

revision = "b81d5c07e2f4"
down_revision = "7c2f0d9e4a15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ingested_data", sa.Column("item_key", sa.Text(), nullable=True))
    op.add_column("ingested_data", sa.Column("split", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("ingested_data", "split", server_default=None)
    op.add_column("changes", sa.Column("backfilled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("changes", "backfilled", server_default=None)
    op.drop_constraint(op.f("uq_ingested_data_crawl_run_id_source_url"), "ingested_data", type_="unique")
    op.create_index(
        "uq_ingested_data_look",
        "ingested_data",
        ["crawl_run_id", "source_url"],
        unique=True,
        postgresql_where=sa.text("item_key IS NULL"),
    )
    op.create_index(
        "uq_ingested_data_item",
        "ingested_data",
        ["competitor_id", "data_type", "item_key"],
        unique=True,
        postgresql_where=sa.text("item_key IS NOT NULL"),
    )
    op.create_index(
        "ix_ingested_data_run",
        "ingested_data",
        ["crawl_run_id"],
        postgresql_where=sa.text("item_key IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM search_passages USING ingested_data d WHERE document_id = d.id AND d.item_key IS NOT NULL")
    op.execute("DELETE FROM evidence USING ingested_data d WHERE document_id = d.id AND d.item_key IS NOT NULL")
    op.execute("DELETE FROM ingested_data WHERE item_key IS NOT NULL")  # the older version knows no such documents
    op.drop_index("ix_ingested_data_run", table_name="ingested_data")
    op.drop_index("uq_ingested_data_item", table_name="ingested_data")
    op.drop_index("uq_ingested_data_look", table_name="ingested_data")
    op.create_unique_constraint(
        op.f("uq_ingested_data_crawl_run_id_source_url"), "ingested_data", ["crawl_run_id", "source_url"]
    )
    op.drop_column("changes", "backfilled")
    op.drop_column("ingested_data", "split")
    op.drop_column("ingested_data", "item_key")
