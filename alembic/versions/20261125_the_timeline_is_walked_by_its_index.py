"""the timeline is walked by its index: under row-level security only leakproof expressions are index conditions"""

import sqlalchemy as sa
from alembic import op

revision = "f19b3c58a2d7"
down_revision = "e4a90b7d3c61"
branch_labels = None
depends_on = None

HAPPENED = "CASE WHEN occurred_at IS NULL THEN observed_at ELSE occurred_at END"


def upgrade() -> None:
    op.drop_index("ix_changes_happened", table_name="changes")
    op.create_index("ix_changes_happened", "changes", ["competitor_id", sa.text(f"({HAPPENED})"), "id"])


def downgrade() -> None:
    op.drop_index("ix_changes_happened", table_name="changes")
    op.create_index(
        "ix_changes_happened", "changes", ["competitor_id", sa.text("coalesce(occurred_at, observed_at)"), "id"]
    )
