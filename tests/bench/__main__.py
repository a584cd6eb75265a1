"""`make bench`: every measurement in a process of its own, so that none warms another. A name picks one."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_MEASUREMENTS = {"__init__", "__main__", "corpora", "own_venv", "polite_site", "stack"}


def main() -> int:
    wanted = sys.argv[1:] or sorted(file.stem for file in HERE.glob("*.py") if file.stem not in NOT_MEASUREMENTS)
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-W", "ignore", "-m", f"tests.bench.{name}"]).returncode:
            failed.append(name)
    if failed:
        print(f"\nnot measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
