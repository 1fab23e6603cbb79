"""The tables of Access as first declared."""

import sqlalchemy as sa
from alembic import op

revision = "access_0001"
down_revision = None
branch_labels = ("access",)
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "access_api_key",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=True),
        sa.Column("grade", TEXT, nullable=False),
        sa.Column("policy", TEXT, nullable=True),
        sa.Column("sealed_secret", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
    )
    op.create_index("ix_access_api_key__account_sid__sid", "access_api_key", ["account_sid", "sid"])
    op.create_table(
        "access_aws_credential",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=True),
        sa.Column("sealed_credentials", TEXT, nullable=False),
    )
    op.create_index("ix_access_aws_credential__account_sid__sid", "access_aws_credential", ["account_sid", "sid"])
    op.create_table(
        "access_o_auth_app",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("access_token_ttl", INTEGER, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("secret_digest", TEXT, nullable=False),
    )
    op.create_table(
        "access_public_key_credential",
        sa.Column("sid", TEXT, primary_key=True, nullable=False),
        sa.Column("account_sid", TEXT, nullable=False),
        sa.Column("date_created", INTEGER, nullable=False),
        sa.Column("date_updated", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("friendly_name", TEXT, nullable=True),
        sa.Column("public_key", TEXT, nullable=False),
    )
    op.create_index("ix_access_public_key_credential__account_sid__sid", "access_public_key_credential", ["account_sid", "sid"])
