# ruff: noqa: RUF001
"""Is it Dutch?"""

from __future__ import annotations

import pytest

from classifier.language.identification import is_dutch

DUTCH = [
    "Ik heb drie weken geleden een kast besteld en ik heb nog steeds niets gehoord.",
    "slechte service",
    "Waardeloos!",
    "Top",
    "ok",
    "Prima geholpen",
    "wachtwoord kwijt",
    "Bestelling 123 niet ontvangen",
    "Schandalige service, factuur onjuist",
    "Da's nie waar wa ge zegt",
    "Kheb da nie gekregen amai",
    "Wa nen brol, ge moet daar nie kopen",
    "Gelieve mij terug te bellen betreffende de domiciliëring, merci",
    "MONTEUR NIET GEKOMEN!!!",
    "Mijn order was shipped maar ik heb het package nooit gekregen",
    "De app crasht steeds, update gedaan, reset gedaan, helpt niet",
    "",
    "12345",
    "Top service",
    "Nul service",
    "Slechte zaak",
    "Super bedrijf",
    "Merci",
    "Topbedrijf",
    "Waardeloos bedrijf",
    "Nooit meer",
    "Zeer tevreden",
    "Vlotte levering",
    "Goeie bank",
    "Pure fraude",
    "Niks aan die uitleg. Trekt op niks.",
    "da klantenportaal werk gewoon nie en niemand antwoort",
    "Ge moet mij da nie wijsmaken eh",
    "'k em nog niks g'oord van ulder",
    "Die mens aan den telefoon was ne plezante",
]
FOREIGN = [
    "My order never arrived and nobody answers the phone, this is terrible service.",
    "I want my money back",
    "They met me at the door over a week ago but nothing happened",
    "Ich habe mein Paket nicht bekommen und niemand antwortet mir seit zwei Wochen.",
    "Ich habe alles bezahlt, aber die Ware war nicht da",
    "Die Lieferung ist hier nie angekommen, wie lange dauert das noch?",
    "Je n'ai toujours pas reçu mon colis, c'est inadmissible !",
    "Bonjour, ma facture est fausse",
    "Ceci ne va pas, je ne peux pas payer",
    "No he recibido mi pedido y nadie me contesta desde hace semanas",
    "Mi pedido no ha llegado",
    "Nie dostałem mojej paczki i nikt nie odpowiada na moje maile",
    "Moja faktura jest błędna, proszę o kontakt",
    "Я не получил посылку и никто не отвечает",
    "Спасибо большое",
    "我没有收到包裹，请退款",
    "退款",
    "Jeg har ikke modtaget min pakke",
    "Pakken er aldrig kommet frem",
    "Er det muligt at få svar, og om jeg kan få mine penge tilbage?",
    "Jag har inte fått mitt paket",
    "Har ni inte svarat om er faktura?",
    "Mycket dålig service från er",
    "Jeg har ikke mottatt pakken min",
    "Veldig dårlig service hos dere",
    "Ek het nog nie my pakkie ontvang nie",
    "Die rekening is verkeerd en niemand help my nie",
    "Waar is my bestelling dan?",
    "Hulle antwoord nooit die telefoon nie",
    "Ek wil my geld terug hê",
    "Ek is baie teleurgesteld met die diens en ek gaan nie weer hier koop nie",
    "Nem kaptam meg a csomagomat",
    "Nedostal jsem svůj balík a nikdo mi neodpovídá",
    "Terrible service",
    "Great service",
    "Merci beaucoup",
]


@pytest.mark.parametrize("text", DUTCH)
def test_dutch_or_too_short_to_tell_passes(nlp, text):
    assert is_dutch(nlp(text))


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_do_not(nlp, text):
    assert not is_dutch(nlp(text))


def test_no_text_of_the_corpus_is_refused(nlp, corpus):
    assert [text for text in corpus["text"] if not is_dutch(nlp(text))] == []


def test_long_texts(nlp):
    assert is_dutch(nlp(" ".join([DUTCH[0]] * 50)))
    assert not is_dutch(nlp(" ".join(FOREIGN[:3] * 50)))
