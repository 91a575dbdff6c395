"""Is this Dutch? Common words first, statistics only where they leave doubt."""

from __future__ import annotations

import functools

from spacy.tokens import Doc

# Frequent words that the neighbours (English, German, French, Afrikaans) do not share.
_WORDS = """
ik je jij jullie wij ze het een van niet geen dat dit deze voor naar maar ook nog zijn heb heeft
hebben ben bent wordt worden werd mijn mij ons onze jouw uw hun wel al aan bij uit om zonder dan
toen nu er daar waar wat hoe waarom wanneer goed slecht slechte goede snel klant klanten altijd
nooit weer terug veel meer heel erg zeer graag bedankt dank kan kunnen moet moeten wil willen zou
ging gaat gaan komt kwam krijg krijgen kreeg gekregen gebeld besteld betaald tevreden niks niets
iets gsm ge gij nen wa ni mevr mw mvr dhr klopt vraag wegens helemaal vandaag gisteren
"""
_DUTCH = frozenset(_WORDS.split())
# Other languages that reach a Dutch or Flemish mailbox.
_LANGUAGES = ("nl", "en", "de", "fr", "es", "it", "pt", "pl", "tr", "ro", "ru", "ar", "uk", "bg")
_ENOUGH, _SHARE = 2, 0.12
# Statistics say little of one or two words ("Top service"): these pass.
_SHORTEST = 3
_SURE = 0.9
_LONGEST = 2_000


@functools.cache
def _identifier() -> object:
    # Slow to load and seldom needed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier


def is_dutch(doc: Doc) -> bool:
    """Say whether a text is Dutch, or too short to tell.

    A text passes on its common Dutch words; where there are too few, py3langid
    (Barbaresi, 2021) must be sure that it is another language to refuse it.
    """
    words = [token.norm_ for token in doc if token.is_alpha]
    known = [word for word in words if word in _DUTCH]
    if len(set(known)) >= _ENOUGH and len(known) >= _SHARE * len(words):
        return True
    if _foreign_script(doc.text):
        return False
    if len(words) < _SHORTEST:
        return True
    ranking = dict(_identifier().rank(doc.text[:_LONGEST]))  # type: ignore[attr-defined]
    return bool(ranking["nl"] > 1 - _SURE)


def _foreign_script(text: str) -> bool:
    """Whether most letters are of no Latin alphabet."""
    letters = [char for char in text if char.isalpha()]
    return sum(ord(char) > 0x24F for char in letters) > len(letters) / 2
