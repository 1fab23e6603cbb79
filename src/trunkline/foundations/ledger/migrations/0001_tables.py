"""The tables of Money and meters as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0001"
down_revision = None
branch_labels = ("ledger",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("cause_sid", TEXT, nullable=False),
        sa.Column("debit", TEXT, nullable=False),
        sa.Column("credit", TEXT, nullable=False),
        sa.Column("amount", INTEGER, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.Column("usage", INTEGER, nullable=False),
        sa.Column("reverses", TEXT, nullable=True),
        sa.Column("folded", INTEGER, nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ledger_entry__account_sid__sid",
        "ledger_entry",
        ["account_sid", "sid"],
        sqlite_where=sa.text("folded IS NULL"),
        postgresql_where=sa.text("folded IS NULL"),
    )
    op.create_table(
        "ledger_fold_mark",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("folded", INTEGER, nullable=False),
        sa.Column("last", INTEGER, nullable=False),
    )
    op.create_table(
        "ledger_ledger_balance",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("debits", INTEGER, nullable=False),
        sa.Column("credits", INTEGER, nullable=False),
        sa.UniqueConstraint("account_sid", "name", "currency", name="uq_ledger_ledger_balance__account_sid__name__currency"),
    )
    op.create_table(
        "ledger_usage_counter",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("day", INTEGER, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.Column("usage", INTEGER, nullable=False),
        sa.Column("price", INTEGER, nullable=False),
        sa.UniqueConstraint(
            "account_sid", "day", "category", "currency", name="uq_ledger_usage_counter__account_sid__day__category__currency"
        ),
    )
    op.create_table(
        "ledger_usage_trigger",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("usage_category", TEXT, nullable=False),
        sa.Column("trigger_by", TEXT, nullable=False),
        sa.Column("trigger_value", TEXT, nullable=False),
        sa.Column("current_value", TEXT, nullable=False),
        sa.Column("recurring", TEXT, nullable=False),
        sa.Column("callback_url", TEXT, nullable=False),
        sa.Column("callback_method", TEXT, nullable=False),
        sa.Column("date_fired", INTEGER, nullable=True),
        sa.Column("threshold", INTEGER, nullable=False),
        sa.Column("fired_in", TEXT, nullable=False),
    )
    op.create_index("ix_ledger_usage_trigger__account_sid__sid", "ledger_usage_trigger", ["account_sid", "sid"])
