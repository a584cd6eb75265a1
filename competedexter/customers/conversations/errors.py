"""What can go wrong with conversations and questions."""

from competedexter.foundation.errors import Conflict, NotFound


class ConversationNotFound(NotFound):
    code = "conversation_not_found"
    sentence = "There is no such conversation, or you may not see it."


class QueryNotFound(NotFound):
    code = "query_not_found"
    sentence = "There is no such question, or you may not see it."


class NotAnswered(Conflict):
    code = "not_answered"
    sentence = "This question is still being answered."
