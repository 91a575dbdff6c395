"""What may happen to a text without changing its labels; all of it seeded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

#: A case of cases/base_texts.json: ``id``, ``text`` and the four labels.
Base = Mapping[str, str]
#: Returns the text of a base case, changed; unchanged where there is nothing to change.
Perturbation = Callable[[Base, Random], str]

_WORD = re.compile(r"[^\W\d_]+")
# Shorter words turn into other words when a letter goes ("niet", "net").
_SHORTEST_FOR_A_SLIP = 5
_WORDS_PER_SLIP = 10
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# How these words are often written.
_MISSPELLED = {
    "abonnement": "abbonement",
    "account": "acount",
    "antwoord": "antwoort",
    "bestelling": "besteling",
    "betaald": "betaalt",
    "bezorgd": "bezorgt",
    "beëindigd": "beeindigt",
    "chauffeur": "chaffeur",
    "direct": "direkt",
    "eindelijk": "eindelik",
    "gebeld": "gebelt",
    "geholpen": "geholpe",
    "gekregen": "gekrege",
    "gemaild": "gemailt",
    "geregeld": "geregelt",
    "geïnstalleerd": "geinstaleerd",
    "graag": "graach",
    "iedere keer": "iederekeer",
    "klantendienst": "klantedienst",
    "mijn": "me",
    "moeten": "moete",
    "monteur": "montuer",
    "niemand": "niemant",
    "pakket": "paket",
    "rekening": "rekenning",
    "steeds": "steets",
    "telefoon": "tellefoon",
    "terug te bellen": "terugtebellen",
    "verkeerde": "verkeerdde",
    "verzekering": "verzekerring",
    "vind": "vindt",
    "vriendelijke": "vriendelike",
    "vrijdag": "vrijdach",
    "wachten": "wagten",
    "website": "webside",
    "wordt": "word",
    "zaterdag": "zaterdach",
}
_STRESSED = {
    "alles": "álles",
    "echt": "écht",
    "geen": "géén",
    "heel": "héél",
    "mijn": "míjn",
    "niemand": "níémand",
    "niet": "níet",
    "nooit": "nóóit",
    "nu": "nú",
    "wel": "wél",
}
_FITTING = {"negative": "😡", "neutral": "🤔", "positive": "😊"}


def _replacing(table: Mapping[str, str]) -> Perturbation:
    pattern = re.compile(rf"\b(?:{'|'.join(table)})\b")
    return lambda base, _: pattern.sub(lambda match: table[match.group()], base["text"])


def _slipping(slip: Callable[[str, int, Random], str]) -> Perturbation:
    """Return a perturbation that lets `slip` hit one word in ten, never its first letter."""

    def perturb(base: Base, rng: Random) -> str:
        text = base["text"]
        long = [m for m in _WORD.finditer(text) if len(m.group()) >= _SHORTEST_FOR_A_SLIP]
        count = min(len(long), max(1, len(text.split()) // _WORDS_PER_SLIP))
        for match in sorted(rng.sample(long, count), key=lambda m: -m.start()):
            word = match.group()
            slipped = slip(word, rng.randrange(1, len(word) - 1), rng)
            text = text[: match.start()] + slipped + text[match.end() :]
        return text

    return perturb


def _swapped(word: str, place: int, _: Random) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _dropped(word: str, place: int, _: Random) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, _: Random) -> str:
    return word[:place] + word[place] + word[place:]


def _beside(word: str, place: int, rng: Random) -> str:
    """Hit the key next to the right one; letters with a mark stay as they are."""
    for row in _KEYS:
        at = row.find(word[place].lower())
        if at >= 0:
            near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return word[:place] + rng.choice(near) + word[place + 1 :]
    return word


def _shouted(base: Base, rng: Random) -> str:
    """Write one word in capitals."""
    match = rng.choice([m for m in _WORD.finditer(base["text"]) if m.group() != m.group().upper()])
    return base["text"][: match.start()] + match.group().upper() + base["text"][match.end() :]


def _without_marks(base: Base, _: Random) -> str:
    decomposed = unicodedata.normalize("NFD", base["text"])
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _opened(greeting: str) -> Perturbation:
    return lambda base, _: greeting + base["text"]


def _closed(phrase: str) -> Perturbation:
    return lambda base, _: base["text"] + phrase


def _thanked_beforehand(base: Base, _: Random) -> str:
    """Thank for what is still to come: not where there is nothing to solve."""
    return base["text"] + ("" if base["impact"] == "none" else "\nAlvast bedankt.")


def _after_first_sentence(mark: str) -> Perturbation:
    return lambda base, _: re.sub(r"(?<=[.!?]) (?=\w)", f" {mark} ", base["text"], count=1)


#: By the name of the test, the ways in which it changes every base text.
PERTURBATIONS: dict[str, dict[str, Perturbation]] = {
    "case": {
        "lower": lambda base, _: base["text"].lower(),
        "upper": lambda base, _: base["text"].upper(),
        "shouted_word": _shouted,
    },
    "typos": {
        "swapped": _slipping(_swapped),
        "dropped": _slipping(_dropped),
        "doubled": _slipping(_doubled),
        "next_key": _slipping(_beside),
        "misspelled": _replacing(_MISSPELLED),
    },
    "diacritics": {
        "left_out": _without_marks,
        "decomposed": lambda base, _: unicodedata.normalize("NFD", base["text"]),
        "stressed": _replacing(_STRESSED),
    },
    "greeting": {
        "beste": _opened("Beste klantenservice,\n\n"),
        "geachte": _opened("Geachte heer/mevrouw,\n\n"),
        "hallo": _opened("Hallo,\n"),
        "goeiemorgen": _opened("Goeiemorgen. "),
    },
    "closing": {
        "met_vriendelijke_groet": _closed("\n\nMet vriendelijke groet,\nJ. Peters"),
        "mvg": _closed(" Mvg, Sanne"),
        "groetjes": _closed("\nGroetjes An"),
        "hoogachtend": _closed("\n\nHoogachtend,\n\nM. de Wit"),
        "alvast_bedankt": _thanked_beforehand,
    },
    "emoji": {
        "waving": _opened("👋 "),
        "folded_hands": _closed(" 🙏"),
        "telephone": _after_first_sentence("📱"),
        "fitting_face": lambda base, _: f"{base['text']} {_FITTING[base['sentiment']]}",
    },
    "white_space": {
        "double_spaces": lambda base, _: base["text"].replace(" ", "  "),
        "around": lambda base, _: f"\n\n  {base['text']} \n\n\n",
        "no_break": lambda base, _: base["text"].replace(" ", "\u00a0"),
        "before_marks": lambda base, _: re.sub(r"(?<=\w)([.,!?:]+)(?=\s|$)", r" \1", base["text"]),
        "line_a_sentence": lambda base, _: re.sub(r"(?<=[.!?]) (?=\w)", "\n", base["text"]),
    },
}
