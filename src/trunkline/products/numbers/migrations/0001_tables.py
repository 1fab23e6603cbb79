"""The tables of Phone numbers as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "numbers_0001"
down_revision = None
branch_labels = ("numbers",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "numbers_address",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("customer_name", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("street", TEXT, nullable=False),
        sa.Column("street_secondary", TEXT, nullable=True),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("postal_code", TEXT, nullable=False),
        sa.Column("iso_country", TEXT, nullable=False),
        sa.Column("emergency_enabled", INTEGER, nullable=False),
        sa.Column("validated", INTEGER, nullable=False),
        sa.Column("verified", INTEGER, nullable=False),
    )
    op.create_index("ix_numbers_address__account_sid__sid", "numbers_address", ["account_sid", "sid"])
    op.create_table(
        "numbers_application",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("api_version", TEXT, nullable=False),
        sa.Column("voice_url", TEXT, nullable=True),
        sa.Column("voice_method", TEXT, nullable=False),
        sa.Column("voice_fallback_url", TEXT, nullable=True),
        sa.Column("voice_fallback_method", TEXT, nullable=False),
        sa.Column("voice_caller_id_lookup", INTEGER, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("status_callback_method", TEXT, nullable=False),
        sa.Column("sms_url", TEXT, nullable=True),
        sa.Column("sms_method", TEXT, nullable=False),
        sa.Column("sms_fallback_url", TEXT, nullable=True),
        sa.Column("sms_fallback_method", TEXT, nullable=False),
        sa.Column("sms_status_callback", TEXT, nullable=True),
        sa.Column("message_status_callback", TEXT, nullable=True),
        sa.Column("public_application_connect_enabled", INTEGER, nullable=False),
    )
    op.create_index("ix_numbers_application__account_sid__sid", "numbers_application", ["account_sid", "sid"])
    op.create_index(
        "ix_numbers_application__account_sid__friendly_name__sid", "numbers_application", ["account_sid", "friendly_name", "sid"]
    )
    op.create_table(
        "numbers_incoming_phone_number",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.Column("beta", INTEGER, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("capabilities", TEXT, nullable=False),
        sa.Column("address_requirements", TEXT, nullable=False),
        sa.Column("api_version", TEXT, nullable=False),
        sa.Column("voice_url", TEXT, nullable=True),
        sa.Column("voice_method", TEXT, nullable=False),
        sa.Column("voice_fallback_url", TEXT, nullable=True),
        sa.Column("voice_fallback_method", TEXT, nullable=False),
        sa.Column("voice_caller_id_lookup", INTEGER, nullable=False),
        sa.Column("voice_application_sid", TEXT, nullable=False),
        sa.Column("voice_receive_mode", TEXT, nullable=False),
        sa.Column("trunk_sid", TEXT, nullable=True),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("status_callback_method", TEXT, nullable=False),
        sa.Column("sms_url", TEXT, nullable=True),
        sa.Column("sms_method", TEXT, nullable=False),
        sa.Column("sms_fallback_url", TEXT, nullable=True),
        sa.Column("sms_fallback_method", TEXT, nullable=False),
        sa.Column("sms_application_sid", TEXT, nullable=False),
        sa.Column("address_sid", TEXT, nullable=True),
        sa.Column("bundle_sid", TEXT, nullable=True),
        sa.Column("identity_sid", TEXT, nullable=True),
        sa.Column("emergency_status", TEXT, nullable=False),
        sa.Column("emergency_address_sid", TEXT, nullable=True),
        sa.Column("emergency_address_status", TEXT, nullable=False),
        sa.UniqueConstraint("phone_number", name="uq_numbers_incoming_phone_number__phone_number"),
    )
    op.create_index("ix_numbers_incoming_phone_number__account_sid__sid", "numbers_incoming_phone_number", ["account_sid", "sid"])
    op.create_index(
        "ix_numbers_incoming_phone_number__account_sid__address_sid__sid",
        "numbers_incoming_phone_number",
        ["account_sid", "address_sid", "sid"],
    )
    op.create_index(
        "ix_numbers_incoming_phone_number__account_sid__type__sid", "numbers_incoming_phone_number", ["account_sid", "type", "sid"]
    )
    op.create_index(
        "ix_numbers_incoming_phone_number__account_sid__friendl_1ce68a5a",
        "numbers_incoming_phone_number",
        ["account_sid", "friendly_name", "sid"],
    )
    op.create_index(
        "ix_numbers_incoming_phone_number__account_sid__sms_app_109882cd",
        "numbers_incoming_phone_number",
        ["account_sid", "sms_application_sid"],
    )
    op.create_index(
        "ix_numbers_incoming_phone_number__account_sid__voice_a_ee441d36",
        "numbers_incoming_phone_number",
        ["account_sid", "voice_application_sid"],
    )
    op.create_table(
        "numbers_outgoing_caller_id",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "phone_number", name="uq_numbers_outgoing_caller_id__account_sid__phone_number"),
    )
    op.create_index("ix_numbers_outgoing_caller_id__account_sid__sid", "numbers_outgoing_caller_id", ["account_sid", "sid"])
    op.create_table(
        "numbers_short_code",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("short_code", TEXT, nullable=False),
        sa.Column("iso_country", TEXT, nullable=False),
        sa.Column("api_version", TEXT, nullable=False),
        sa.Column("sms_url", TEXT, nullable=True),
        sa.Column("sms_method", TEXT, nullable=False),
        sa.Column("sms_fallback_url", TEXT, nullable=True),
        sa.Column("sms_fallback_method", TEXT, nullable=False),
        sa.UniqueConstraint("short_code", name="uq_numbers_short_code__short_code"),
    )
    op.create_index("ix_numbers_short_code__account_sid__sid", "numbers_short_code", ["account_sid", "sid"])
    op.create_table(
        "numbers_validation_request",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("call_delay", INTEGER, nullable=False),
        sa.Column("extension", TEXT, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("status_callback_method", TEXT, nullable=False),
        sa.Column("validation_code", TEXT, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.UniqueConstraint("account_sid", "phone_number", name="uq_numbers_validation_request__account_sid__phone_number"),
    )
