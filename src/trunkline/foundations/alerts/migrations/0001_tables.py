"""The tables of Alerts as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "alerts_0001"
down_revision = None
branch_labels = ("alerts",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alerts_alert",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("alert_text", TEXT, nullable=False),
        sa.Column("api_version", TEXT, nullable=False),
        sa.Column("date_generated", INTEGER, nullable=False),
        sa.Column("error_code", TEXT, nullable=False),
        sa.Column("log_level", TEXT, nullable=False),
        sa.Column("request_method", TEXT, nullable=True),
        sa.Column("request_url", TEXT, nullable=True),
        sa.Column("request_variables", TEXT, nullable=True),
        sa.Column("request_headers", TEXT, nullable=True),
        sa.Column("resource_sid", TEXT, nullable=True),
        sa.Column("response_headers", TEXT, nullable=True),
        sa.Column("response_body", TEXT, nullable=True),
        sa.Column("service_sid", TEXT, nullable=True),
    )
    op.create_index("ix_alerts_alert__account_sid__sid", "alerts_alert", ["account_sid", "sid"])
    op.create_index("ix_alerts_alert__account_sid__log_level__sid", "alerts_alert", ["account_sid", "log_level", "sid"])
    op.create_index("ix_alerts_alert__account_sid__error_code__sid", "alerts_alert", ["account_sid", "error_code", "sid"])
    op.create_index("ix_alerts_alert__resource_sid__sid", "alerts_alert", ["resource_sid", "sid"])
