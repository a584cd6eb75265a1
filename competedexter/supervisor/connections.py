"""How many connections the web process holds at once. A connection that sends nothing costs a file and little else."""

import resource

MOST_CONNECTIONS = 16_384  # sixteen times granian's own limit, at which silent connections shut everybody out
MOST_FILES = 65_536
OTHER_FILES = 512  # pools of the database and Redis, pages being served, libraries


def allow_many_files() -> None:
    """Raises the limit of open files of this process and of all it starts, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """As many as there are files for: one too many would stop the accepting of all."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = MOST_FILES if files == resource.RLIM_INFINITY else files - OTHER_FILES
    return max(128, min(MOST_CONNECTIONS, spare))
