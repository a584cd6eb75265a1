"""Everything that can go wrong with rules and alerts."""

from competedexter.foundation.errors import InvalidRequest, NotFound


class BadConditions(InvalidRequest):
    code = "bad_conditions"
    sentence = "The conditions of this rule do not hold together. The details name each place and what is wrong there."


class BadRule(InvalidRequest):
    code = "bad_rule"
    sentence = "This rule is not valid: {reason}"


class NoSuchRule(NotFound):
    code = "rule_not_found"
    sentence = "There is no such rule."


class NoSuchAlert(NotFound):
    code = "alert_not_found"
    sentence = "There is no such alert."
