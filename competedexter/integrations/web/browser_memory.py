"""How much memory a browser holds with all its processes."""

import psutil


def memory_of(pid: int) -> int:
    """Bytes that would be free if the program `pid` and its descendants ended; 0 when it has ended."""
    try:
        program = psutil.Process(pid)
        return sum(_own(process) for process in (program, *program.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _own(process: psutil.Process) -> int:
    """What it shares with its siblings (the program itself) is not counted, where the machine tells it apart."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
