"""The tables of SMPP as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "smpp_0001"
down_revision = None
branch_labels = ("smpp",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "smpp_delivery",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("credential_sid", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("pdus", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_smpp_delivery__credential_sid__sid", "smpp_delivery", ["credential_sid", "sid"])
    op.create_table(
        "smpp_fragment",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("reference", INTEGER, nullable=False),
        sa.Column("total", INTEGER, nullable=False),
        sa.Column("sequence", INTEGER, nullable=False),
        sa.Column("data_coding", INTEGER, nullable=False),
        sa.Column("octets", TEXT, nullable=False),
        sa.Column("joined", INTEGER, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_smpp_fragment__channel__source__destination__refere_c0a5785a",
        "smpp_fragment",
        ["channel", "source", "destination", "reference", "total"],
    )
    op.create_table(
        "smpp_remote_message",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("carrier", TEXT, nullable=False),
        sa.Column("remote_id", TEXT, nullable=False),
        sa.Column("remote_key", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=False),
        sa.Column("group_sid", TEXT, nullable=True),
        sa.Column("first_sid", TEXT, nullable=True),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("part", INTEGER, nullable=False),
        sa.Column("parts", INTEGER, nullable=False),
        sa.Column("arrived", INTEGER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_smpp_remote_message__carrier__remote_key", "smpp_remote_message", ["carrier", "remote_key"])
    op.create_index(
        "ix_smpp_remote_message__group_sid",
        "smpp_remote_message",
        ["group_sid"],
        sqlite_where=sa.text("group_sid IS NOT NULL"),
        postgresql_where=sa.text("group_sid IS NOT NULL"),
    )
    op.create_table(
        "smpp_smpp_credential",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("system_id", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("enabled", INTEGER, nullable=False),
        sa.Column("inbound", INTEGER, nullable=False),
        sa.Column("max_binds", INTEGER, nullable=False),
        sa.Column("window", INTEGER, nullable=False),
        sa.Column("rate", INTEGER, nullable=False),
        sa.Column("default_alphabet", TEXT, nullable=False),
        sa.UniqueConstraint("system_id", name="uq_smpp_smpp_credential__system_id"),
    )
    op.create_index("ix_smpp_smpp_credential__account_sid__sid", "smpp_smpp_credential", ["account_sid", "sid"])
    op.create_table(
        "smpp_submission",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("credential_sid", TEXT, nullable=False),
        sa.Column("message_sid", TEXT, nullable=True),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("source_ton", INTEGER, nullable=False),
        sa.Column("source_npi", INTEGER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("destination_ton", INTEGER, nullable=False),
        sa.Column("destination_npi", INTEGER, nullable=False),
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("wanted", INTEGER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_smpp_submission__message_sid",
        "smpp_submission",
        ["message_sid"],
        sqlite_where=sa.text("message_sid IS NOT NULL"),
        postgresql_where=sa.text("message_sid IS NOT NULL"),
    )
