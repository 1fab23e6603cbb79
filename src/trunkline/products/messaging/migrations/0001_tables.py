"""The tables of Messaging as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "messaging_0001"
down_revision = None
branch_labels = ("messaging",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
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
        "messaging_message",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("num_segments", INTEGER, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("from_", TEXT, nullable=True),
        sa.Column("to", TEXT, nullable=False),
        sa.Column("price", TEXT, nullable=True),
        sa.Column("price_unit", TEXT, nullable=False),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("error_message", TEXT, nullable=True),
        sa.Column("num_media", INTEGER, nullable=False),
        sa.Column("date_sent", INTEGER, nullable=True),
        sa.Column("messaging_service_sid", TEXT, nullable=True),
        sa.Column("status_callback", TEXT, nullable=True),
        sa.Column("status_method", TEXT, nullable=False),
        sa.Column("application_sid", TEXT, nullable=True),
        sa.Column("validity_period", INTEGER, nullable=False),
        sa.Column("provide_feedback", INTEGER, nullable=False),
        sa.Column("send_at", INTEGER, nullable=True),
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
