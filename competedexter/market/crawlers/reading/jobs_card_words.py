"""Words by which a reader tells an opening on a page: names of roles, of teams, of employments; and what is only a button."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from competedexter.market.crawlers.reading.jobs_values import employment, is_away
from competedexter.market.crawlers.reading.slot_words import slug, weights_of

Part = Literal["location", "team", "employment"]

MOST_DETAIL: Final = 80  # characters; what is longer describes the opening
MOST_TITLE: Final = 120
MOST_WORDS: Final = 9  # of a title; longer ones are headlines

_ROLES: Final = """
    engineer developer programmer architect designer manager director head lead leader president vp chief
    officer analyst scientist researcher specialist representative executive associate assistant administrator consultant
    coordinator recruiter accountant controller technician technologist writer editor marketer counsel lawyer paralegal
    strategist planner producer advocate evangelist partner advisor adviser agent operator supervisor trainer teacher
    intern internship trainee apprentice graduate clerk driver nurse sweeper sdr bdr ae csm sre devops qa tester owner
    admin bookkeeper buyer merchandiser instructor therapist physician mechanic electrician
    entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin mitarbeiter mitarbeiterin
    sachbearbeiter sachbearbeiterin werkstudent werkstudentin praktikant praktikantin praktikum referent referentin
    buchhalter kaufmann kauffrau teamleiter vertriebsmitarbeiter auszubildende auszubildender redakteur
    ingenieur developpeur developpeuse responsable charge chargee chef cheffe commercial commerciale stagiaire alternance
    alternant directeur directrice consultante comptable assistante concepteur technicien juriste
    ingeniero ingeniera desarrollador desarrolladora gerente disenador disenadora analista director directora jefe jefa
    especialista tecnico asesor becario practicas
    engenheiro engenheira desenvolvedor desenvolvedora coordenador especialista estagiario estagio
    sviluppatore sviluppatrice ingegnere progettista consulente addetto addetta tirocinante direttore
    medewerker ontwikkelaar adviseur beheerder stagiair leidinggevende teamleider
    utvecklare ingenjor chef konsult saljare udvikler utvikler ingenior kehittaja asiantuntija paallikko harjoittelija
    programista inzynier specjalista kierownik analityk stazysta vyvojar programator konzultant gelistirici muhendis
    uzman yonetici stajyer разработчик инженер менеджер аналитик специалист дизайнер руководитель розробник
"""
_ROLE_WORDS: Final = frozenset(_ROLES.split())
_ROLE_MARK = re.compile(
    r"\((?:m|f|w|h|d|x|all)(?:\s?[/|*,]\s?(?:m|f|w|h|d|x|v|i|genders?))+\)|エンジニア|マネージャ|デザイナ|営業|工程师|经理|设计师|엔지니어|매니저|개발자|디자이너",
    re.IGNORECASE,
)
_TEAMS: Final = """
    engineering sales marketing product design operations finance legal people hr talent support customer-success
    customer-support customer-experience data it security research business-development business-operations
    general-administrative g-a growth partnerships communications infrastructure recruiting accounting administration
    revenue account-management professional-services solutions machine-learning ai content brand quality supply-chain
    manufacturing logistics people-operations human-resources product-management product-design software-engineering
    entwicklung vertrieb produkt personal finanzen kundenservice technik verwaltung
    ingenierie ventes produit ressources-humaines ventas producto vendas marketing-sales tech technology creative
