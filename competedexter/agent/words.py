"""Words of questions that name no competitor: what people ask about, and how plans are commonly called."""

from competedexter.market.evidence.terms import FILLER, stem

_TIERS = """
    free basic starter start lite hobby personal solo individual standard plus pro professional premium growth scale
    team teams business company organization enterprise ultimate advanced essential essentials developer
    agency"""
TIERS = frozenset(_TIERS.split())

_COMMON = """
    account acquisition add added addon address alert all alternative amount announce annual annually answer any api app
    average beat best better big bill billed billing bundle buy change changed changelog cheap cheaper cheapest choose
    comparison compare compared compete competitor competition cost costly country currency customer cut data day decrease
    deal describe difference different direct discount do docs does dollar domain drop dropped each earn east edition eur
    euro event every evidence existing expensive explain fact feature fee fewer find first fund funding gbp get give go
    good growth had happen happened has headcount help high higher highest hire hiring history hour include included
    increase industry information integrate integration is job just kind know last late latest launch launched least less
    limit list long low lower lowered lowest made main make many market me mean median member mention minimum maximum
    month monthly moved much name new news north now number offer offered offering office old one open option order
    other our overview own package page paid pay people per percent percentage period person plan planned please point
    position price priced pricing privacy product profile public put question quarter raise raised range rate rating
    read recent recently release released remove removed report request rise risk role rose sale sales say seat security
    sell service show since site size small soc some source south started state still stop storage store strategy
    subscription summarize summary support supported system table target tell term than thing tier time timeline today
    top total trend trial type unlimited update updated usd use used user value version versus vs want watch way website week weekly
    west what who worth year yearly yes yesterday you zero both more money announced does did
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec"""
COMMON = frozenset(_COMMON.split()) | FILLER | TIERS
_STEMS = frozenset(stem(word) for word in COMMON)


def is_ordinary(word: str) -> bool:
    """Whether a word is everyday language in questions, so that it names a competitor only when it is one's name."""
    folded = word.casefold()
    return folded in COMMON or (len(folded) > 3 and stem(folded) in _STEMS)
