"""Negation scope: which words a "niet", "geen" or "nooit" speaks about.

Dutch puts the finite verb before the negation ("het werkt niet") and the rest
of the verb after it ("is niet gekomen"), so a scope reaches both ways, within
the clause. After NegEx (Chapman et al., 2001), with Dutch triggers of our own.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

_TRIGGERS = """
niet nie geen gene genen nooit nergens niets niks niemand noch nimmer zonder nauwelijks amper
evenmin
"""
#: The words that negate.
TRIGGERS = frozenset(_TRIGGERS.split())
_PRIVATIVE = """
tevreden vriendelijk vriendelijke beleefd beleefde duidelijk duidelijke bereikbaar bereikbare
betrouwbaar betrouwbare professioneel professionele correct correcte eerlijk eerlijke kundig
kundige deskundig deskundige handig handige redelijk redelijke gelukkig gelukkige nauwkeurig
overzichtelijk overzichtelijke begrijpelijk begrijpelijke bruikbaar bruikbare veilig veilige
verantwoord verantwoorde voldoende volledig volledige zorgvuldig zorgvuldige comfortabel
"""
#: Words that "on-" negates, with the word that it negates: "ontevreden" is "niet tevreden".
PRIVATIVES = {f"on{word}": word for word in _PRIVATIVE.split()}
# "niet alleen X", "niet normaal zo goed": a negation in form only.
_NO_NEGATION = frozenset({("niet", "alleen"), ("niet", "normaal"), ("niet", "enkel")})
_ENDS = """
maar en want dus of omdat doordat doch echter terwijl zodat toch wel hoewel als indien tenzij dan
anders
"""
_CLAUSE_ENDS = frozenset(_ENDS.split())
# People who forget commas: "niet opgelost zeg ik op", "niet tevreden ik ga weg".
_SUBJECTS = frozenset({"ik", "wij", "we"})
# "niet dat ik blij ben", "nooit ben ik zo goed geholpen": the subject opens no new clause.
_LINKS = frozenset({"dat", "ben", "zijn", "heb", "had", "was", "word", "kan", "kon", "wil", "zou"})
# "als het niet verandert ben ik weg": what follows the condition is not negated.
_CONDITIONS = frozenset({"als", "indien", "wanneer"})
_FORWARD, _BACKWARD, _CONDITION = 5, 2, 8


def _reach(norms: list[str], i: int) -> int:
    """Return where the scope of the negation at `i` ends at the latest."""
    end = min(i + 1 + _FORWARD, len(norms))
    conditional = not _CONDITIONS.isdisjoint(norms[max(i - _CONDITION, 0) : i])
    for j in range(i + 2, min(end + 1, len(norms))):
        if norms[j] in _SUBJECTS and (conditional or norms[j - 1] not in _LINKS):
            # The verb before its subject belongs to the new clause.
            return j if j == i + 2 else j - 1
    return end


@Language.component("klachtwijzer_negation", assigns=["doc._.kw_negated", "token._.kw_negated"])
def mark_negation(doc: Doc) -> Doc:
    """Note the words in the scope of a negation.

    ``doc._.kw_negated`` lists their indexes, ``token._.kw_negated`` says it of one.
    """
    norms = [token.norm_ for token in doc]
    negated: set[int] = set()
    for i, norm in enumerate(norms):
        if norm not in TRIGGERS or (norm, *norms[i + 1 : i + 2]) in _NO_NEGATION:
            continue
        forward = range(i + 1, _reach(norms, i))
        backward = range(i - 1, max(i - 1 - _BACKWARD, -1), -1)
        for direction in (forward, backward):
            for j in direction:
                token = doc[j]
                if token.is_punct or token.is_space or norms[j] in _CLAUSE_ENDS:
                    break
                negated.add(j)
    doc._.kw_negated = sorted(negated)
    return doc


def _is_negated(token: Token) -> bool:
    return token.i in token.doc._.kw_negated


# A list, since spaCy saves no sets.
Doc.set_extension("kw_negated", default=[], force=True)
Token.set_extension("kw_negated", getter=_is_negated, force=True)
