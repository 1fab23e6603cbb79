"""The tables of Content as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "content_0001"
down_revision = None
branch_labels = ("content",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "content_approval",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("content_sid", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("rejection_reason", TEXT, nullable=False),
        sa.Column("allow_category_change", INTEGER, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["approved", "disabled", "paused", "pending", "received", "rejected"]),
            name="ck_content_approval_status",
        ),
        sa.UniqueConstraint("content_sid", name="uq_content_approval__content_sid"),
    )
    op.create_index("ix_content_approval__account_sid__name__sid", "content_approval", ["account_sid", "name", "sid"])
    op.create_table(
        "content_content",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("variables", TEXT, nullable=False),
        sa.Column("types", TEXT, nullable=False),
    )
    op.create_index("ix_content_content__account_sid__sid", "content_content", ["account_sid", "sid"])
    op.create_index("ix_content_content__account_sid__friendly_name__sid", "content_content", ["account_sid", "friendly_name", "sid"])
