"""Programs we start: each in its own process group, its output read line by line, and never left behind."""

from .process import Account, Command, Process
from .watchdog_client import Watchdog

__all__ = ["Account", "Command", "Process", "Watchdog"]
