"""The tables of Webhooks as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "webhooks_0001"
down_revision = None
branch_labels = ("webhooks",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "webhooks_webhook_attempt",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("resource_sid", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("attempt", INTEGER, nullable=False),
        sa.Column("sequence", INTEGER, nullable=False),
        sa.Column("idempotency_token", TEXT, nullable=False),
        sa.Column("parameters", TEXT, nullable=False),
        sa.Column("request_headers", TEXT, nullable=False),
        sa.Column("signed_text", TEXT, nullable=False),
        sa.Column("http_status", INTEGER, nullable=True),
        sa.Column("duration_ms", INTEGER, nullable=False),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("error_kind", TEXT, nullable=True),
        sa.Column("error_message", TEXT, nullable=True),
        sa.Column("response_headers", TEXT, nullable=False),
        sa.Column("response_body", TEXT, nullable=False),
        sa.Column("response_truncated", INTEGER, nullable=False),
        sa.Column("answered_by", TEXT, nullable=False),
        sa.Column("redirects", INTEGER, nullable=False),
        sa.Column("replays", TEXT, nullable=True),
    )
    op.create_index("ix_webhooks_webhook_attempt__account_sid__sid", "webhooks_webhook_attempt", ["account_sid", "sid"])
    op.create_index("ix_webhooks_webhook_attempt__resource_sid__sid", "webhooks_webhook_attempt", ["resource_sid", "sid"])
    op.create_index(
        "ix_webhooks_webhook_attempt__account_sid__error_code__sid",
        "webhooks_webhook_attempt",
        ["account_sid", "error_code", "sid"],
        sqlite_where=sa.text("error_code IS NOT NULL"),
        postgresql_where=sa.text("error_code IS NOT NULL"),
    )
