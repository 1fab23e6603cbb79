"""The shared database: PostgreSQL 13 or later through asyncpg, with group commit, for more than one node."""
