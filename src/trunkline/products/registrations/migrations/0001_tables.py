"""The tables of Registrations as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "registrations_0001"
down_revision = None
branch_labels = ("registrations",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "registrations_brand_registration",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("customer_profile_bundle_sid", TEXT, nullable=False),
        sa.Column("a2p_profile_bundle_sid", TEXT, nullable=False),
        sa.Column("brand_type", TEXT, nullable=False),
        sa.Column("tcr_id", TEXT, nullable=True),
        sa.Column("failure_reason", TEXT, nullable=True),
        sa.Column("errors", TEXT, nullable=False),
        sa.Column("brand_score", INTEGER, nullable=True),
        sa.Column("brand_feedback", TEXT, nullable=False),
        sa.Column("identity_status", TEXT, nullable=True),
        sa.Column("russell_3000", INTEGER, nullable=True),
        sa.Column("government_entity", INTEGER, nullable=True),
        sa.Column("tax_exempt_status", TEXT, nullable=True),
        sa.Column("proprietor_name", TEXT, nullable=False),
        sa.Column("proprietor_phone", TEXT, nullable=False),
        sa.Column("code_digest", TEXT, nullable=False),
        sa.Column("code_until", INTEGER, nullable=False),
        sa.Column("codes_sent", TEXT, nullable=False),
        sa.Column("wrong_answers", INTEGER, nullable=False),
        sa.Column("skip_automatic_sec_vet", INTEGER, nullable=False),
        sa.Column("mock", INTEGER, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["APPROVED", "FAILED", "IN_REVIEW", "PENDING", "SUSPENDED"]),
            name="ck_registrations_brand_registration_status",
        ),
    )
    op.create_index("ix_registrations_brand_registration__account_sid__sid", "registrations_brand_registration", ["account_sid", "sid"])
    op.create_table(
        "registrations_brand_vetting",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("brand_sid", TEXT, nullable=False),
        sa.Column("vetting_provider", TEXT, nullable=False),
        sa.Column("vetting_id", TEXT, nullable=True),
        sa.Column("vetting_class", TEXT, nullable=True),
        sa.Column("vetting_status", TEXT, nullable=False),
    )
    op.create_index(
        "ix_registrations_brand_vetting__account_sid__brand_sid__sid", "registrations_brand_vetting", ["account_sid", "brand_sid", "sid"]
    )
    op.create_table(
        "registrations_campaign",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("messaging_service_sid", TEXT, nullable=False),
        sa.Column("brand_registration_sid", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("message_flow", TEXT, nullable=False),
        sa.Column("message_samples", TEXT, nullable=False),
        sa.Column("us_app_to_person_usecase", TEXT, nullable=False),
        sa.Column("has_embedded_links", INTEGER, nullable=False),
        sa.Column("has_embedded_phone", INTEGER, nullable=False),
        sa.Column("subscriber_opt_in", INTEGER, nullable=False),
        sa.Column("age_gated", INTEGER, nullable=False),
        sa.Column("direct_lending", INTEGER, nullable=False),
        sa.Column("campaign_id", TEXT, nullable=True),
        sa.Column("is_externally_registered", INTEGER, nullable=False),
        sa.Column("rate_limits", TEXT, nullable=True),
        sa.Column("opt_in_message", TEXT, nullable=True),
        sa.Column("opt_out_message", TEXT, nullable=True),
        sa.Column("help_message", TEXT, nullable=True),
        sa.Column("opt_in_keywords", TEXT, nullable=False),
        sa.Column("opt_out_keywords", TEXT, nullable=False),
        sa.Column("help_keywords", TEXT, nullable=False),
        sa.Column("privacy_policy_url", TEXT, nullable=True),
        sa.Column("terms_and_conditions_url", TEXT, nullable=True),
        sa.Column("mock", INTEGER, nullable=False),
        sa.Column("errors", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["FAILED", "IN_PROGRESS", "SUSPENDED", "VERIFIED"]), name="ck_registrations_campaign_status"
        ),
        sa.UniqueConstraint("messaging_service_sid", name="uq_registrations_campaign__messaging_service_sid"),
    )
    op.create_index(
        "ix_registrations_campaign__account_sid__messaging_serv_54a209e6",
        "registrations_campaign",
        ["account_sid", "messaging_service_sid", "sid"],
    )
    op.create_table(
        "registrations_tollfree_verification",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("customer_profile_sid", TEXT, nullable=True),
        sa.Column("trust_product_sid", TEXT, nullable=True),
        sa.Column("regulated_item_sid", TEXT, nullable=True),
        sa.Column("business_name", TEXT, nullable=False),
        sa.Column("business_street_address", TEXT, nullable=True),
        sa.Column("business_street_address2", TEXT, nullable=True),
        sa.Column("business_city", TEXT, nullable=True),
        sa.Column("business_state_province_region", TEXT, nullable=True),
        sa.Column("business_postal_code", TEXT, nullable=True),
        sa.Column("business_country", TEXT, nullable=True),
        sa.Column("business_website", TEXT, nullable=False),
        sa.Column("business_contact_first_name", TEXT, nullable=True),
        sa.Column("business_contact_last_name", TEXT, nullable=True),
        sa.Column("business_contact_email", TEXT, nullable=True),
        sa.Column("business_contact_phone", TEXT, nullable=True),
        sa.Column("notification_email", TEXT, nullable=False),
        sa.Column("use_case_categories", TEXT, nullable=False),
        sa.Column("use_case_summary", TEXT, nullable=False),
        sa.Column("production_message_sample", TEXT, nullable=False),
        sa.Column("opt_in_image_urls", TEXT, nullable=False),
        sa.Column("opt_in_type", TEXT, nullable=False),
        sa.Column("message_volume", TEXT, nullable=False),
        sa.Column("additional_information", TEXT, nullable=True),
        sa.Column("tollfree_phone_number_sid", TEXT, nullable=False),
        sa.Column("tollfree_phone_number", TEXT, nullable=True),
        sa.Column("rejection_reason", TEXT, nullable=True),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("edit_expiration", INTEGER, nullable=True),
        sa.Column("edit_allowed", INTEGER, nullable=True),
        sa.Column("business_registration_number", TEXT, nullable=True),
        sa.Column("business_registration_authority", TEXT, nullable=True),
        sa.Column("business_registration_country", TEXT, nullable=True),
        sa.Column("business_type", TEXT, nullable=True),
        sa.Column("business_registration_phone_number", TEXT, nullable=True),
        sa.Column("doing_business_as", TEXT, nullable=True),
        sa.Column("opt_in_confirmation_message", TEXT, nullable=True),
        sa.Column("help_message_sample", TEXT, nullable=True),
        sa.Column("privacy_policy_url", TEXT, nullable=True),
        sa.Column("terms_and_conditions_url", TEXT, nullable=True),
        sa.Column("age_gated_content", INTEGER, nullable=True),
        sa.Column("opt_in_keywords", TEXT, nullable=False),
        sa.Column("vetting_provider", TEXT, nullable=True),
        sa.Column("vetting_id", TEXT, nullable=True),
        sa.Column("external_reference_id", TEXT, nullable=True),
        sa.Column("rejection_reasons", TEXT, nullable=True),
        sa.Column("resource_links", TEXT, nullable=True),
        sa.Column("vetting_id_expiration", INTEGER, nullable=True),
        sa.CheckConstraint(
            sa.column("status").in_(["IN_REVIEW", "PENDING_REVIEW", "TWILIO_APPROVED", "TWILIO_REJECTED"]),
            name="ck_registrations_tollfree_verification_status",
        ),
        sa.UniqueConstraint("tollfree_phone_number_sid", name="uq_registrations_tollfree_verification__tollfree_phone_5c7453fe"),
    )
    op.create_index(
        "ix_registrations_tollfree_verification__account_sid__sid", "registrations_tollfree_verification", ["account_sid", "sid"]
    )
