"""Brings the schema up to date: roles first (they belong to the server), then alembic's history, then what roles may do."""

import logging
from pathlib import Path
from typing import Final

import psycopg
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg import sql
from sqlalchemy import make_url

from alembic import command

from .database import role_password
from .errors import ProductError
from .settings import Settings

log = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[2]
_MIGRATION_LOCK: Final = 7_267_001  # one migration at a time, however many processes start
EXTENSIONS: Final = ("pg_trgm", "unaccent", "vector")  # used where the server has them


class NewerData(ProductError):
    code = "newer_data"
    sentence = "The data was written by a newer version of CompeteDexter ({revision}). Start that version, or restore an older backup."


class CannotMigrate(ProductError):
    code = "cannot_migrate"
    sentence = "The database refused the set-up: {reason}. DATABASE_URL must name the owner of the database, allowed to create roles."


def _config(url: str) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.attributes["database_url"] = url
    return config


def _owner_url(settings: Settings) -> str:
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def upgrade(settings: Settings) -> None:
    """Roles, extensions, tables, policies and rights, all safe to run again.

    Raises NewerData when the database knows a revision that this version does not, CannotMigrate when it refuses.
    """
    try:
        with psycopg.connect(_owner_url(settings), autocommit=True, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
            _make_roles(connection, settings)
            _make_extensions(connection)
            moved = _migrate(settings)
            if moved or not _all_fenced(connection, settings):
                _grant(connection, settings)
    except psycopg.Error as error:
        raise CannotMigrate(reason=str(error).strip().splitlines()[0]) from error


def _migrate(settings: Settings) -> bool:
    """Whether the schema moved."""
    config = _config(settings.database_url)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = current_revision(settings)
    if current is not None and current not in known:
        raise NewerData(revision=current)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise CannotMigrate(reason=str(error)) from error
    return current != current_revision(settings)


def current_revision(settings: Settings) -> str | None:
    """The revision the database is at, None for an empty one."""
    with psycopg.connect(_owner_url(settings), connect_timeout=10) as connection:
        table = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if table is None or table[0] is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


def head_revision() -> str | None:
    return ScriptDirectory.from_config(_config("")).get_current_head()


def _make_roles(connection: psycopg.Connection, settings: Settings) -> None:
    for role in ("app", "system"):
        name = sql.Identifier(f"{settings.database_role_prefix}_{role}")
        exists = connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{settings.database_role_prefix}_{role}"]
        ).fetchone()
        if exists is None:
            connection.execute(sql.SQL("CREATE ROLE {}").format(name))
        connection.execute(
            sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                name, sql.Literal(role_password(settings, role))
            )
        )


def _make_extensions(connection: psycopg.Connection) -> None:
    available = {row[0] for row in connection.execute("SELECT name FROM pg_available_extensions")}
    for name in EXTENSIONS:
        if name in available:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


# The app may not touch these at all: they serve sign-in, billing and the house itself.
SYSTEM_ONLY: Final = (
    "sessions",
    "revoked_tokens",
    "password_resets",
    "email_verifications",
    "recovery_codes",
    "stripe_events",
    "alembic_version",
)
APPEND_ONLY: Final = ("audit_log",)
# Policies beyond "workspace_id is the tenant": what the app may see without owning it.
_OWN: Final = "id = nullif(current_setting('app.workspace_id', true), '')::uuid"
_ME: Final = "nullif(current_setting('app.user_id', true), '')::uuid"
_TENANT: Final = "workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid"
VISIBLE: Final = {
    "workspaces": (
        f"{_OWN} OR EXISTS (SELECT 1 FROM workspace_members m WHERE m.workspace_id = workspaces.id AND m.user_id = {_ME})",
        _OWN,
    ),
    "workspace_members": (f"{_TENANT} OR user_id = {_ME}", _TENANT),
    "users": (f"id = {_ME} OR EXISTS (SELECT 1 FROM workspace_members m WHERE m.user_id = users.id)", f"id = {_ME}"),
    "usage_counters": (f"user_id = {_ME}", f"user_id = {_ME}"),
}


def _grant(connection: psycopg.Connection, settings: Settings) -> None:
    """Fences every table; run at each start, so that a table added by a later migration is fenced too."""
    with connection.transaction():
        app = sql.Identifier(f"{settings.database_role_prefix}_app")
        system = sql.Identifier(f"{settings.database_role_prefix}_system")
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(app, system))
        for table, columns in _tables(connection).items():
            _fence(connection, table, "workspace_id" in columns, app, system)
        _hand_over_functions(connection, system)


def _all_fenced(connection: psycopg.Connection, settings: Settings) -> bool:
    """Fencing takes short exclusive locks, so a start that changes nothing leaves the tables alone."""
    rows = connection.execute(
        "SELECT p.tablename FROM pg_policies p WHERE p.policyname = 'house' AND %s = ANY (p.roles)",
        [f"{settings.database_role_prefix}_system"],
    )
    return set(_tables(connection)) <= {row[0] for row in rows}


def _tables(connection: psycopg.Connection) -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 GROUP BY 1 ORDER BY 1"
    )
    return {name: set(columns) for name, columns in rows}


def _hand_over_functions(connection: psycopg.Connection, system: sql.Identifier) -> None:
    """SECURITY DEFINER functions run as the system role: they filter by tenant themselves (tests/house proves it)."""
    ours = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    ).fetchall()
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(system))
    connection.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(system))
    for (signature,) in ours:
        connection.execute(sql.SQL("ALTER FUNCTION {} OWNER TO {}").format(sql.SQL(signature), system))
    connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(system))


def _fence(
    connection: psycopg.Connection, table: str, tenant: bool, app: sql.Identifier, system: sql.Identifier
) -> None:
    name = sql.Identifier(table)
    rights = sql.SQL("SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE")
    statements = [
        sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name),
        sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(name),
        sql.SQL("DROP POLICY IF EXISTS house ON {}").format(name),
        sql.SQL("CREATE POLICY house ON {} TO {} USING (true) WITH CHECK (true)").format(name, system),
        sql.SQL("DROP POLICY IF EXISTS tenant ON {}").format(name),
        sql.SQL("REVOKE ALL ON {} FROM {}, {}").format(name, app, system),
        sql.SQL("GRANT {} ON {} TO {}").format(rights, name, system),
    ]
    visible, writable = VISIBLE.get(table, (_TENANT, _TENANT) if tenant else ("false", "false"))
    if table not in SYSTEM_ONLY:
        statements += [
            sql.SQL("CREATE POLICY tenant ON {} TO {} USING ({}) WITH CHECK ({})").format(
                name, app, sql.SQL(visible), sql.SQL(writable)
            ),
            sql.SQL("GRANT {} ON {} TO {}").format(rights, name, app),
        ]
    for statement in statements:
        connection.execute(statement)
