"""Runs migrations as the database's owner. Called by competedexter.foundation.migrations, or by the alembic command."""

from sqlalchemy import create_engine, make_url, pool
from sqlmodel import SQLModel

import competedexter.models  # noqa: F401  # fills the metadata
from alembic import context
from competedexter.foundation.settings import get_settings


def database_url() -> str:
    configured = context.config.attributes.get("database_url") or get_settings().database_url
    return make_url(configured).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def run() -> None:
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=SQLModel.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
