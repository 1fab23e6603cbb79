"""The tables of People as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "people_0001"
down_revision = None
branch_labels = ("people",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "people_event",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("actor_sid", TEXT, nullable=False),
        sa.Column("actor_type", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("event_data", TEXT, nullable=False),
        sa.Column("event_date", INTEGER, nullable=False),
        sa.Column("event_type", TEXT, nullable=False),
        sa.Column("resource_sid", TEXT, nullable=False),
        sa.Column("resource_type", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("source_ip_address", TEXT, nullable=False),
    )
    op.create_index("ix_people_event__account_sid__sid", "people_event", ["account_sid", "sid"])
    op.create_index("ix_people_event__account_sid__actor_sid__sid", "people_event", ["account_sid", "actor_sid", "sid"])
    op.create_index("ix_people_event__account_sid__resource_sid__sid", "people_event", ["account_sid", "resource_sid", "sid"])
    op.create_index("ix_people_event__account_sid__event_date", "people_event", ["account_sid", "event_date"])
    op.create_table(
        "people_guess",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("mark", TEXT, nullable=False),
        sa.Column("wrong", INTEGER, nullable=False),
        sa.Column("last", INTEGER, nullable=False),
        sa.Column("until", INTEGER, nullable=False),
        sa.UniqueConstraint("mark", name="uq_people_guess__mark"),
    )
    op.create_table(
        "people_invitation",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("trail", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("invited_by", TEXT, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.Column("accepted_by", TEXT, nullable=False),
        sa.Column("authored_rules", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("open_mark", TEXT, nullable=False),
        sa.CheckConstraint(sa.column("status").in_(["accepted", "open", "withdrawn"]), name="ck_people_invitation_status"),
        sa.UniqueConstraint("digest", name="uq_people_invitation__digest"),
        sa.UniqueConstraint("account_sid", "open_mark", name="uq_people_invitation__account_sid__open_mark"),
    )
    op.create_index("ix_people_invitation__account_sid__sid", "people_invitation", ["account_sid", "sid"])
    op.create_table(
        "people_membership",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("person_sid", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("given_by", TEXT, nullable=False),
        sa.UniqueConstraint("account_sid", "person_sid", name="uq_people_membership__account_sid__person_sid"),
    )
    op.create_index("ix_people_membership__person_sid__sid", "people_membership", ["person_sid", "sid"])
    op.create_table(
        "people_passkey",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("person_sid", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("credential_id", TEXT, nullable=False),
        sa.Column("public_key", TEXT, nullable=False),
        sa.Column("uses", INTEGER, nullable=False),
        sa.Column("relying_party", TEXT, nullable=False),
        sa.Column("transports", TEXT, nullable=False),
        sa.Column("backed_up", INTEGER, nullable=False),
        sa.Column("last_used_at", INTEGER, nullable=True),
        sa.UniqueConstraint("credential_id", name="uq_people_passkey__credential_id"),
    )
    op.create_index("ix_people_passkey__person_sid__sid", "people_passkey", ["person_sid", "sid"])
    op.create_table(
        "people_person",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column("password_set_at", INTEGER, nullable=False),
        sa.Column("sealed_totp", TEXT, nullable=True),
        sa.Column("waiting_totp", TEXT, nullable=True),
        sa.Column("totp_step", INTEGER, nullable=False),
        sa.Column("recovery", TEXT, nullable=False),
        sa.Column("last_signed_in", INTEGER, nullable=False),
        sa.UniqueConstraint("email", name="uq_people_person__email"),
    )
    op.create_table(
        "people_session",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("person_sid", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("begun_at", INTEGER, nullable=False),
        sa.Column("seen_at", INTEGER, nullable=False),
        sa.Column("confirmed_at", INTEGER, nullable=False),
        sa.Column("proof", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.UniqueConstraint("digest", name="uq_people_session__digest"),
    )
    op.create_index("ix_people_session__person_sid__sid", "people_session", ["person_sid", "sid"])
    op.create_table(
        "people_spent_token",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("spent_at", INTEGER, nullable=False),
        sa.UniqueConstraint("digest", name="uq_people_spent_token__digest"),
    )
