"""The tables of Simulated network as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "simulated_0001"
down_revision = None
branch_labels = ("simulated",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "simulated_fault",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("probability", REAL, nullable=False),
        sa.Column("seed", INTEGER, nullable=False),
        sa.Column("until", INTEGER, nullable=True),
        sa.Column("error_code", INTEGER, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("distribution", TEXT, nullable=False),
        sa.Column("milliseconds", INTEGER, nullable=False),
        sa.Column("up_to", INTEGER, nullable=False),
        sa.Column("sigma", REAL, nullable=False),
        sa.Column("delay", TEXT, nullable=False),
    )
    op.create_index("ix_simulated_fault__account_sid__sid", "simulated_fault", ["account_sid", "sid"])
    op.create_table(
        "simulated_handset",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("phone_number", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("carrier", TEXT, nullable=False),
        sa.Column("line_type", TEXT, nullable=False),
        sa.Column("behaviour", TEXT, nullable=False),
        sa.Column("delay", INTEGER, nullable=False),
        sa.Column("unread", INTEGER, nullable=False),
        sa.Column("typing_from", TEXT, nullable=False),
        sa.Column("typing_until", INTEGER, nullable=True),
        sa.UniqueConstraint("account_sid", "phone_number", name="uq_simulated_handset__account_sid__phone_number"),
    )
    op.create_index("ix_simulated_handset__account_sid__sid", "simulated_handset", ["account_sid", "sid"])
    op.create_table(
        "simulated_handset_message",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("handset_sid", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("from_", TEXT, nullable=False),
        sa.Column("to", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("num_segments", INTEGER, nullable=False),
        sa.Column("media", TEXT, nullable=False),
        sa.Column("buttons", TEXT, nullable=False),
        sa.Column("possible_duplicate", INTEGER, nullable=False),
        sa.Column("read", INTEGER, nullable=False),
    )
    op.create_index(
        "ix_simulated_handset_message__account_sid__handset_sid__sid", "simulated_handset_message", ["account_sid", "handset_sid", "sid"]
    )
    op.create_index("ix_simulated_handset_message__handset_sid__message_sid", "simulated_handset_message", ["handset_sid", "message_sid"])
    op.create_table(
        "simulated_network_event",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("subject_sid", TEXT, nullable=False),
        sa.Column("former", TEXT, nullable=True),
        sa.Column("values", TEXT, nullable=True),
    )
    op.create_index("ix_simulated_network_event__account_sid__sid", "simulated_network_event", ["account_sid", "sid"])
    op.create_index("ix_simulated_network_event__account_sid__date_created", "simulated_network_event", ["account_sid", "date_created"])
    op.create_table(
        "simulated_scenario",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("pace", TEXT, nullable=False),
        sa.Column("steps", INTEGER, nullable=False),
        sa.Column("done", INTEGER, nullable=False),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("date_started", INTEGER, nullable=True),
        sa.Column("date_ended", INTEGER, nullable=True),
        sa.Column("refusals", TEXT, nullable=True),
        sa.Column("clock_before", TEXT, nullable=False),
        sa.CheckConstraint(
            sa.column("status").in_(["canceled", "completed", "failed", "queued", "running"]), name="ck_simulated_scenario_status"
        ),
    )
    op.create_index("ix_simulated_scenario__account_sid__sid", "simulated_scenario", ["account_sid", "sid"])
