"""Which pages this process has open, and whose they are."""

from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer


class OpenPages:
    """Client tokens by workspace; a token that opens another workspace leaves the first."""

    def __init__(self) -> None:
        self._viewers: dict[str, Viewer] = {}

    def note(self, token: str, viewer: Viewer) -> None:
        self._viewers[token] = viewer

    def forget(self, token: str) -> None:
        self._viewers.pop(token, None)

    def of(self, workspace_id: UUID) -> list[tuple[str, Viewer]]:
        return [(token, viewer) for token, viewer in self._viewers.items() if viewer.workspace_id == workspace_id]


OPEN_PAGES = OpenPages()
