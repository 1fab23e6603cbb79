"""The tables of Routing as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "routing_0001"
down_revision = None
branch_labels = ("routing",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "routing_carrier",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("enabled", INTEGER, nullable=False),
        sa.Column("sealed_secret", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "friendly_name", name="uq_routing_carrier__account_sid__friendly_name"),
    )
    op.create_index("ix_routing_carrier__account_sid__sid", "routing_carrier", ["account_sid", "sid"])
    op.create_table(
        "routing_carrier_price",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("carrier_sid", TEXT, nullable=False),
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("price", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("effective_from", INTEGER, nullable=False),
        sa.Column("effective_to", INTEGER, nullable=True),
    )
    op.create_index("ix_routing_carrier_price__account_sid__sid", "routing_carrier_price", ["account_sid", "sid"])
    op.create_index(
        "ix_routing_carrier_price__account_sid__carrier_sid__sid", "routing_carrier_price", ["account_sid", "carrier_sid", "sid"]
    )
    op.create_table(
        "routing_hop",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("carrier_sid", TEXT, nullable=False),
        sa.Column("route_sid", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("carrier_id", TEXT, nullable=False),
        sa.Column("cost", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("considered", TEXT, nullable=False),
    )
    op.create_index("ix_routing_hop__account_sid__sid", "routing_hop", ["account_sid", "sid"])
    op.create_index("ix_routing_hop__message_sid__sid", "routing_hop", ["message_sid", "sid"])
    op.create_index("ix_routing_hop__carrier_sid__carrier_id", "routing_hop", ["carrier_sid", "carrier_id"])
    op.create_table(
        "routing_message_route",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("carrier_sid", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("subaccount_sid", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("priority", INTEGER, nullable=False),
        sa.Column("weight", INTEGER, nullable=False),
        sa.Column("enabled", INTEGER, nullable=False),
    )
    op.create_index("ix_routing_message_route__account_sid__sid", "routing_message_route", ["account_sid", "sid"])
