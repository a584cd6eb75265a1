"""What the phases of one run share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from .budget import Budget
from .events import AgentEvent, Block, Phase, PhaseStarted, Source
from .evidence import Ledger
from .facts import Company
from .findings import Findings
from .library import Library
from .pieces import Note
from .reasoners.protocol import Reasoner
from .supports import Verifier
from .tool_cache import ContextStore, ToolCache
from .toolbox import Toolbox
from .understanding import Brief, Understanding

Emit = Callable[[AgentEvent], Awaitable[None]]


@dataclass(frozen=True)
class ToldSentence:
    """A sentence as shown: a span of the answer in code points, and the numbers it cites."""

    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    verified: bool = True


@dataclass
class Told:
    """What the reader has been shown so far, kept exactly as it was streamed."""

    chunks: list[str] = field(default_factory=list)
    sentences: list[ToldSentence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: int = 0
    dropped: int = 0
    dropped_because: list[str] = field(default_factory=list)

    @property
    def answer(self) -> str:
        """The sentences, or without any the notes: what history shows."""
        return " ".join(self.chunks) or " ".join(note.text for note in self.notes)

    @property
    def everything(self) -> str:
        """All that a reader sees as fact: the sentences and the cells of tables."""
        cells = (cell for block in self.blocks if block.kind == "table" for row in block.rows for cell in row)
        return "\n".join([*self.chunks, *cells])

    @property
    def shown(self) -> int:
        return len(self.sentences) + self.rows


@dataclass
class RunState:
    """One run. Phases read and extend it; nothing of it outlives the run but what service.py stores."""

    workspace_id: UUID
    brief: Brief
    library: Library
    toolbox: Toolbox
    cache: ToolCache
    reasoner: Reasoner
    offline: Reasoner
    emit: Emit
    contexts: ContextStore | None = None
    budget: Budget = field(default_factory=Budget)
    ledger: Ledger = field(default_factory=Ledger)
    findings: Findings = field(default_factory=Findings)
    told: Told = field(default_factory=Told)
    understanding: Understanding | None = None
    degraded: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.companies: dict[UUID, Company] = {company.id: company for company in self.brief.companies}
        self.verifier = Verifier(self.library, self.ledger, self.companies, self.brief.names, self.brief.seen_until)

    async def enter(self, phase: Phase, iteration: int = 1) -> None:
        await self.emit(PhaseStarted(phase=phase, iteration=iteration))

    def degrade(self, reason: str) -> None:
        """Remember that a model was asked for and fell out; said once in the answer."""
        if reason not in self.degraded:
            self.degraded.append(reason)
