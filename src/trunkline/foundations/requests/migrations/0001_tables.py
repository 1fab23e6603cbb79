"""The tables of API requests as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "requests_0001"
down_revision = None
branch_labels = ("requests",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "requests_api_request",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("product", TEXT, nullable=False),
        sa.Column("operation", TEXT, nullable=False),
        sa.Column("status_code", INTEGER, nullable=False),
        sa.Column("status_class", TEXT, nullable=False),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("error_message", TEXT, nullable=True),
        sa.Column("duration", INTEGER, nullable=False),
        sa.Column("credential_sid", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("user_agent", TEXT, nullable=False),
        sa.Column("through", TEXT, nullable=False),
        sa.Column("parameters", TEXT, nullable=False),
        sa.Column("resource_sid", TEXT, nullable=True),
        sa.Column("left_out", INTEGER, nullable=False),
    )
    op.create_index("ix_requests_api_request__account_sid__sid", "requests_api_request", ["account_sid", "sid"])
    op.create_index(
        "ix_requests_api_request__account_sid__status_class__sid", "requests_api_request", ["account_sid", "status_class", "sid"]
    )
    op.create_index("ix_requests_api_request__account_sid__operation__sid", "requests_api_request", ["account_sid", "operation", "sid"])
    op.create_index(
        "ix_requests_api_request__account_sid__error_code__sid",
        "requests_api_request",
        ["account_sid", "error_code", "sid"],
        sqlite_where=sa.text("error_code IS NOT NULL"),
        postgresql_where=sa.text("error_code IS NOT NULL"),
    )
    op.create_index(
        "ix_requests_api_request__resource_sid__sid",
        "requests_api_request",
        ["resource_sid", "sid"],
        sqlite_where=sa.text("resource_sid IS NOT NULL"),
        postgresql_where=sa.text("resource_sid IS NOT NULL"),
    )
