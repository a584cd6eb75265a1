"""Retrieval without any key on saas-docs-rag: hit@5, MRR, precision@3, recall@3.

    python -m tests.bench.retrieval ../shared/data/saas-docs-rag

Passages as search keeps them, BM25 from corpus statistics, best passage of each section.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from competedexter.market.evidence.passages import passages_of
from competedexter.market.evidence.ranking import Candidate, Statistics, best_per, bm25, statistics_of
from competedexter.market.evidence.terms import terms

Key = tuple[str, int]


def index(chunks: Sequence[dict[str, str]]) -> tuple[list[Candidate[Key]], Statistics]:
    """Every passage of every section with its term counts, and the corpus statistics."""
    listed: list[tuple[Key, list[str]]] = []
    for chunk in chunks:
        passages = passages_of(chunk["text"], chunk["chunk_heading"])
        listed.extend(((chunk["chunk_link"], at), terms(one.indexed)) for at, one in enumerate(passages))
    candidates = [Candidate(key, Counter(words), len(words)) for key, words in listed]
    return candidates, statistics_of([words for _, words in listed])


def measure(folder: Path) -> dict[str, float]:
    """The four figures as means over the questions; times in milliseconds."""
    chunks = json.loads((folder / "chunks.json").read_text())
    questions = json.loads((folder / "questions.json").read_text())
    began = time.process_time()
    candidates, statistics = index(chunks)
    indexed = time.process_time()
    sections = {candidate.key: candidate.key[0] for candidate in candidates}
    totals: Counter[str] = Counter()
    for question in questions:
        ranked = best_per(bm25(terms(question["question"]), candidates, statistics), sections, 10)
        totals.update(_figures([one.key[0] for one in ranked], set(question["correct_chunks"])))
    figures = {name: totals[name] / len(questions) for name in ("hit@5", "MRR", "P@3", "R@3")}
    spent = (time.process_time() - indexed) * 1000 / len(questions)
    return {**figures, "index ms": (indexed - began) * 1000, "query ms": spent, "passages": len(candidates)}


def _figures(found: Sequence[str], gold: set[str]) -> dict[str, float]:
    rank = next((at for at, link in enumerate(found, 1) if link in gold), 0)
    right = len(set(found[:3]) & gold)
    return {
        "hit@5": float(0 < rank <= 5),
        "MRR": 1 / rank if rank else 0.0,
        "P@3": right / 3,
        "R@3": right / len(gold),
    }


def main() -> None:
    root = Path(__file__).resolve().parents[2]
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared" / "data" / "saas-docs-rag"
    if not folder.is_dir():
        print(f"retrieval: {folder} is not here")
        return
    print("retrieval  " + "  ".join(f"{name} {value:.3g}" for name, value in measure(folder).items()))


if __name__ == "__main__":
    main()
