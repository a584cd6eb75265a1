"""imports can be taken up again, and say what they brought"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "e4a90b7d3c61"
down_revision = "c4e9a7d1b350"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_jobs", sa.Column("request", JSONB(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("import_jobs", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("import_jobs", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("import_jobs", sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("import_jobs", sa.Column("result", JSONB(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("import_jobs", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("request", "reason", "attempts", "result"):
        op.alter_column("import_jobs", column, server_default=None)
    op.create_index(
        "ix_import_jobs_open",
        "import_jobs",
        ["lease_until"],
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )


def downgrade() -> None:
    op.drop_index("ix_import_jobs_open", table_name="import_jobs")
    for column in ("finished_at", "result", "lease_until", "attempts", "reason", "request"):
        op.drop_column("import_jobs", column)
