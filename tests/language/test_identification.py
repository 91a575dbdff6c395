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
]


@pytest.mark.parametrize("text", DUTCH)
def test_dutch_or_too_short_to_tell_passes(nlp, text):
    assert is_dutch(nlp(text))


@pytest.mark.parametrize("text", FOREIGN)
def test_other_languages_do_not(nlp, text):
    assert not is_dutch(nlp(text))


def test_long_texts(nlp):
    assert is_dutch(nlp(" ".join([DUTCH[0]] * 50)))
    assert not is_dutch(nlp(" ".join(FOREIGN[:3] * 50)))
