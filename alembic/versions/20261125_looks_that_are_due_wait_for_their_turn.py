"""looks that are due wait for their workspace's turn"""

import sqlalchemy as sa
from alembic import op

revision = "c4e9a7d1b350"
down_revision = "b81d5c07e2f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("crawl_runs", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("crawl_runs", "held", server_default=None)
    op.create_index(
        "ix_crawl_runs_held", "crawl_runs", ["workspace_id", "queued_at"], postgresql_where=sa.text("held")
    )


def downgrade() -> None:
    op.drop_index("ix_crawl_runs_held", table_name="crawl_runs")
    op.drop_column("crawl_runs", "held")
