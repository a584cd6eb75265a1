"""Evidence in, verified sentences out: each is held against the archive before anyone sees it."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from competedexter.agent.errors import OverBudget, ReasonerFailed
from competedexter.agent.events import AnswerChunk, Block, BlockAdded, DerivedView, Source, SourceFound
from competedexter.agent.evidence import Entry, Key
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.reasoners.protocol import Reasoner
from competedexter.agent.state import RunState, ToldSentence
from competedexter.agent.understanding import Understanding

NOT_VERIFIED = "–"  # stands in a table where a cell could not be verified


_TITLES = {
    "count_changes": "Counted in the ledger of changes",
    "recorded_change": "Recorded in the ledger of changes",
    "workspace_record": "Recorded in this workspace",
    "count_listed": "Counted in the list as it was read",
}


async def answer(state: RunState, understanding: Understanding) -> None:
    """Stream the answer; where the reasoner fails or nothing of it can be verified, the offline analyst goes on."""
    await state.enter("answer")
    state.verifier.ask(understanding)
    await state.verifier.read_all()
    try:
        await _tell(state, _pieces(state, state.reasoner, understanding))
    except (ReasonerFailed, OverBudget) as error:
        state.degrade(str(error))
        await _tell(state, _pieces(state, state.offline, understanding))
        return
    if not state.told.sentences and state.reasoner.name != state.offline.name:
        if state.told.dropped:
            state.degrade("None of the model's sentences could be verified; the answer is quoted from the evidence.")
        await _tell(state, _pieces(state, state.offline, understanding))


def _pieces(state: RunState, reasoner: Reasoner, understanding: Understanding) -> AsyncGenerator[Piece, None]:
    return reasoner.answer(state.brief, understanding, state.findings, state.ledger, state.budget)


async def _tell(state: RunState, pieces: AsyncGenerator[Piece, None]) -> None:
    async with aclosing(pieces):
        async for piece in pieces:
            match piece:
                case Sentence():
                    await _sentence(state, piece)
                case Table():
                    await _table(state, piece)
                case Note():
                    await _note(state, piece)


async def _sentence(state: RunState, sentence: Sentence) -> None:
    if any(told.text.startswith(sentence.text.rstrip(".")) for told in state.told.sentences):
        return
    found = await state.verifier.problems(sentence.text, sentence.keys)
    if found:
        state.told.dropped += 1
        state.told.dropped_because.append(f"{sentence.text} ({'; '.join(found)})")
        return
    numbers = await _cite(state, sentence.keys)
    text = _marked(sentence.text, numbers)
    start = len(state.told.answer) + 1 if state.told.chunks else 0
    state.told.chunks.append(text)
    state.told.sentences.append(ToldSentence(text, start, start + len(text), numbers))
    await state.emit(AnswerChunk(chunk=text))


def _marked(text: str, numbers: Sequence[int]) -> str:
    """The sentence with its [n] marks, before the full stop."""
    marks = "".join(f"[{number}]" for number in numbers)
    return f"{text[:-1]} {marks}." if text.endswith(".") else f"{text} {marks}"


async def _cite(state: RunState, keys: Sequence[Key]) -> tuple[int, ...]:
    """The numbers of these evidences; each is shown as a source before the first sentence that cites it."""
    for key in keys:
        for one in state.ledger.with_inputs(key):
            if one not in state.ledger.numbers:
                source = _source(state, state.ledger.entries[one])
                state.told.sources.append(source)
                await state.emit(SourceFound(source=source))
    return tuple(dict.fromkeys(state.ledger.number(key) for key in keys))


def _source(state: RunState, entry: Entry) -> Source:
    number = state.ledger.number(entry.key)
    if entry.place:
        place = entry.place
        return Source(
            n=number, evidence_id=entry.evidence_id, document_id=place.document_id, competitor_id=place.competitor_id,
            competitor=state.brief.name(place.competitor_id), title=place.title, url=place.url,
            observed_at=place.observed_at, quote=place.quote, start=place.start, end=place.end,
        )  # fmt: skip
    derived = entry.derived
    inputs = tuple(state.ledger.number(key) for key in derived.inputs) if derived else ()
    about = derived.about if derived else ()
    return Source(
        n=number, evidence_id=entry.evidence_id,
        title=_TITLES.get(derived.operation, "Computed from other sources") if derived else "",
        competitor_id=about[0] if len(set(about)) == 1 else None,
        competitor=state.brief.name(about[0]) if len(set(about)) == 1 else "",
        derived=DerivedView(operation=derived.operation, inputs=inputs, result=derived.result) if derived else None,
    )  # fmt: skip


async def _table(state: RunState, table: Table) -> None:
    """Cells that cannot be verified are blanked; a row of which nothing is left is dropped."""
    if any(block.title == table.title for block in state.told.blocks):
        return
    rows: list[tuple[str, ...]] = []
    citations: list[tuple[tuple[int, ...], ...]] = []
    for row in table.rows:
        cells = [await _cell(state, row, cell) for cell in row]
        if any(numbers for _, numbers in cells) or not any(cell.keys for cell in row):
            rows.append(tuple(text for text, _ in cells))
            citations.append(tuple(numbers for _, numbers in cells))
    if rows:
        block = Block(
            kind="table", title=table.title, columns=table.columns, rows=tuple(rows), citations=tuple(citations)
        )
        state.told.blocks.append(block)
        state.told.rows += sum(1 for line in citations if any(line))
        await state.emit(BlockAdded(block=block))


async def _cell(state: RunState, row: Sequence[Cell], cell: Cell) -> tuple[str, tuple[int, ...]]:
    if not cell.keys:
        return cell.text, ()
    about = row[0].text if row[0] is not cell else ""
    if await state.verifier.problems(f"{about}: {cell.text}" if about else cell.text, cell.keys):
        state.told.dropped += 1
        return NOT_VERIFIED, ()
    return cell.text, await _cite(state, cell.keys)


async def _note(state: RunState, note: Note) -> None:
    if note in state.told.notes:
        return
    state.told.notes.append(note)
    block = Block(kind="note", rows=((note.text,),))
    state.told.blocks.append(block)
    await state.emit(BlockAdded(block=block))
