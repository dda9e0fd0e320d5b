"""Who is the customer: the words for whom an organisation is there, in many languages."""

from __future__ import annotations

import re

# Words for whom an organisation is there, in the languages that BPMN files are written in.
CUSTOMERS = frozenset(
    """
    customer client guest applicant patient passenger shopper buyer purchaser consumer citizen
    visitor traveller traveler claimant insured insurant policyholder tenant subscriber student
    pupil caller requester requestor borrower lessee diner taxpayer donor beneficiary candidate
    householder orderer kunde kundin gast antragsteller antragstellerin patientin besteller
    bestellerin käufer käuferin auftraggeber verbraucher bürger bürgerin besucher mandant
    versicherter versicherungsnehmer mieter anrufer reisender fahrgast bewerber bewerberin
    studentin schüler kreditnehmer cliente clienta usager acheteur consommateur citoyen visiteur
    demandeur assuré locataire voyageur abonné étudiant huésped paciente comprador consumidor
    ciudadano visitante solicitante asegurado inquilino pasajero estudiante ospite acquirente
    cittadino richiedente passeggero studente consumatore hóspede cidadão passageiro requerente
    klant koper burger bezoeker aanvrager patiënt reiziger huurder kund gäst köpare gjest kjøper
    borger asiakas potilas hakija klient gość kupujący pacjent wnioskodawca zákazník pacient
    ügyfél vendég vevő müşteri misafir клиент покупатель заказчик гость пациент заявитель
    пассажир 顾客 客户 客人 患者 お客様 顧客 고객
    """.split()  # noqa: SIM905 - a list of words is read as words
)
# Beside one of these, such a word names a department: "customer service", "account manager".
DEPARTMENTS = frozenset(
    """
    service services support care manager management account accounts department dept desk
    centre center relations representative agent advisor adviser officer team system systems
    portal database data clerk assistant consultant betreuer betreuung dienst abteilung berater
    servicio atención gestor soporte conseiller accueil servizio assistenza klantenservice
    """.split()  # noqa: SIM905 - a list of words is read as words
)
WORD = re.compile(r"[^\W\d_]+")


def likeness(name: str) -> int:
    """Return how much a name sounds like a customer: 2 wholly, 1 in part, 0 not at all.

    >>> likeness("Guest (food consumption)"), likeness("Kunde"), likeness("Customer service")
    (2, 2, 0)
    """
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", name)
    for text in (bare, name):
        words = [word.casefold() for word in WORD.findall(text)]
        singular = [_singular(word) for word in words]
        if singular and any(word in CUSTOMERS for word in singular):
            if any(word in DEPARTMENTS for word in words):
                return 0
            return 2 if len(words) == 1 else 1
    return 0


def _singular(word: str) -> str:
    for ending in ("s", "n", "en", "es"):
        if word not in CUSTOMERS and word.removesuffix(ending) in CUSTOMERS:
            return word.removesuffix(ending)
    return word
