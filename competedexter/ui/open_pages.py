"""Which pages this process has open, whose they are and where they are."""

from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer


class OpenPages:
    """Client tokens by workspace; a token that opens another workspace leaves the first."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Viewer, str]] = {}

    def note(self, token: str, viewer: Viewer, path: str = "") -> None:
        self._open[token] = (viewer, path)

    def forget(self, token: str) -> None:
        self._open.pop(token, None)

    def of(self, workspace_id: UUID, *, under: tuple[str, ...] = ("",)) -> list[tuple[str, Viewer]]:
        """Those of a workspace; with `under` those whose path begins so."""
        return [
            (token, viewer)
            for token, (viewer, path) in self._open.items()
            if viewer.workspace_id == workspace_id and path.startswith(under)
        ]


OPEN_PAGES = OpenPages()
