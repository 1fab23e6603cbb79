"""The tables of Sync as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "sync_0001"
down_revision = None
branch_labels = ("sync",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sync_document",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("unique_name", TEXT, nullable=True),
        sa.Column("data", TEXT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.UniqueConstraint("service_sid", "unique_name", name="uq_sync_document__service_sid__unique_name"),
    )
    op.create_index("ix_sync_document__account_sid__service_sid__sid", "sync_document", ["account_sid", "service_sid", "sid"])
    op.create_table(
        "sync_document_permission",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("service_sid", TEXT, nullable=False),
        sa.Column("document_sid", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("read", INTEGER, nullable=False),
        sa.Column("write", INTEGER, nullable=False),
        sa.Column("manage", INTEGER, nullable=False),
        sa.UniqueConstraint("document_sid", "identity", name="uq_sync_document_permission__document_sid__identity"),
    )
    op.create_index(
        "ix_sync_document_permission__account_sid__service_sid__359e1604",
        "sync_document_permission",
        ["account_sid", "service_sid", "document_sid", "sid"],
    )
    op.create_index("ix_sync_document_permission__service_sid", "sync_document_permission", ["service_sid"])
    op.create_table(
        "sync_service",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("unique_name", TEXT, nullable=True),
        sa.Column("friendly_name", TEXT, nullable=True),
        sa.Column("webhook_url", TEXT, nullable=True),
        sa.Column("webhooks_from_rest_enabled", INTEGER, nullable=False),
        sa.Column("reachability_webhooks_enabled", INTEGER, nullable=False),
        sa.Column("acl_enabled", INTEGER, nullable=False),
        sa.Column("reachability_debouncing_enabled", INTEGER, nullable=False),
        sa.Column("reachability_debouncing_window", INTEGER, nullable=False),
        sa.UniqueConstraint("account_sid", "unique_name", name="uq_sync_service__account_sid__unique_name"),
    )
    op.create_index("ix_sync_service__account_sid__sid", "sync_service", ["account_sid", "sid"])
