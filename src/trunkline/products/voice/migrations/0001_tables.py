"""The tables of Voice as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "voice_0001"
down_revision = None
branch_labels = ("voice",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "voice_call",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("parent_call_sid", TEXT, nullable=True),
        sa.Column("to", TEXT, nullable=False),
        sa.Column("from_", TEXT, nullable=False),
        sa.Column("phone_number_sid", TEXT, nullable=True),
        sa.Column("start_time", INTEGER, nullable=True),
        sa.Column("end_time", INTEGER, nullable=True),
        sa.Column("duration", INTEGER, nullable=True),
        sa.Column("price", TEXT, nullable=True),
        sa.Column("price_unit", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("answered_by", TEXT, nullable=True),
        sa.Column("forwarded_from", TEXT, nullable=True),
        sa.Column("group_sid", TEXT, nullable=True),
        sa.Column("caller_name", TEXT, nullable=True),
        sa.Column("queue_time", INTEGER, nullable=False),
        sa.Column("trunk_sid", TEXT, nullable=True),
        sa.CheckConstraint(
            sa.column("status").in_(["busy", "canceled", "completed", "failed", "in-progress", "no-answer", "queued", "ringing"]),
            name="ck_voice_call_status",
        ),
    )
    op.create_index("ix_voice_call__account_sid__sid", "voice_call", ["account_sid", "sid"])
    op.create_index("ix_voice_call__account_sid__to__sid", "voice_call", ["account_sid", "to", "sid"])
    op.create_index("ix_voice_call__account_sid__from___sid", "voice_call", ["account_sid", "from_", "sid"])
    op.create_index("ix_voice_call__account_sid__parent_call_sid__sid", "voice_call", ["account_sid", "parent_call_sid", "sid"])
    op.create_table(
        "voice_recording",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("date_expires", INTEGER, nullable=True),
        sa.Column("call_sid", TEXT, nullable=True),
        sa.Column("conference_sid", TEXT, nullable=True),
        sa.Column("start_time", INTEGER, nullable=True),
        sa.Column("duration", INTEGER, nullable=True),
        sa.Column("channels", INTEGER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("track", TEXT, nullable=True),
        sa.Column("price", TEXT, nullable=True),
        sa.Column("price_unit", TEXT, nullable=False),
        sa.Column("error_code", INTEGER, nullable=True),
        sa.Column("encryption_details", TEXT, nullable=True),
        sa.CheckConstraint(
            sa.column("status").in_(["absent", "completed", "deleted", "in-progress", "paused", "processing", "stopped"]),
            name="ck_voice_recording_status",
        ),
    )
    op.create_index("ix_voice_recording__account_sid__sid", "voice_recording", ["account_sid", "sid"])
    op.create_index("ix_voice_recording__account_sid__call_sid__sid", "voice_recording", ["account_sid", "call_sid", "sid"])
    op.create_index("ix_voice_recording__account_sid__conference_sid__sid", "voice_recording", ["account_sid", "conference_sid", "sid"])
