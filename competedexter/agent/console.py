"""An answer on a terminal: what happens on the way, then the sentences, tables, sources and gaps."""

from collections.abc import Callable

from competedexter.customers.accounts.viewer import Viewer

from . import service as agent
from .analyst import House
from .events import AgentEvent, AnswerChunk, Block, BlockAdded, Done, Failed, PhaseStarted, SourcesTold, TaskStarted
from .question import Question

Write = Callable[[str], None]


async def tell(house: House, viewer: Viewer, question: Question, write: Write, note: Write) -> bool:
    """Asks and tells line by line: the answer to `write`, progress to `note`. False when the run failed."""
    running = await agent.ask(house, viewer, question)
    ended = True
    async for one in agent.follow(house, viewer, running.query_id):
        ended = ended and not isinstance(one.event, Failed)
        _tell(one.event, write, note)
    return ended


def _tell(event: AgentEvent, write: Write, note: Write) -> None:
    match event:
        case PhaseStarted():
            note(f"{event.phase} ...")
        case TaskStarted():
            note(f"  {event.task.description}")
        case AnswerChunk():
            write(event.chunk)
        case BlockAdded():
            for line in lines_of(event.block):
                write(line)
        case SourcesTold():
            for line in _sources(event):
                write(line)
        case Done():
            note(f"{event.outcome}, {event.metadata.execution_time:.2f} s, {event.metadata.model}")
        case Failed():
            write(event.error)


def lines_of(block: Block) -> list[str]:
    """A table in columns of even width; a note as its sentence."""
    if block.kind == "note":
        return [cell for row in block.rows for cell in row]
    rows = [block.columns, *block.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(block.columns))]
    return [
        "",
        block.title,
        *("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows),
        "",
    ]


def _sources(event: SourcesTold) -> list[str]:
    lines = [""]
    for source in event.sources:
        if source.derived:
            basis = " ".join(f"[{n}]" for n in source.derived.inputs)
            lines.append(f"[{source.n}] {source.title}: {source.derived.result} {basis}".rstrip())
        else:
            seen = f"{source.observed_at:%Y-%m-%d}" if source.observed_at else ""
            lines.append(
                f"[{source.n}] {source.title} {source.url} ({seen}) \u201c{' '.join(source.quote.split())[:120]}\u201d"
            )
    lines += [f"Not found: {gap}" for gap in event.gaps]
    return [*lines, f"Confidence {event.confidence:.2f}"]
