"""How much a read asks of the database: who is looking, the fence, and what was asked for."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from competedexter.runtime import Runtime

from .catalogue import operations

MOST = 8  # of any read: lists also count, the timeline has two kinds of entries, found text is checked
SEVERAL = {
    "/query/suggestions": 20,  # it looks at up to five competitors
    "/competitors/{id}/insights": 14,  # six parts of one look
    "/search": 9,  # whom to leave out, what is where, who says it last, and whether it still stands
}
HOT = {  # what pages and programs ask for all the time
    "/competitors/{id}": 3,
    "/competitors/{id}/sources": 4,
    "/competitors": 4,
    "/documents/{id}": 3,
    "/documents/{id}/raw": 3,
    "/changes/{id}": 3,
    "/changes": 4,
    "/alerts/unread-count": 3,
    "/conversations/{id}": 3,
}


@pytest.fixture
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What was sent to PostgreSQL."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engines = [engine.sync_engine for engine in (runtime.database._app, runtime.database._system)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def test_reads_ask_little_of_the_database(
    app: FastAPI, ada: httpx.AsyncClient, ids: dict[str, str], statements: list[str]
) -> None:
    counted = {}
    for operation in operations(app):
        if operation.method == "get" and operation.row.role is not None:
            await operation.call(ada, ids)
            statements.clear()
            answer = await operation.call(ada, ids)
            assert answer.status_code in (200, 404), (operation.path, answer.text)
            counted[operation.path] = len(statements)
    print(counted)
    assert {path: counted[path] for path in HOT if counted[path] > HOT[path]} == {}
    assert {path: count for path, count in counted.items() if count > SEVERAL.get(path, MOST)} == {}
