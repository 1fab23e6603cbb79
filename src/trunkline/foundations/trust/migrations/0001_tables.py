"""The tables of Trust as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "trust_0001"
down_revision = None
branch_labels = ("trust",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trust_age_attestation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("years", INTEGER, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("wording", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("attested_at", INTEGER, nullable=False),
        sa.UniqueConstraint(
            "account_sid", "recipient_digest", "program_sid", name="uq_trust_age_attestation__account_sid__recipient_diges_356c671c"
        ),
    )
    op.create_index("ix_trust_age_attestation__account_sid__sid", "trust_age_attestation", ["account_sid", "sid"])
    op.create_index("ix_trust_age_attestation__recipient_digest__sid", "trust_age_attestation", ["recipient_digest", "sid"])
    op.create_table(
        "trust_appeal",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("enforcement_sid", TEXT, nullable=False),
        sa.Column("ground", TEXT, nullable=False),
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("due_at", INTEGER, nullable=False),
        sa.Column("overdue", INTEGER, nullable=False),
        sa.Column("reviewer_sid", TEXT, nullable=False),
        sa.Column("decided_at", INTEGER, nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("open_mark", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["open", "overturned", "upheld"]), name="ck_trust_appeal_status"),
        sa.UniqueConstraint("account_sid", "open_mark", name="uq_trust_appeal__account_sid__open_mark"),
    )
    op.create_index("ix_trust_appeal__account_sid__sid", "trust_appeal", ["account_sid", "sid"])
    op.create_index("ix_trust_appeal__account_sid__enforcement_sid__sid", "trust_appeal", ["account_sid", "enforcement_sid", "sid"])
    op.create_index("ix_trust_appeal__status__sid", "trust_appeal", ["status", "sid"])
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
        "trust_decision_record",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("message_sid", TEXT, nullable=True),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("code", INTEGER, nullable=True),
        sa.Column("alert_code", INTEGER, nullable=True),
        sa.Column("rule", TEXT, nullable=True),
        sa.Column("clause", TEXT, nullable=True),
        sa.Column("message", TEXT, nullable=True),
        sa.Column("remedy", TEXT, nullable=True),
        sa.Column("preset", TEXT, nullable=False),
        sa.Column("rule_pack", TEXT, nullable=False),
        sa.Column("decided_at", INTEGER, nullable=False),
        sa.Column("basis", TEXT, nullable=True),
        sa.Column("basis_reference", TEXT, nullable=True),
        sa.Column("lawful_basis", TEXT, nullable=True),
        sa.Column("signals", TEXT, nullable=False),
        sa.Column("observations", TEXT, nullable=False),
        sa.Column("unknown", TEXT, nullable=False),
        sa.Column("repaired", INTEGER, nullable=False),
        sa.Column("segments", INTEGER, nullable=True),
        sa.Column("send_at", INTEGER, nullable=True),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=True),
        sa.Column("program_sid", TEXT, nullable=True),
        sa.Column("recipient_digest", TEXT, nullable=False),
    )
    op.create_index("ix_trust_decision_record__account_sid__sid", "trust_decision_record", ["account_sid", "sid"])
    op.create_index("ix_trust_decision_record__message_sid__sid", "trust_decision_record", ["message_sid", "sid"])
    op.create_table(
        "trust_enforcement",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("code", INTEGER, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("target_type", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("measures", TEXT, nullable=False),
        sa.Column("points", INTEGER, nullable=False),
        sa.Column("violations", INTEGER, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("signals", TEXT, nullable=False),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("remedy", TEXT, nullable=False),
        sa.Column("opened_by", TEXT, nullable=False),
        sa.Column("first_violation_at", INTEGER, nullable=False),
        sa.Column("last_violation_at", INTEGER, nullable=False),
        sa.Column("step_at", INTEGER, nullable=False),
        sa.Column("due_at", INTEGER, nullable=True),
        sa.Column("closed_at", INTEGER, nullable=True),
        sa.Column("closed_by", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("open_mark", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(
                ["account_suspended", "cured", "observed", "overturned", "program_blocked", "sender_suspended", "throttled", "warned"]
            ),
            name="ck_trust_enforcement_status",
        ),
        sa.UniqueConstraint("account_sid", "rule", "open_mark", name="uq_trust_enforcement__account_sid__rule__open_mark"),
    )
    op.create_index("ix_trust_enforcement__account_sid__sid", "trust_enforcement", ["account_sid", "sid"])
    op.create_index("ix_trust_enforcement__account_sid__status__sid", "trust_enforcement", ["account_sid", "status", "sid"])
    op.create_index("ix_trust_enforcement__status__sid", "trust_enforcement", ["status", "sid"])
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
        "trust_geo_permission",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("country_code", TEXT, nullable=False),
        sa.Column("enabled", INTEGER, nullable=False),
        sa.UniqueConstraint("account_sid", "country_code", name="uq_trust_geo_permission__account_sid__country_code"),
    )
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
    op.create_table(
        "trust_notice",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("enforcement_sid", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("clause", TEXT, nullable=False),
        sa.Column("code", INTEGER, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("target_type", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("remedy", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("signals", TEXT, nullable=False),
        sa.Column("automated", INTEGER, nullable=False),
        sa.Column("how_to_appeal", TEXT, nullable=False),
        sa.Column("due_at", INTEGER, nullable=True),
    )
    op.create_index("ix_trust_notice__account_sid__sid", "trust_notice", ["account_sid", "sid"])
    op.create_index("ix_trust_notice__account_sid__enforcement_sid__sid", "trust_notice", ["account_sid", "enforcement_sid", "sid"])
    op.create_table(
        "trust_notice_settings",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", name="uq_trust_notice_settings__account_sid"),
    )
    op.create_table(
        "trust_observed_wish",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("phrase", TEXT, nullable=False),
        sa.Column("score", REAL, nullable=False),
        sa.Column("obeyed", INTEGER, nullable=False),
        sa.Column("opt_out_sid", TEXT, nullable=False),
    )
    op.create_index("ix_trust_observed_wish__account_sid__sid", "trust_observed_wish", ["account_sid", "sid"])
    op.create_index("ix_trust_observed_wish__recipient_digest__sid", "trust_observed_wish", ["recipient_digest", "sid"])
    op.create_table(
        "trust_opt_out",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("inferred", INTEGER, nullable=False),
        sa.Column("score", REAL, nullable=True),
        sa.Column("opted_out_at", INTEGER, nullable=False),
        sa.Column("keyword", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("call_sid", TEXT, nullable=False),
        sa.Column("reopened", TEXT, nullable=False),
        sa.Column("confirmed_at", INTEGER, nullable=True),
    )
    op.create_index("ix_trust_opt_out__account_sid__sid", "trust_opt_out", ["account_sid", "sid"])
    op.create_index("ix_trust_opt_out__recipient_digest__sid", "trust_opt_out", ["recipient_digest", "sid"])
    op.create_table(
        "trust_opt_out_settings",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("enabled", INTEGER, nullable=False),
        sa.Column("message_types", TEXT, nullable=False),
        sa.Column("keywords", TEXT, nullable=False),
        sa.Column("messages", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "service_sid", name="uq_trust_opt_out_settings__account_sid__service_sid"),
    )
    op.create_index("ix_trust_opt_out_settings__account_sid__sid", "trust_opt_out_settings", ["account_sid", "sid"])
    op.create_table(
        "trust_policy",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("preset", TEXT, nullable=False),
        sa.Column("modes", TEXT, nullable=False),
        sa.Column("scan_message_content", INTEGER, nullable=False),
        sa.Column("unscanned_countries", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", name="uq_trust_policy__account_sid"),
    )
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
        sa.Column("help_contact", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["active", "suspended"]), name="ck_trust_program_status"),
        sa.UniqueConstraint("account_sid", "name", name="uq_trust_program__account_sid__name"),
    )
    op.create_index("ix_trust_program__account_sid__sid", "trust_program", ["account_sid", "sid"])
    op.create_index("ix_trust_program__account_sid__brand_sid__sid", "trust_program", ["account_sid", "brand_sid", "sid"])
    op.create_table(
        "trust_program_send",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("recipient_digest", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("sent_at", INTEGER, nullable=False),
        sa.Column("reminded", INTEGER, nullable=False),
    )
    op.create_index(
        "ix_trust_program_send__recipient_digest__program_sid__sid", "trust_program_send", ["recipient_digest", "program_sid", "sid"]
    )
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
    op.create_table(
        "trust_reviewer",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("authored_rules", TEXT, nullable=False),
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("active_mark", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["active", "dismissed"]), name="ck_trust_reviewer_status"),
        sa.UniqueConstraint("account_sid", "active_mark", name="uq_trust_reviewer__account_sid__active_mark"),
    )
    op.create_index("ix_trust_reviewer__account_sid__sid", "trust_reviewer", ["account_sid", "sid"])
    op.create_table(
        "trust_risk_score",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("program_sid", TEXT, nullable=False),
        sa.Column("score", INTEGER, nullable=False),
        sa.Column("sends", INTEGER, nullable=False),
        sa.Column("stops", INTEGER, nullable=False),
        sa.Column("filtered", INTEGER, nullable=False),
        sa.Column("rejected", INTEGER, nullable=False),
        sa.Column("rotations", INTEGER, nullable=False),
        sa.Column("bursts", INTEGER, nullable=False),
        sa.Column("reckoned_at", INTEGER, nullable=False),
        sa.Column("segments", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "program_sid", name="uq_trust_risk_score__account_sid__program_sid"),
    )
    op.create_index("ix_trust_risk_score__account_sid__sid", "trust_risk_score", ["account_sid", "sid"])
    op.create_table(
        "trust_rule_count",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.UniqueConstraint(
            "account_sid", "day", "rule", "outcome", "scope", name="uq_trust_rule_count__account_sid__day__rule__outcome__scope"
        ),
    )
    op.create_index("ix_trust_rule_count__account_sid__sid", "trust_rule_count", ["account_sid", "sid"])
    op.create_table(
        "trust_safe_number",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "phone_number", name="uq_trust_safe_number__account_sid__phone_number"),
    )
    op.create_index("ix_trust_safe_number__account_sid__sid", "trust_safe_number", ["account_sid", "sid"])
    op.create_table(
        "trust_text_review",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("program_sid", TEXT, nullable=True),
        sa.Column("template", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("decided_at", INTEGER, nullable=True),
        sa.Column("reviewer_sid", TEXT, nullable=False),
        sa.Column("enforcement_sid", TEXT, nullable=True),
        sa.CheckConstraint(sa.column("status").in_(["harmless", "open", "violation"]), name="ck_trust_text_review_status"),
    )
    op.create_index("ix_trust_text_review__account_sid__sid", "trust_text_review", ["account_sid", "sid"])
    op.create_index("ix_trust_text_review__status__sid", "trust_text_review", ["status", "sid"])
    op.create_index("ix_trust_text_review__account_sid__template__status", "trust_text_review", ["account_sid", "template", "status"])
    op.create_table(
        "trust_traffic_block",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("number_prefix", TEXT, nullable=False),
        sa.Column("until", INTEGER, nullable=False),
        sa.Column("recipients", INTEGER, nullable=False),
        sa.Column("messages", INTEGER, nullable=False),
        sa.Column("window_seconds", INTEGER, nullable=False),
    )
    op.create_index("ix_trust_traffic_block__account_sid__sid", "trust_traffic_block", ["account_sid", "sid"])
    op.create_index("ix_trust_traffic_block__until__sid", "trust_traffic_block", ["until", "sid"])
