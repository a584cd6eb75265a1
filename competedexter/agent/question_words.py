"""The words questions are made of, as patterns. Each looks at a few words at a time, so that reading stays linear."""

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


COST = re.compile(
    r"\b(?:pric\w*|cost\w*|fees?|how much|cheap\w*|expensive|dear\w*|rates?|pay|charg\w*|per seat|per user|costliest|affordable)\b|[$€£¥]",
    re.IGNORECASE,
)
PLAN = _any(r"plans?|tiers?|editions?|packages?|subscriptions?|billing|billed")
PLURAL_PLANS = _any(r"plans|tiers|editions|packages|all|others?|everything")
COMPARE = _any(
    r"compar\w*|versus|vs\.?|difference|against|cheap\w*|expensive|dearest|dearer|lowest|highest|side by side|than"
)
CHANGE = _any(
    r"chang\w*|what(?:['’]s| is|s) new|anything new|new plans?|rais\w*|rose|rise[sn]?|rising|increas\w*|hik\w*|lower(?:ed|s|ing)?|drop\w*|decreas\w*"
    r"|reduc\w*|cut|cuts|cutting|add(?:ed|s|ing)?(?!-?ons?\b)|remov\w*|renam\w*|launch\w*|introduc\w*|discontinu\w*|retir(?:ed?|es|ing)|scrap\w*"
    r"|axed?|(?:go|goes|going|went|gone) (?:up|down)|mov(?:e|es|ed|ing)|updat(?:e|es|ed|ing)|by how much|stopped|"
    r"(?:become|became|becoming|got|gotten|getting|get) (?:any )?(?:cheaper|dearer|more expensive)"
)
TIMELINE = _any(r"timeline|histor\w*|happen\w*|recent\w*|latest|news|events?|over time|develop\w*|evolv\w*|trend\w*")
UP = _any(
    r"rais\w*|rose|rise[sn]?|rising|increas\w*|hik\w*|(?:go|goes|going|went|gone) up|higher|more expensive|dearer|jump\w*"
)
DOWN = _any(r"lower(?:ed|s|ing)?|decreas\w*|reduc\w*|(?:go|goes|going|went|gone) down|cheaper|discount(?:ed|s)?")
CUT = _any(r"drop\w*|cut|cuts|cutting")
REMOVE = _any(
    r"remov\w*|discontinu\w*|retir(?:ed?|es|ing)|kill\w*|scrap\w*|axed?|sunset\w*|rid of|withdr\w*|phas\w+ out|stopped"
)
ADD = _any(r"add(?:ed|s|ing)?|launch\w*|introduc\w*|new|creat\w*|announc\w*")
RENAME = _any(r"renam\w*|rebrand\w*")
COMPANY = _any(
    r"who (?:is|are)|who['’]s|what(?: is| are|['’]s)|tell me (?:\w+ )?about|what (?:does|do) .{0,60}?\bdo|describ\w*|profile|about|domain|website"
    r"|overview|tier|tags?|summar\w*|taglines?|slogans?|claims?|positioning|brief(?: me)?|rundown|headline"
)
OVERVIEW = _any(r"overview|rundown|summar\w*|tell me (?:\w+ )?about|brief(?: me)?|profile")
WATCHING = _any(
    r"outages?|downtime|unreachable|reachable|offline|(?:is|was|were|been|went|site|page) down|blocked|how fresh|up.to.date|stale|how old is"
    r"|last (?:checked|crawled|read|seen|observed|visited|fetched|updated)|(?:check|crawl|watch|monitor)(?:ed|ing)?"
)
DIFFER = _any(r"differ\w*|doesn['’]t|does not|lacks?|missing|more features")
SAVING = _any(r"sav(?:e|es|ing|ings)|discount\w*|cheaper")
SUM = re.compile(
    r"\b(?:percent\w*|per ?cent|how much (?:more|less|cheaper|dearer)|difference|total|ratio|times|average|mean price|in total|multipl\w*|calculat\w*|sum)\b|%",
    re.IGNORECASE,
)
AVERAGE = _any(r"averages?|mean price|on average")
OFFER = _any(r"(?:does|do|can|is|are) .{1,60}\b(?:support|offer|have|include|allow|provide|integrate)")
CONTAINS = _any(
    r"what(?:['’]s| is| do you get) in|includ\w*|contain\w*|comes? with|get with|inside|limits?|features?|in the|part of|cover\w*|seats?|with"
)
CHEAPEST = _any(r"cheapest|lowest|least expensive|best price|most affordable|entry.level|start(?:s|ing)? price")
DEAREST = _any(r"dearest|highest|most expensive|costliest|priciest|top price")
YES_NO = re.compile(
    r"^(?:(?:and|so|but)\s+)?(?:did|does|do|has|have|is|are|was|were|can|could|will)(?:n['’]t|nt)?\b", re.IGNORECASE
)
EVERYONE = _any(
    r"everyone|anyone|any|all|each|every|competitors?|who|which|market|others?|nobody|anybody|everybody|someone|somebody"
)
PERCENT = re.compile(r"\bper ?cent\w*|%", re.IGNORECASE)
WHY = _any(r"why|reasons?|because|cause[ds]?|how come")
BILLED_YEARLY = _any(
    r"bill(?:ed|ing) (?:annually|yearly|per year|by the year|for a year)|(?:annual|yearly) (?:billing|price|prices|pricing|cost|costs|fee|plan|rate)"
    r"|annually|pa(?:y|id) (?:annually|yearly|per year)"
)
AMOUNT = re.compile(r"[$€£]\s?\d[\d,.]*")
YEARLY = _any(r"annual(?:ly)?|yearly|per year|a year|year ahead|upfront")
SEATS = re.compile(
    r"(?<![\d$€£.,])(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:-?\s*)(?:users?|seats?|people|members?|developers?|licen[cs]es|employees|agents|person)\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"\b(?:(?:for|over)\s+)?(\d{1,2}|a|one|two|three|five|per|each)\s+(month|year)s?\b|\b(annually|yearly|monthly|annual)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:[+#])*")
