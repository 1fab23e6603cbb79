"""The tables of Messaging as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "messaging_0001"
down_revision = None
branch_labels = ("messaging",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "messaging_alpha_sender",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("alpha_sender", TEXT, nullable=False),
        sa.Column("capabilities", TEXT, nullable=False),
        sa.Column("iso_country_code", TEXT, nullable=False),
        sa.UniqueConstraint("service_sid", "iso_country_code", name="uq_messaging_alpha_sender__service_sid__iso_country_code"),
    )
    op.create_index(
        "ix_messaging_alpha_sender__account_sid__service_sid__sid", "messaging_alpha_sender", ["account_sid", "service_sid", "sid"]
    )
    op.create_table(
        "messaging_channel_account",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("sender_id", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("configuration", TEXT, nullable=False),
        sa.Column("webhook", TEXT, nullable=False),
        sa.Column("profile", TEXT, nullable=False),
        sa.Column("properties", TEXT, nullable=False),
        sa.Column("offline_reasons", TEXT, nullable=False),
        sa.Column("compliance", TEXT, nullable=True),
        sa.CheckConstraint(
            sa.column("status").in_(["CREATING", "OFFLINE", "ONLINE", "ONLINE:UPDATING"]), name="ck_messaging_channel_account_status"
        ),
        sa.UniqueConstraint("sender_id", name="uq_messaging_channel_account__sender_id"),
    )
    op.create_index("ix_messaging_channel_account__account_sid__sid", "messaging_channel_account", ["account_sid", "sid"])
    op.create_index(
        "ix_messaging_channel_account__account_sid__channel__sid", "messaging_channel_account", ["account_sid", "channel", "sid"]
    )
    op.create_table(
        "messaging_channel_sender",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("messaging_service_sid", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("sender_type", TEXT, nullable=False),
        sa.Column("country_code", TEXT, nullable=True),
    )
    op.create_index(
        "ix_messaging_channel_sender__account_sid__messaging_se_a4ae742d",
        "messaging_channel_sender",
        ["account_sid", "messaging_service_sid", "sid"],
    )
    op.create_index("ix_messaging_channel_sender__sender", "messaging_channel_sender", ["sender"])
    op.create_table(
        "messaging_cookie_jar",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("far", TEXT, nullable=False),
        sa.Column("near", TEXT, nullable=False),
        sa.Column("cookies", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "far", "near", name="uq_messaging_cookie_jar__account_sid__far__near"),
    )
    op.create_table(
        "messaging_deactivation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "phone_number", "day", name="uq_messaging_deactivation__account_sid__phone_number__day"),
    )
    op.create_index("ix_messaging_deactivation__account_sid__sid", "messaging_deactivation", ["account_sid", "sid"])
    op.create_index("ix_messaging_deactivation__account_sid__day", "messaging_deactivation", ["account_sid", "day"])
    op.create_table(
        "messaging_feedback",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
    )
    op.create_table(
        "messaging_link_click",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("short_link_sid", TEXT, nullable=False),
        sa.Column("user_agent", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_messaging_link_click__account_sid__short_link_sid__sid", "messaging_link_click", ["account_sid", "short_link_sid", "sid"]
    )
    op.create_table(
        "messaging_link_domain",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("domain_name", TEXT, nullable=False),
        sa.Column("config_sid", TEXT, nullable=False),
        sa.Column("fallback_url", TEXT, nullable=True),
        sa.Column("callback_url", TEXT, nullable=True),
        sa.Column("continue_on_failure", INTEGER, nullable=False),
        sa.Column("disable_https", INTEGER, nullable=False),
        sa.Column("certificate_sid", TEXT, nullable=True),
        sa.Column("certificate", TEXT, nullable=True),
        sa.Column("certificate_created", INTEGER, nullable=True),
        sa.Column("certificate_updated", INTEGER, nullable=True),
        sa.Column("certificate_expires", INTEGER, nullable=True),
        sa.Column("managed", INTEGER, nullable=False),
        sa.Column("requesting", INTEGER, nullable=False),
        sa.UniqueConstraint("domain_name", name="uq_messaging_link_domain__domain_name"),
    )
    op.create_index("ix_messaging_link_domain__account_sid__sid", "messaging_link_domain", ["account_sid", "sid"])
    op.create_table(
        "messaging_media",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("parent_sid", TEXT, nullable=False),
        sa.Column("content_type", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("stored", INTEGER, nullable=False),
        sa.Column("size", INTEGER, nullable=False),
    )
    op.create_index("ix_messaging_media__account_sid__parent_sid__sid", "messaging_media", ["account_sid", "parent_sid", "sid"])
    op.create_table(
        "messaging_media_settings",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("http_auth", INTEGER, nullable=False),
        sa.Column("mms_converter", INTEGER, nullable=False),
        sa.UniqueConstraint("account_sid", name="uq_messaging_media_settings__account_sid"),
    )
    op.create_table(
        "messaging_message",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("num_segments", INTEGER, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("from_", TEXT, nullable=True),
        sa.Column("to", TEXT, nullable=False),
        sa.Column("price_unit", TEXT, nullable=False),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("error_message", TEXT, nullable=True),
        sa.Column("num_media", INTEGER, nullable=False),
        sa.Column("date_sent", INTEGER, nullable=True),
        sa.Column("messaging_service_sid", TEXT, nullable=True),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("status_method", TEXT, nullable=False),
        sa.Column("application_sid", TEXT, nullable=True),
        sa.Column("submitted_by", TEXT, nullable=True),
        sa.Column("validity_period", INTEGER, nullable=False),
        sa.Column("provide_feedback", INTEGER, nullable=False),
        sa.Column("send_at", INTEGER, nullable=True),
        sa.Column("intent", TEXT, nullable=True),
        sa.Column("risk_check", TEXT, nullable=True),
        sa.Column("in_reply_to", TEXT, nullable=True),
        sa.Column("decisions", TEXT, nullable=True),
        sa.Column("content_sid", TEXT, nullable=True),
        sa.Column("channel_data", TEXT, nullable=True),
        sa.Column("cost", INTEGER, nullable=False),
        sa.Column("carrier_id", TEXT, nullable=True),
        sa.Column("handovers", INTEGER, nullable=False),
        sa.Column("confirms", INTEGER, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(
                [
                    "accepted",
                    "canceled",
                    "delivered",
                    "failed",
                    "queued",
                    "read",
                    "received",
                    "receiving",
                    "scheduled",
                    "sending",
                    "sent",
                    "undelivered",
                ]
            ),
            name="ck_messaging_message_status",
        ),
    )
    op.create_index("ix_messaging_message__account_sid__sid", "messaging_message", ["account_sid", "sid"])
    op.create_index("ix_messaging_message__account_sid__to__sid", "messaging_message", ["account_sid", "to", "sid"])
    op.create_index("ix_messaging_message__account_sid__from___sid", "messaging_message", ["account_sid", "from_", "sid"])
    op.create_index(
        "ix_messaging_message__account_sid__error_code__sid",
        "messaging_message",
        ["account_sid", "error_code", "sid"],
        sqlite_where=sa.text("error_code IS NOT NULL"),
        postgresql_where=sa.text("error_code IS NOT NULL"),
    )
    op.create_index(
        "ix_messaging_message__account_sid__messaging_service_sid__sid",
        "messaging_message",
        ["account_sid", "messaging_service_sid", "sid"],
        sqlite_where=sa.text("messaging_service_sid IS NOT NULL"),
        postgresql_where=sa.text("messaging_service_sid IS NOT NULL"),
    )
    op.create_table(
        "messaging_sender_choice",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=True),
        sa.Column("sender_type", TEXT, nullable=True),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("passed_over", TEXT, nullable=False),
        sa.Column("tried", TEXT, nullable=False),
        sa.Column("media_as_links", INTEGER, nullable=False),
        sa.UniqueConstraint("message_sid", name="uq_messaging_sender_choice__message_sid"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_messaging_sender_choice__account_sid__sid", "messaging_sender_choice", ["account_sid", "sid"])
    op.create_table(
        "messaging_sending_rate",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("per_second", REAL, nullable=True),
        sa.Column("queue_hours", REAL, nullable=False),
        sa.UniqueConstraint("account_sid", "sender", name="uq_messaging_sending_rate__account_sid__sender"),
    )
    op.create_index("ix_messaging_sending_rate__account_sid__sid", "messaging_sending_rate", ["account_sid", "sid"])
    op.create_table(
        "messaging_service",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("inbound_request_url", TEXT, nullable=True),
        sa.Column("inbound_method", TEXT, nullable=False),
        sa.Column("fallback_url", TEXT, nullable=True),
        sa.Column("fallback_method", TEXT, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("sticky_sender", INTEGER, nullable=False),
        sa.Column("mms_converter", INTEGER, nullable=False),
        sa.Column("smart_encoding", INTEGER, nullable=False),
        sa.Column("scan_message_content", TEXT, nullable=False),
        sa.Column("fallback_to_long_code", INTEGER, nullable=False),
        sa.Column("area_code_geomatch", INTEGER, nullable=False),
        sa.Column("synchronous_validation", INTEGER, nullable=False),
        sa.Column("validity_period", INTEGER, nullable=False),
        sa.Column("usecase", TEXT, nullable=False),
        sa.Column("us_app_to_person_registered", INTEGER, nullable=False),
        sa.Column("use_inbound_webhook_on_number", INTEGER, nullable=False),
        sa.Column("link_domain_sid", TEXT, nullable=True),
    )
    op.create_index("ix_messaging_service__account_sid__sid", "messaging_service", ["account_sid", "sid"])
    op.create_table(
        "messaging_service_number",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("country_code", TEXT, nullable=False),
        sa.Column("capabilities", TEXT, nullable=False),
    )
    op.create_index(
        "ix_messaging_service_number__account_sid__service_sid__sid", "messaging_service_number", ["account_sid", "service_sid", "sid"]
    )
    op.create_index("ix_messaging_service_number__phone_number", "messaging_service_number", ["phone_number"])
    op.create_table(
        "messaging_service_short_code",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("short_code", TEXT, nullable=False),
        sa.Column("country_code", TEXT, nullable=False),
        sa.Column("capabilities", TEXT, nullable=False),
    )
    op.create_index(
        "ix_messaging_service_short_code__account_sid__service_sid__sid",
        "messaging_service_short_code",
        ["account_sid", "service_sid", "sid"],
    )
    op.create_index("ix_messaging_service_short_code__short_code", "messaging_service_short_code", ["short_code"])
    op.create_table(
        "messaging_short_link",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("short_url", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.Column("domain_sid", TEXT, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("clicks", INTEGER, nullable=False),
        sa.UniqueConstraint("code", name="uq_messaging_short_link__code"),
    )
    op.create_index("ix_messaging_short_link__account_sid__sid", "messaging_short_link", ["account_sid", "sid"])
    op.create_index("ix_messaging_short_link__account_sid__message_sid", "messaging_short_link", ["account_sid", "message_sid"])
    op.create_table(
        "messaging_sticky_sender",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.UniqueConstraint("service_sid", "recipient", name="uq_messaging_sticky_sender__service_sid__recipient"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_messaging_sticky_sender__service_sid__sender", "messaging_sticky_sender", ["service_sid", "sender"])
