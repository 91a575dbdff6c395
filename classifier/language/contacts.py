"""How often the customer had to get in touch: "vier keer gebeld", "voor de derde keer"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.language.numbers import NUMBER, ORDINAL, parse_number, parse_ordinal

_DONE = (
    r"(?:ge(?:beld|belt|maild|mailed|maill?t|appt|chat|schreven|sproken|sms't|vraagd|klaagd|meld"
    r"|contacteerd|stuurd|probeerd)"
    r"|opgebeld|nagebeld|rondgebeld|teruggebeld|aangevraagd|nagevraagd|gecontacteerd|gerappelleerd"
    r"|contact(?:eren)?|bellen|mailen|langs|langsgeweest|aan de (?:lijn|balie)|in de wacht|gewacht"
    r"|doorverbonden|telefoneren|getelefoneerd|teruggeweest|gereclameerd|herinnerd|verzocht"
    r"|aangedrongen|(?:winkel|loket|kantoor|bank|garage|apotheek|plaatse|daar|terug) geweest)"
)
_THINGS = (
    r"(?:mails?|mailtjes?|e-?mails?|telefoontjes?|telefoons|belletjes?|brieven|berichten|berichtjes"
    r"|reminders?|herinneringen|chats?|gesprekken|pogingen|klachten|medewerkers|collega's|afspraken)"
)
_TIMES = r"(?:keer|keren|x|maal|malen)"
# What happens "twee keer" without being a contact.
_OTHER = r"(?:betaald|betalen|afgeschreven|afgehouden|aangerekend|geleverd|besteld|gekocht)"
_UNTIL_DONE = rf"(?=(?:(?!\b{_OTHER}\b)[^.!?\n]){{0,45}}?\b{_DONE}\b)"
_BIG = rf"(?:{NUMBER}|zoveel|talloze|ontelbare|veel)"
_COUNT = re.compile(
    rf"\b(?:al |reeds |nu al |wel |minstens |zeker )?(?P<times>{_BIG}) ?{_TIMES}\b{_UNTIL_DONE}"
    rf"|\b{_DONE}\b[^.!?:;\n]{{0,20}}?\b(?P<after>{_BIG}) ?{_TIMES}\b"
    rf"|\bna (?P<things>{_BIG}) (?:\w+ )?{_THINGS}\b"
    rf"|\b(?P<sent>{_BIG}) (?:\w+ )?{_THINGS}\b"
    rf"|\b(?:voor|belt|mailt|schrijft) (?:de |den |het )?(?P<rank>{ORDINAL}) (?:keer|maal|x)\b"
    rf"|\b(?P<rankthing>{ORDINAL}) (?:mail|e-?mail|brief|telefoontje|bericht|melding|poging"
    r"|keer dat (?:ik|we|wij))\b"
    rf"|\b(?P<many>meermaals|herhaaldelijk|meermalen|veelvuldig|continu)\b{_UNTIL_DONE}",
)
_MANY = 3.0


# The full pattern is slow; most texts have none of this.
_HINT = re.compile(
    rf"(?:\b|\d|(?<=[a-z])(?=maal)){_TIMES}\b|\b(?:\d+(?:e|de|ste)|"
    rf"meermaals|herhaaldelijk|meermalen|veelvuldig|continu|{_THINGS[3:-1]}|mail|brief|"
    r"telefoontje|bericht|melding|poging)\b",
)


def find_contacts(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and number of every stated count of contacts in `text`.

    Parameters
    ----------
    text : str
        Plain text (see `numbers.plain`).
    """
    if not _HINT.search(text):
        return
    for match in _COUNT.finditer(text):
        if text[: match.start()].lower().endswith("geen "):
            continue
        kind = match.lastgroup or ""
        word = match[kind].lower()
        value: float | None
        if kind in ("rank", "rankthing"):
            value = parse_ordinal(word)
        elif kind == "many" or word in ("zoveel", "talloze", "ontelbare", "veel"):
            value = _MANY
        else:
            value = parse_number(word)
        # "een mail" is no count, and a thousand contacts are an order number.
        if value is not None and 2 <= value <= 100:
            yield match.start(), match.end(), value
