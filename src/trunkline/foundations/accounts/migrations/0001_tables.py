"""The tables of Accounts as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0001"
down_revision = None
branch_labels = ("accounts",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "accounts_account",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("owner_account_sid", TEXT, nullable=False),
        sa.Column("sealed_token", TEXT, nullable=False),
        sa.Column("sealed_secondary_token", TEXT, nullable=True),
        sa.Column("secondary_token_created", INTEGER, nullable=False),
        sa.Column("rehearses", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["active", "closed", "suspended"]), name="ck_accounts_account_status"),
    )
    op.create_index("ix_accounts_account__account_sid__sid", "accounts_account", ["account_sid", "sid"])
    op.create_index("ix_accounts_account__owner_account_sid__sid", "accounts_account", ["owner_account_sid", "sid"])
