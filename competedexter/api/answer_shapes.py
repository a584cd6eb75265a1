"""What an answer is made of, for the description of the API: the events of its stream and the parts it is kept in."""

from typing import Any

from pydantic import TypeAdapter

from competedexter.agent.events import AgentEvent

Json = dict[str, Any]  # Any: OpenAPI is JSON
PREFIX = "Answer"  # so that a Block of an answer is not taken for one of a page
EVENT = "AnswerEvent"
_PLACE = "#/components/schemas/"
_PARTS: dict[str, Json] = {
    "blocks": {"type": "array", "items": {"$ref": f"{_PLACE}{PREFIX}Block"}},
    "sources": {"type": "array", "items": {"$ref": f"{_PLACE}{PREFIX}Source"}},
    "taskResults": {"type": "array", "items": {"$ref": f"{_PLACE}{PREFIX}TaskResult"}},
    "freshness": {"anyOf": [{"$ref": f"{_PLACE}{PREFIX}Freshness"}, {"type": "null"}]},
    "metadata": {"$ref": f"{_PLACE}{PREFIX}Metadata"},
}
_TASK_RESULT = {
    "type": "object",
    "title": "AnswerTaskResult",
    "description": "A task as it ended, and what came of it.",
    "properties": {
        "task": {"$ref": f"{_PLACE}{PREFIX}TaskView"},
        "result": {"$ref": f"{_PLACE}{PREFIX}TaskOutcome"},
    },
    "required": ["task", "result"],
}
STREAM: Json = {
    "type": "string",
    "contentMediaType": "text/event-stream",
    "contentSchema": {"$ref": f"{_PLACE}{EVENT}"},
    "description": "Server-sent events: `id: <n>`, counting from 1 without gaps, and `data: <an AnswerEvent as JSON>`.",
}


def add_answer_shapes(schemas: Json) -> None:
    """Puts the shapes among the others and lets QueryView and LoggedEvent refer to them."""
    event = TypeAdapter(AgentEvent).json_schema(by_alias=True, ref_template=f"{_PLACE}{PREFIX}{{model}}")
    for name, shape in event.pop("$defs").items():
        schemas[f"{PREFIX}{name}"] = shape
    schemas[EVENT] = {"title": EVENT, "description": "One event of an answer, by its `type`.", **event}
    schemas[f"{PREFIX}TaskResult"] = _TASK_RESULT
    answer = schemas["QueryView"]["properties"]
    for name, shape in _PARTS.items():
        answer[name] = {**shape, "title": answer[name].get("title", name)} if "$ref" not in shape else shape
    schemas["LoggedEvent"]["properties"]["data"] = {"$ref": f"{_PLACE}{EVENT}"}
