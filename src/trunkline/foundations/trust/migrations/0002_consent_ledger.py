"""Trust: the consent ledger, and what an opt-out is about."""

import sqlalchemy as sa
from alembic import op

revision = "trust_0002"
down_revision = "trust_0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trust_brand",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("aliases", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("website", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "name", name="uq_trust_brand__account_sid__name"),
    )
    op.create_index("ix_trust_brand__account_sid__sid", "trust_brand", ["account_sid", "sid"])
    op.create_table(
        "trust_consent",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("types", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("source_url", TEXT, nullable=False),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("wording_version", TEXT, nullable=False),
        sa.Column("locale", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("recording_sid", TEXT, nullable=False),
        sa.Column("proof_kind", TEXT, nullable=False),
        sa.Column("proof_type", TEXT, nullable=False),
        sa.Column("proof_hash", TEXT, nullable=False),
        sa.Column("proof_sid", TEXT, nullable=False),
        sa.Column("captured_at", INTEGER, nullable=False),
        sa.Column("captured_by", TEXT, nullable=False),
        sa.Column("ip_address", TEXT, nullable=False),
        sa.Column("user_agent", TEXT, nullable=False),
        sa.Column("number_source", TEXT, nullable=False),
        sa.Column("trigger_type", TEXT, nullable=False),
        sa.Column("trigger_reference", TEXT, nullable=False),
        sa.Column("trigger_at", INTEGER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("import_sid", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("last_affirmed_at", INTEGER, nullable=False),
        sa.Column("revision", INTEGER, nullable=False),
        sa.Column("record_hash", TEXT, nullable=False),
        sa.Column("window_until", INTEGER, nullable=True),
        sa.Column("last_message_sid", TEXT, nullable=False),
        sa.Column("first_message_at", INTEGER, nullable=True),
        sa.Column("reconfirm_requested_at", INTEGER, nullable=True),
        sa.Column("retention_days", INTEGER, nullable=False),
        sa.Column("retention_until", INTEGER, nullable=True),
        sa.Column("erased_at", INTEGER, nullable=True),
        sa.CheckConstraint(sa.column("status").in_(["invalid", "lapsed", "live", "revoked"]), name="ck_trust_consent_status"),
    )
    op.create_index("ix_trust_consent__account_sid__sid", "trust_consent", ["account_sid", "sid"])
    op.create_index("ix_trust_consent__recipient_digest__sid", "trust_consent", ["recipient_digest", "sid"])
    op.create_index("ix_trust_consent__status__last_affirmed_at", "trust_consent", ["status", "last_affirmed_at"])
    op.create_table(
        "trust_consent_import",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("types", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("source_url", TEXT, nullable=False),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("wording_version", TEXT, nullable=False),
        sa.Column("locale", TEXT, nullable=False),
        sa.Column("uploaded_by", TEXT, nullable=False),
        sa.Column("total", INTEGER, nullable=False),
        sa.Column("accepted", INTEGER, nullable=False),
        sa.Column("invalid", INTEGER, nullable=False),
        sa.Column("refused", INTEGER, nullable=False),
        sa.Column("errors", TEXT, nullable=False),
        sa.Column("flagged", INTEGER, nullable=False),
        sa.Column("flagged_at", INTEGER, nullable=True),
        sa.Column("review_reason", TEXT, nullable=False),
        sa.Column("members", TEXT, nullable=False),
    )
    op.create_index("ix_trust_consent_import__account_sid__sid", "trust_consent_import", ["account_sid", "sid"])
    op.create_table(
        "trust_consent_version",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("types", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("source_url", TEXT, nullable=False),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("wording_version", TEXT, nullable=False),
        sa.Column("locale", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("recording_sid", TEXT, nullable=False),
        sa.Column("proof_kind", TEXT, nullable=False),
        sa.Column("proof_type", TEXT, nullable=False),
        sa.Column("proof_hash", TEXT, nullable=False),
        sa.Column("proof_sid", TEXT, nullable=False),
        sa.Column("captured_at", INTEGER, nullable=False),
        sa.Column("captured_by", TEXT, nullable=False),
        sa.Column("ip_address", TEXT, nullable=False),
        sa.Column("user_agent", TEXT, nullable=False),
        sa.Column("number_source", TEXT, nullable=False),
        sa.Column("trigger_type", TEXT, nullable=False),
        sa.Column("trigger_reference", TEXT, nullable=False),
        sa.Column("trigger_at", INTEGER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("import_sid", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("last_affirmed_at", INTEGER, nullable=False),
        sa.Column("consent_sid", TEXT, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("personal_digest", TEXT, nullable=False),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("record_hash", TEXT, nullable=False),
        sa.UniqueConstraint("consent_sid", "number", name="uq_trust_consent_version__consent_sid__number"),
    )
    op.create_index(
        "ix_trust_consent_version__account_sid__consent_sid__sid", "trust_consent_version", ["account_sid", "consent_sid", "sid"]
    )
    op.create_table(
        "trust_contact",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("country_iso_code", TEXT, nullable=False),
        sa.Column("zip_code", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "recipient_digest", name="uq_trust_contact__account_sid__recipient_digest"),
    )
    op.create_index("ix_trust_contact__account_sid__sid", "trust_contact", ["account_sid", "sid"])
    op.create_table(
        "trust_frequency_preference",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("most", INTEGER, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.UniqueConstraint(
            "account_sid", "program_sid", "recipient_digest", name="uq_trust_frequency_preference__account_sid__program_si_82822c1b"
        ),
    )
    op.create_index("ix_trust_frequency_preference__account_sid__sid", "trust_frequency_preference", ["account_sid", "sid"])
    op.create_index("ix_trust_frequency_preference__recipient_digest__sid", "trust_frequency_preference", ["recipient_digest", "sid"])
    op.create_table(
        "trust_import_mark",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("import_sid", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
    )
    op.create_index("ix_trust_import_mark__digest__sid", "trust_import_mark", ["digest", "sid"])
    with op.batch_alter_table("trust_opt_out") as batch:
        batch.add_column(sa.Column("recipient_digest", TEXT, server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("scope", TEXT, server_default=sa.text("'sender'"), nullable=False))
        batch.add_column(sa.Column("source", TEXT, server_default=sa.text("'reply'"), nullable=False))
        batch.add_column(sa.Column("inferred", INTEGER, server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("opted_out_at", INTEGER, server_default=sa.text("0"), nullable=False))
    with op.batch_alter_table("trust_opt_out") as batch:
        batch.alter_column("recipient_digest", existing_type=TEXT, existing_nullable=False, server_default=None)
        batch.alter_column("scope", existing_type=TEXT, existing_nullable=False, server_default=None)
        batch.alter_column("source", existing_type=TEXT, existing_nullable=False, server_default=None)
        batch.alter_column("inferred", existing_type=INTEGER, existing_nullable=False, server_default=None)
        batch.alter_column("opted_out_at", existing_type=INTEGER, existing_nullable=False, server_default=None)
    op.create_index("ix_trust_opt_out__account_sid__sid", "trust_opt_out", ["account_sid", "sid"])
    op.create_index("ix_trust_opt_out__recipient_digest__sid", "trust_opt_out", ["recipient_digest", "sid"])
    op.create_table(
        "trust_program",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("intents", TEXT, nullable=False),
        sa.Column("recurring", INTEGER, nullable=False),
        sa.Column("age_gated", INTEGER, nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("frequency", INTEGER, nullable=False),
        sa.Column("frequency_period", TEXT, nullable=False),
        sa.Column("opt_in_url", TEXT, nullable=False),
        sa.Column("opt_in_wording", TEXT, nullable=False),
        sa.Column("opt_in_wording_version", TEXT, nullable=False),
        sa.Column("locale", TEXT, nullable=False),
        sa.Column("confirmation_text", TEXT, nullable=False),
        sa.Column("opt_out_text", TEXT, nullable=False),
        sa.Column("help_text", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["active", "suspended"]), name="ck_trust_program_status"),
        sa.UniqueConstraint("account_sid", "name", name="uq_trust_program__account_sid__name"),
    )
    op.create_index("ix_trust_program__account_sid__sid", "trust_program", ["account_sid", "sid"])
    op.create_index("ix_trust_program__account_sid__brand_sid__sid", "trust_program", ["account_sid", "brand_sid", "sid"])
    op.create_table(
        "trust_program_sender",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "sender", name="uq_trust_program_sender__account_sid__sender"),
    )
    op.create_index("ix_trust_program_sender__account_sid__program_sid__sid", "trust_program_sender", ["account_sid", "program_sid", "sid"])
