"""The tables of Trust Hub as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "trusthub_0001"
down_revision = None
branch_labels = ("trusthub",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trusthub_bundle_item",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("object_sid", TEXT, nullable=False),
        sa.Column("object_type", TEXT, nullable=False),
        sa.Column("bundle_sid", TEXT, nullable=False),
        sa.UniqueConstraint("bundle_sid", "object_sid", name="uq_trusthub_bundle_item__bundle_sid__object_sid"),
    )
    op.create_index("ix_trusthub_bundle_item__account_sid__bundle_sid__sid", "trusthub_bundle_item", ["account_sid", "bundle_sid", "sid"])
    op.create_table(
        "trusthub_customer_profile",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("valid_until", INTEGER, nullable=True),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("errors", TEXT, nullable=True),
        sa.Column("policy_sid", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["draft", "in-review", "pending-review", "twilio-approved", "twilio-rejected"]),
            name="ck_trusthub_customer_profile_status",
        ),
    )
    op.create_index("ix_trusthub_customer_profile__account_sid__sid", "trusthub_customer_profile", ["account_sid", "sid"])
    op.create_table(
        "trusthub_end_user",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("attributes", TEXT, nullable=False),
    )
    op.create_index("ix_trusthub_end_user__account_sid__sid", "trusthub_end_user", ["account_sid", "sid"])
    op.create_table(
        "trusthub_product_endpoint",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("channel_endpoint_type", TEXT, nullable=False),
        sa.Column("channel_endpoint_sid", TEXT, nullable=False),
        sa.Column("trust_product_sid", TEXT, nullable=False),
        sa.UniqueConstraint(
            "trust_product_sid", "channel_endpoint_sid", name="uq_trusthub_product_endpoint__trust_product_sid__chann_d7b37413"
        ),
    )
    op.create_index(
        "ix_trusthub_product_endpoint__account_sid__trust_produ_700e0cbd",
        "trusthub_product_endpoint",
        ["account_sid", "trust_product_sid", "sid"],
    )
    op.create_table(
        "trusthub_product_entity",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("object_sid", TEXT, nullable=False),
        sa.Column("object_type", TEXT, nullable=False),
        sa.Column("trust_product_sid", TEXT, nullable=False),
        sa.UniqueConstraint("trust_product_sid", "object_sid", name="uq_trusthub_product_entity__trust_product_sid__object_sid"),
    )
    op.create_index(
        "ix_trusthub_product_entity__account_sid__trust_product_sid__sid",
        "trusthub_product_entity",
        ["account_sid", "trust_product_sid", "sid"],
    )
    op.create_table(
        "trusthub_product_evaluation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("results", TEXT, nullable=False),
        sa.Column("policy_sid", TEXT, nullable=False),
        sa.Column("trust_product_sid", TEXT, nullable=False),
    )
    op.create_index(
        "ix_trusthub_product_evaluation__account_sid__trust_pro_46f78ce3",
        "trusthub_product_evaluation",
        ["account_sid", "trust_product_sid", "sid"],
    )
    op.create_table(
        "trusthub_profile_endpoint",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("channel_endpoint_type", TEXT, nullable=False),
        sa.Column("channel_endpoint_sid", TEXT, nullable=False),
        sa.Column("customer_profile_sid", TEXT, nullable=False),
        sa.UniqueConstraint(
            "customer_profile_sid", "channel_endpoint_sid", name="uq_trusthub_profile_endpoint__customer_profile_sid__ch_655c1b93"
        ),
    )
    op.create_index(
        "ix_trusthub_profile_endpoint__account_sid__customer_pr_9f66842b",
        "trusthub_profile_endpoint",
        ["account_sid", "customer_profile_sid", "sid"],
    )
    op.create_table(
        "trusthub_profile_entity",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("object_sid", TEXT, nullable=False),
        sa.Column("object_type", TEXT, nullable=False),
        sa.Column("customer_profile_sid", TEXT, nullable=False),
        sa.UniqueConstraint("customer_profile_sid", "object_sid", name="uq_trusthub_profile_entity__customer_profile_sid__object_sid"),
    )
    op.create_index(
        "ix_trusthub_profile_entity__account_sid__customer_prof_0329ef7d",
        "trusthub_profile_entity",
        ["account_sid", "customer_profile_sid", "sid"],
    )
    op.create_table(
        "trusthub_profile_evaluation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("results", TEXT, nullable=False),
        sa.Column("policy_sid", TEXT, nullable=False),
        sa.Column("customer_profile_sid", TEXT, nullable=False),
    )
    op.create_index(
        "ix_trusthub_profile_evaluation__account_sid__customer__f6d3a42b",
        "trusthub_profile_evaluation",
        ["account_sid", "customer_profile_sid", "sid"],
    )
    op.create_table(
        "trusthub_regulatory_bundle",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("valid_until", INTEGER, nullable=True),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("errors", TEXT, nullable=True),
        sa.Column("regulation_sid", TEXT, nullable=False),
        sa.Column("iso_country", TEXT, nullable=False),
        sa.Column("end_user_type", TEXT, nullable=False),
        sa.Column("number_type", TEXT, nullable=False),
        sa.Column("is_test", INTEGER, nullable=False),
        sa.Column("copied_from", TEXT, nullable=True),
        sa.CheckConstraint(
            sa.column("status").in_(["draft", "in-review", "pending-review", "twilio-approved", "twilio-rejected"]),
            name="ck_trusthub_regulatory_bundle_status",
        ),
    )
    op.create_index("ix_trusthub_regulatory_bundle__account_sid__sid", "trusthub_regulatory_bundle", ["account_sid", "sid"])
    op.create_table(
        "trusthub_regulatory_document",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("mime_type", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("attributes", TEXT, nullable=False),
        sa.Column("failure_reason", TEXT, nullable=True),
        sa.Column("errors", TEXT, nullable=True),
        sa.CheckConstraint(sa.column("status").in_(["approved", "draft", "pending-review"]), name="ck_trusthub_regulatory_document_status"),
    )
    op.create_index("ix_trusthub_regulatory_document__account_sid__sid", "trusthub_regulatory_document", ["account_sid", "sid"])
    op.create_table(
        "trusthub_regulatory_end_user",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("attributes", TEXT, nullable=False),
    )
    op.create_index("ix_trusthub_regulatory_end_user__account_sid__sid", "trusthub_regulatory_end_user", ["account_sid", "sid"])
    op.create_table(
        "trusthub_regulatory_evaluation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("results", TEXT, nullable=False),
        sa.Column("regulation_sid", TEXT, nullable=False),
        sa.Column("bundle_sid", TEXT, nullable=False),
    )
    op.create_index(
        "ix_trusthub_regulatory_evaluation__account_sid__bundle_sid__sid",
        "trusthub_regulatory_evaluation",
        ["account_sid", "bundle_sid", "sid"],
    )
    op.create_table(
        "trusthub_supporting_document",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("mime_type", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("attributes", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["APPROVED", "DRAFT", "PENDING_REVIEW"]), name="ck_trusthub_supporting_document_status"),
    )
    op.create_index("ix_trusthub_supporting_document__account_sid__sid", "trusthub_supporting_document", ["account_sid", "sid"])
    op.create_table(
        "trusthub_trust_product",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("valid_until", INTEGER, nullable=True),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("errors", TEXT, nullable=True),
        sa.Column("policy_sid", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["draft", "in-review", "pending-review", "twilio-approved", "twilio-rejected"]),
            name="ck_trusthub_trust_product_status",
        ),
    )
    op.create_index("ix_trusthub_trust_product__account_sid__sid", "trusthub_trust_product", ["account_sid", "sid"])
