"""What can go wrong with snapshots."""

from competedexter.foundation.errors import Impossible, NotFound


class SnapshotNotFound(NotFound):
    code = "snapshot_not_found"
    sentence = "There is no such snapshot in this workspace."


class NotComparable(Impossible):
    code = "not_comparable"
    sentence = "A {before} snapshot and a {after} snapshot cannot be compared."
