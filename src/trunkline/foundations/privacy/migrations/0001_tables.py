"""The tables of Privacy as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "privacy_0001"
down_revision = None
branch_labels = ("privacy",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "privacy_correction",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("resource_sid", TEXT, nullable=False),
        sa.Column("field_name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("old_value", TEXT, nullable=False),
        sa.Column("corrected_by", TEXT, nullable=False),
        sa.UniqueConstraint("resource_sid", "field_name", "number", name="uq_privacy_correction__resource_sid__field_name__number"),
    )
    op.create_index("ix_privacy_correction__account_sid__sid", "privacy_correction", ["account_sid", "sid"])
    op.create_table(
        "privacy_data_export",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("days", INTEGER, nullable=False),
        sa.Column("kinds_total", INTEGER, nullable=False),
        sa.Column("kinds_done", INTEGER, nullable=False),
        sa.Column("rows", INTEGER, nullable=False),
        sa.Column("files", INTEGER, nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("problem", TEXT, nullable=False),
        sa.Column("key_digest", TEXT, nullable=False),
        sa.Column("parts", INTEGER, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.Column("shards", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["expired", "failed", "queued", "ready", "running"]), name="ck_privacy_data_export_status"
        ),
    )
    op.create_index("ix_privacy_data_export__account_sid__sid", "privacy_data_export", ["account_sid", "sid"])
    op.create_table(
        "privacy_data_import",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("from_account_sid", TEXT, nullable=False),
        sa.Column("from_export_sid", TEXT, nullable=False),
        sa.Column("rows", INTEGER, nullable=False),
        sa.Column("rows_done", INTEGER, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("date_done", INTEGER, nullable=True),
        sa.Column("problem", TEXT, nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("digest_key", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["done", "failed", "queued"]), name="ck_privacy_data_import_status"),
    )
    op.create_index("ix_privacy_data_import__account_sid__sid", "privacy_data_import", ["account_sid", "sid"])
    op.create_table(
        "privacy_erasure",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("plan", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("held_by", TEXT, nullable=False),
        sa.Column("rows_planned", INTEGER, nullable=False),
        sa.Column("rows_done", INTEGER, nullable=False),
        sa.Column("found_after", INTEGER, nullable=True),
        sa.Column("confirmed_by", TEXT, nullable=False),
        sa.Column("restriction_sid", TEXT, nullable=False),
        sa.Column("waited", INTEGER, nullable=False),
        sa.Column("date_done", INTEGER, nullable=True),
        sa.Column("problem", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["confirmed", "done", "failed", "planned", "running", "withdrawn"]), name="ck_privacy_erasure_status"
        ),
    )
    op.create_index("ix_privacy_erasure__account_sid__sid", "privacy_erasure", ["account_sid", "sid"])
    op.create_table(
        "privacy_hold",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.UniqueConstraint("subject_account_sid", "subject", "reference", name="uq_privacy_hold__subject_account_sid__subject__reference"),
    )
    op.create_index("ix_privacy_hold__account_sid__sid", "privacy_hold", ["account_sid", "sid"])
    op.create_table(
        "privacy_restriction",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.UniqueConstraint("subject_account_sid", "subject", name="uq_privacy_restriction__subject_account_sid__subject"),
    )
    op.create_index("ix_privacy_restriction__account_sid__sid", "privacy_restriction", ["account_sid", "sid"])
    op.create_table(
        "privacy_withdrawal",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("subject_account_sid", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("consents", TEXT, nullable=False),
        sa.Column("opt_out_sid", TEXT, nullable=True),
    )
    op.create_index("ix_privacy_withdrawal__account_sid__sid", "privacy_withdrawal", ["account_sid", "sid"])
