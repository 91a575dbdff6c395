"""Is this Dutch? Common words first, statistics only where they leave doubt."""

from __future__ import annotations

import functools

from spacy.tokens import Doc

# Frequent words that the neighbours do not share.
_OWN_WORDS = """
ik je jij jullie wij ze niet deze naar zijn heb heeft hebben ben bent wordt worden werd mijn mij
onze jouw uw bij zonder toen slecht slechte goede snel klanten klant altijd erg zeer bedankt kunnen
moeten willen zou ging gaat komt kwam krijg krijgen kreeg gekregen gebeld besteld betaald tevreden
niets gsm gij nen mevr mw mvr dhr klopt wegens helemaal vandaag gisteren
"""
# As frequent, but Afrikaans or Scandinavian too ("er ... om" is Danish): not these alone.
_SHARED_WORDS = """
het een van geen dat dit voor maar ook nog ons hun wel al aan uit om dan nu er daar waar wat hoe
waarom wanneer goed nooit weer terug veel meer heel graag dank kan moet wil gaan niks iets ge wa
ni vraag
"""
# What short reviews say, and statistics take for French or English ("Nul service").
_TERSE_WORDS = "top nul super klasse fraude"
_OWN = frozenset(_OWN_WORDS.split())
_DUTCH = _OWN | frozenset(_SHARED_WORDS.split())
_TERSE = _DUTCH | frozenset(_TERSE_WORDS.split())
# Other languages that reach a Dutch or Flemish mailbox; py3langid knows both Norwegians as "no".
_LANGUAGES = "nl en de fr es it pt pl tr ro ru ar uk bg da sv no af hu cs"
_ENOUGH, _SHARE = 2, 0.12
_SURE = 0.9
# Statistics say little of two words, and nothing of one.
_SHORT, _SURE_OF_SHORT = 2, 0.965
_LONGEST = 2_000


@functools.cache
def _identifier() -> object:
    # Slow to load and seldom needed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES.split())
    return identifier


def is_dutch(doc: Doc) -> bool:
    """Say whether a text is Dutch, or too short to tell.

    A text passes on its common Dutch words; where there are too few, py3langid
    (Barbaresi, 2021) must be sure that it is another language to refuse it, and surer
    where it has two words, none of them a common Dutch one.

    It cannot tell the language of one word ("Merci", "Terrible"), nor of two that Dutch
    could have too ("Poor service"); a name of two words may be refused. Of a text in two
    languages, a few Dutch words make it Dutch.
    """
    words = [token.norm_ for token in doc if token.is_alpha]
    known = [word for word in words if word in _DUTCH]
    distinct = set(known)
    if len(distinct) >= _ENOUGH and distinct & _OWN and len(known) >= _SHARE * len(words):
        return True
    if _foreign_script(doc.text):
        return False
    if len(words) < _SHORT or (len(words) == _SHORT and not _TERSE.isdisjoint(words)):
        return True
    ranking = dict(_identifier().rank(doc.text[:_LONGEST]))  # type: ignore[attr-defined]
    return bool(ranking["nl"] > 1 - (_SURE_OF_SHORT if len(words) == _SHORT else _SURE))


def _foreign_script(text: str) -> bool:
    """Whether most letters are of no Latin alphabet."""
    letters = [char for char in text if char.isalpha()]
    return sum(ord(char) > 0x24F for char in letters) > len(letters) / 2
