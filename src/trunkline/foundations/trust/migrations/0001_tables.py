"""The tables of Trust as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "trust_0001"
down_revision = None
branch_labels = ("trust",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trust_opt_out",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("keyword", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.UniqueConstraint("key", name="uq_trust_opt_out__key"),
    )
