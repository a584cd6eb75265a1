"""Every job of the house: frozen, ids only, safe to run twice. The actor of each is in workers/."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from competedexter.foundation.job_queue import Job


@dataclass(frozen=True)
class SetUpWorkspace(Job):
    """Give a new workspace what it starts with: the default rules."""

    workspace_id: UUID


@dataclass(frozen=True)
class SeedDemo(Job):
    """Replay the demo's year into a new demo workspace."""

    queue: ClassVar[str] = "crawl"
    workspace_id: UUID
    user_id: UUID


@dataclass(frozen=True)
class CrawlSource(Job):
    """Carry out one crawl run."""

    queue: ClassVar[str] = "crawl"
    workspace_id: UUID
    crawl_run_id: UUID


@dataclass(frozen=True)
class CrawlNow(CrawlSource):
    """The same, where somebody waits for it: it does not queue behind what is merely due."""

    queue: ClassVar[str] = "soon"


@dataclass(frozen=True)
class RecrawlSource(Job):
    """Carry out a crawl run whose worker died under it: alone, so that a page that kills takes no other run along."""

    queue: ClassVar[str] = "alone"
    workspace_id: UUID
    crawl_run_id: UUID


@dataclass(frozen=True)
class RenderSource(Job):
    """Carry out one crawl run that needs a browser."""

    queue: ClassVar[str] = "browser"
    workspace_id: UUID
    crawl_run_id: UUID


@dataclass(frozen=True)
class TakePicture(Job):
    """Take a picture of the page that a document is a look at."""

    queue: ClassVar[str] = "browser"
    workspace_id: UUID
    document_id: UUID


@dataclass(frozen=True)
class RereadSource(Job):
    """Read the newest archived look at a source again, by a better reader."""

    queue: ClassVar[str] = "reread"
    workspace_id: UUID
    source_id: UUID


@dataclass(frozen=True)
class DiscoverCompetitor(Job):
    """Look for the six slots of a new competitor and crawl what is found."""

    queue: ClassVar[str] = "crawl"
    workspace_id: UUID
    competitor_id: UUID


@dataclass(frozen=True)
class CompareSnapshots(Job):
    """Turn what a crawl run brought into changes."""

    workspace_id: UUID
    crawl_run_id: UUID


@dataclass(frozen=True)
class EvaluateAlerts(Job):
    """Hold what a crawl run made sure against the rules, and settle the run."""

    workspace_id: UUID
    crawl_run_id: UUID


@dataclass(frozen=True)
class ConfirmChanges(Job):
    """Look again at a source whose last change waits for a second look."""

    workspace_id: UUID
    source_id: UUID


@dataclass(frozen=True)
class CarryOutImport(Job):
    """Write the history that was sent, or fetch what an archive of the web keeps."""

    queue: ClassVar[str] = "crawl"
    workspace_id: UUID
    import_job_id: UUID
