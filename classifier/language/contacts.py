"""How often the customer had to get in touch: "vier keer gebeld", "voor de derde keer"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.language.numbers import NUMBER, ORDINAL, parse_number, parse_ordinal

_DONE = (
    r"(?:ge(?:beld|maild|mailed|appt|chat|schreven|sproken|sms't|vraagd|klaagd|meld|contacteerd|stuurd|probeerd)"
    r"|opgebeld|nagebeld|rondgebeld|teruggebeld|aangevraagd|nagevraagd|gecontacteerd|gerappelleerd"
    r"|contact(?:eren)?|bellen|mailen|langs|langsgeweest|aan de lijn|in de wacht|gewacht|doorverbonden"
    r"|telefoneren|getelefoneerd|teruggeweest|geweest|gereclameerd|herinnerd|verzocht|aangedrongen)"
)
_THINGS = (
    r"(?:mails?|mailtjes?|e-?mails?|telefoontjes?|telefoons|belletjes?|brieven|berichten|berichtjes"
    r"|reminders?|herinneringen|chats?|gesprekken|pogingen|klachten|medewerkers|collega's|tickets?|afspraken)"
)
_TIMES = r"(?:keer|keren|x|maal|malen)"
_BIG = rf"(?:{NUMBER}|zoveel|talloze|ontelbare|veel)"
_COUNT = re.compile(
    rf"\b(?:al |reeds |nu al |wel |minstens |zeker )?(?P<times>{_BIG}) ?{_TIMES}\b(?=[^.!?\n]{{0,45}}?\b{_DONE}\b)"
    rf"|\b{_DONE}\b[^.!?\n]{{0,20}}?\b(?P<after>{_BIG}) ?{_TIMES}\b"
    rf"|\bna (?P<things>{_BIG}) (?:\w+ )?{_THINGS}\b"
    rf"|\b(?P<sent>{_BIG}) (?:\w+ )?{_THINGS}\b"
    rf"|\bvoor (?:de|den|het) (?P<rank>{ORDINAL}) (?:keer|maal)\b"
    rf"|\b(?P<rankthing>{ORDINAL}) (?:mail|e-?mail|brief|telefoontje|bericht|melding|poging|keer dat ik)\b"
    r"|\b(?P<many>meermaals|herhaaldelijk|meermalen|veelvuldig|continu)\b(?=[^.!?\n]{0,45}?\b"
    rf"{_DONE}\b)"
    rf"|\b(?P<twice>tweemaal|driemaal|viermaal|vijfmaal)\b",
    re.IGNORECASE,
)
_MANY = 3.0
_WORDS = {"tweemaal": 2.0, "driemaal": 3.0, "viermaal": 4.0, "vijfmaal": 5.0}


# The full pattern is slow; most texts have none of this.
_HINT = re.compile(
    rf"\b(?:{_TIMES[3:-1]}|\d+(?:x|e|de|ste)|tweemaal|driemaal|viermaal|vijfmaal|"
    rf"meermaals|herhaaldelijk|meermalen|veelvuldig|continu|{_THINGS[3:-1]}|mail|brief|"
    r"telefoontje|bericht|melding|poging)\b",
    re.IGNORECASE,
)


def find_contacts(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and number of every stated count of contacts in `text`.

    Parameters
    ----------
    text : str
        Text without accents (see `numbers.without_accents`).
    """
    if not _HINT.search(text):
        return
    for match in _COUNT.finditer(text):
        kind = match.lastgroup or ""
        word = match[kind].lower()
        value: float | None
        if kind in ("rank", "rankthing"):
            value = parse_ordinal(word)
        elif kind == "twice":
            value = _WORDS[word]
        elif kind == "many" or word in ("zoveel", "talloze", "ontelbare", "veel"):
            value = _MANY
        else:
            value = parse_number(word)
        # "een mail" is no count, and a thousand contacts are an order number.
        if value is not None and 2 <= value <= 100:
            yield match.start(), match.end(), value
