"""What can go wrong with a question."""

from competedexter.foundation.errors import Impossible, InvalidRequest, NotFound, ProductError, Unavailable


class NotAQuestion(InvalidRequest):
    code = "not_a_question"
    sentence = "Ask a question of 3 to 1000 characters."


class UnknownCompetitor(NotFound):
    code = "unknown_competitor"
    sentence = "A competitor named in the request is not in this workspace."


class ToolFailed(ProductError):
    code = "tool_failed"
    sentence = "{what} could not be read: {reason}"


class ToolTimedOut(ToolFailed):
    code = "tool_timed_out"
    retryable = True
    sentence = "{what} took longer than {seconds:g} seconds and was left out."


class BadArguments(InvalidRequest):
    code = "bad_tool_arguments"
    sentence = "The arguments for {tool} are not valid."


class UnknownTool(InvalidRequest):
    code = "unknown_tool"
    sentence = "There is no tool called {tool}."


class BadPlan(Impossible):
    code = "bad_plan"
    sentence = "The plan cannot be run: {reason}."


class OverBudget(ProductError):
    code = "over_budget"
    sentence = "The question used up its {what}; what was found until then is answered."


class AnalystBusy(Unavailable):
    code = "analyst_busy"
    sentence = "Too many questions are being answered at the moment. Try again shortly."


class RunLost(ProductError):
    code = "run_lost"
    status = 503
    retryable = True
    sentence = "The process that answered this question stopped. Ask again; it was not counted."


class ReasonerFailed(ProductError):
    """A step of a model failed; the offline analyst takes that step over and the answer says so."""

    code = "reasoner_failed"
    sentence = "The language model did not help with this step: {reason}"