"""
_TEAM_SLUGS: Final = frozenset(_TEAMS.split())
_EMPLOYMENT = re.compile(
    r"(?:full|part)[- ]?time|permanent|contract(?:or)?|temporary|intern(?:ship)?|freelance|seasonal|fixed[- ]term"
    r"|vollzeit|teilzeit|befristet|unbefristet|festanstellung|werkstudent|temps (?:plein|partiel)|cdi|cdd|stage|alternance"
    r"|(?:tiempo|tempo) (?:completo|parcial|pieno|integral)|jornada completa|voltijds?|deeltijds?|heltid|deltid|正社員|契約社員|全职|정규직",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:apply|apply (?:now|here|today|for this \w+)|(?:learn|read|see|find out|view|show) (?:more|details?|job|role|position|opening|the \w+)"
    r"|details?|more(?: info)?|view|open|new|hot|jetzt bewerben|bewerben|mehr(?: erfahren)?|zur stelle|postuler|voir l'offre|en savoir plus"
    r"|candidater|aplicar|solicitar|ver (?:más|oferta|vaga)|candidatar-se|candidati|scopri di più|solliciteer|bekijk|ansök|læs mere|応募(?:する)?|詳細|지원하기|→|›|»|>)[\s→›»>.!]*",
    re.IGNORECASE,
)
_LABELS: Final[tuple[tuple[Part, re.Pattern[str]], ...]] = (
    ("location", re.compile(r"(?:location|office|based in|where|standort|ort|lieu|localisation|ubicación|local|sede|locatie|plats)s?\s*:\s*", re.I)),
    ("team", re.compile(r"(?:team|department|function|area|abteilung|bereich|équipe|département|equipo|departamento|afdeling)\s*:\s*", re.I)),
    ("employment", re.compile(r"(?:type|employment(?: type)?|job type|contract(?: type)?|schedule|hours|anstellungsart|contrat|tipo)\s*:\s*", re.I)),
)  # fmt: skip
_CLASSES: Final[tuple[tuple[Part, re.Pattern[str]], ...]] = (
    ("location", re.compile(r"location|office|city|workplace-?location|place(?!holder)|standort")),
    ("employment", re.compile(r"commitment|employment|(?:^|job-?)type|contract|schedule|worktype")),
    ("team", re.compile(r"department|team|category|function|division")),
)
_APART = re.compile(r"\s*[·•|∙‧]\s*|\s+[–—/-]\s+|\t")
_NO_PLACE = re.compile(r"\bago\b|\bposted\b|\d{4}|[$€£¥]|\bnew\b|@|https?:", re.IGNORECASE)


@dataclass(frozen=True)
class Detail:
    """A line of a card beside its title; `classes` are those of the elements around it."""

    text: str
    classes: str


def names_role(text: str) -> bool:
    """Whether a text could be the title of an opening."""
    is_sentence = text.endswith(("?", "!", ".", "…", ":")) or len(text.split()) > MOST_WORDS
    if not 2 < len(text) <= MOST_TITLE or is_sentence or is_team(text):
        return False
    return bool(_ROLE_MARK.search(text)) or not _ROLE_WORDS.isdisjoint(slug(text).split("-"))


def is_button(text: str) -> bool:
    return len(text) <= MOST_DETAIL and bool(_BUTTON.fullmatch(text.strip()))


def is_team(text: str) -> bool:
    return slug(text) in _TEAM_SLUGS


def is_careers_word(text: str) -> bool:
    """ "Open positions", "Work with us": names the list, no team."""
    return weights_of(slug(text)).get("careers", 0.0) > 0.5


def part_of(classes: str) -> Part | None:
    """What an element is by the names of its classes."""
    return next((part for part, pattern in _CLASSES if pattern.search(classes)), None)


def read_details(details: Sequence[Detail]) -> tuple[dict[Part, str], bool | None]:
    """What a card says of place, team and employment; and whether it says it is remote."""
    found: dict[Part, str] = {}
    away: bool | None = None
    rest: list[str] = []
    for text, part in _pieces(details):
        if is_away(text) is not None:
            away = is_away(text) if away is None else away
        if part is not None:
            found.setdefault(part, text)
        elif not _NO_PLACE.search(text):
            rest.append(text)
    for part, text in _placed(rest, found):
        found.setdefault(part, text)
    if kind := employment(found.get("employment", "")):
        found["employment"] = kind
    return found, away


def _pieces(details: Sequence[Detail]) -> Iterator[tuple[str, Part | None]]:
    """Each short piece, with what it is by label, class or its words."""
    for detail in details:
        by_class = part_of(detail.classes)
        for piece in [detail.text] if by_class else _split(detail.text):
            text, part = piece.strip(" ,;-"), by_class
            for labelled, pattern in _LABELS:
                if match := pattern.match(text):
                    text, part = text[match.end() :].strip(), labelled
            if not text or len(text) > MOST_DETAIL or text.endswith(":") or is_button(text):
                continue
            if part is None:
                part = "employment" if _EMPLOYMENT.fullmatch(text) else "team" if is_team(text) else None
            yield text, part


def _split(text: str) -> Iterator[str]:
    """The pieces of a line; a comma parts only what says an employment ("Berlin, full-time") from the rest."""
    for piece in _APART.split(text):
        parts = piece.split(", ")
        kinds = [part for part in parts if _EMPLOYMENT.fullmatch(part)]
        yield from kinds
        yield ", ".join(part for part in parts if part not in kinds)


def _placed(rest: Sequence[str], found: dict[Part, str]) -> Iterator[tuple[Part, str]]:
    """Pieces that say not what they are: a place has a comma or says "remote", else it comes last."""
    if not rest:
        return
    place = next((text for text in rest if "," in text or is_away(text) is not None), rest[-1] if len(rest) < 4 else "")
    if "location" not in found and place:
        yield "location", place
    others = [text for text in rest if text != place]
    if "team" not in found and len(others) == 1 and len(rest) == 2:
        yield "team", others[0]
