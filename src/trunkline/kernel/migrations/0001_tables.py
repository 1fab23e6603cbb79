"""The tables of Kernel as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "kernel_0001"
down_revision = None
branch_labels = ("kernel",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "kernel_job",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("task", TEXT, nullable=False),
        sa.Column("arguments", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("run_at", INTEGER, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("leased_by", TEXT, nullable=False),
        sa.Column("leased_until", INTEGER, nullable=False),
        sa.Column("dead", INTEGER, nullable=False),
        sa.Column("last_error", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_kernel_job__dead__run_at",
        "kernel_job",
        ["dead", "run_at"],
        sqlite_where=sa.text("leased_by = ''"),
        postgresql_where=sa.text("leased_by = ''"),
    )
    op.create_index(
        "ix_kernel_job__lane__sid",
        "kernel_job",
        ["lane", "sid"],
        sqlite_where=sa.text("lane <> ''"),
        postgresql_where=sa.text("lane <> ''"),
    )
