"""The report page: whole, closed to the outside, safe with any text, and right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from classifier import Classification
from classifier.evaluation import compare, evaluate, figures_of
from classifier.explanation import Evidence, Explanation, LabelEvidence
from classifier.labels import Impact, QuadrantTable, Responsibility, Sentiment, Topic, quadrant_of
from classifier.report import report_page
from classifier.report.markup import element
from classifier.report.mistakes import worst_mistakes
from classifier.report.slices import Rate, slices

LABELS = ("sentiment", "topic", "impact", "responsibility")
VOID = {"meta", "br"}
DASH = "\N{EN DASH}"


# --- reading a page ----------------------------------------------------------------


@dataclass
class Node:
    """An element: its attributes, and children that are nodes or text."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def words(self) -> str:
        return " ".join(self.text().split())

    def all(self, tag: str = "", class_: str = "") -> list[Node]:
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if tag in ("", child.tag) and (
                    not class_ or class_ in child.attributes.get("class", "").split()
                ):
                    found.append(child)
                found += child.all(tag, class_)
        return found

    def one(self, tag: str = "", class_: str = "") -> Node:
        (found,) = self.all(tag, class_)
        return found


class Reader(HTMLParser):
    """Builds nodes, and fails where an element is not closed as it was opened."""

    def __init__(self, page: bytes):
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]
        self.feed(page.decode("utf-8"))
        self.close()
        assert len(self.open) == 1

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        assert self.open.pop().tag == tag

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(page: bytes) -> Node:
    return Reader(page).open[0]


def section(root: Node, name: str) -> Node:
    (found,) = [node for node in root.all("section") if node.attributes["id"] == name]
    return found


def rows_of(table: Node) -> list[list[str]]:
    return [
        [cell.words() for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")
    ]


# --- a classifier whose answers are known ------------------------------------------


def answer(sentiment, topics, impact, blamed, *, sure=0.9, review=False) -> Classification:
    impact, blamed = Impact(impact), Responsibility(blamed) if blamed else None
    topics = tuple(map(Topic, topics))
    return Classification(
        sentiment=Sentiment(sentiment),
        topic=topics[0] if topics else None,
        topics=topics,
        impact=impact,
        responsibility=blamed,
        quadrant=quadrant_of(impact, blamed),
        sentiment_confidence=sure,
        topic_confidence=sure,
        impact_confidence=sure,
        responsibility_confidence=sure if blamed else None,
        needs_review=review,
        review_reasons=("unsure_topic",) if review else (),
    )


UNJUDGED = Classification(needs_review=True, review_reasons=("empty",))


class Canned:
    """Gives the answers it was made with, and evidence at the places it was made with."""

    version_ = "canned"
    table = QuadrantTable.load()

    def __init__(self, texts, answers, spans=((0, 1, 1.0),)):
        self.answers = dict(zip(texts, answers, strict=True))
        self.spans = spans

    def classify_many(self, texts):
        return (self.answers[text] for text in texts)

    def explain(self, text):
        found = self.answers[text]
        made = [Evidence(a, b, text[a:b], w, "money" if w > 1 else None) for a, b, w in self.spans]
        labels = {
            label: LabelEvidence(
                str(getattr(found, label) or "none"),
                getattr(found, f"{label}_confidence") or 0.0,
                tuple(e for e in made if e.weight > 0),
                tuple(e for e in made if e.weight < 0),
                0.0,
                0.0,
            )
            for label in LABELS
        }
        return Explanation(text, found, labels)


def frame_of(*rows, dtype=None, **columns) -> pd.DataFrame:
    names = ["text", "sentiment", "topics", "impact", "responsibility"]
    frame = pd.DataFrame(rows, columns=names, dtype=dtype)
    return frame.assign(**columns)


def page_of(frame, answers, *, name="mine.csv", **options) -> Node:
    classifier = Canned(list(frame["text"]), answers, **options)
    return read(report_page(compare(classifier, frame), classifier, frame, name=name))


TRUTH = frame_of(
    ("tekst a", "negative", ["billing", "advice"], "high", "organisation"),
    ("tekst b", "negative", ["delivery"], "low", "customer"),
    ("tekst c", "positive", [], "none", None),
    ("tekst d", "neutral", ["advice"], "low", "customer"),
)
ANSWERS = [
    answer("negative", ["billing"], "high", "organisation", sure=0.95),
    answer("neutral", ["delivery"], "low", "organisation", sure=0.6, review=True),
    answer("positive", [], "none", None, sure=0.9),
    answer("neutral", ["advice"], "none", None, sure=0.8),
]


@pytest.fixture(scope="module")
def small() -> Node:
    return page_of(TRUTH, ANSWERS)


@pytest.fixture(scope="module")
def test_split(corpus) -> pd.DataFrame:
    return corpus[corpus["split"] == "test"]


@pytest.fixture(scope="module")
def comparison(shipped, test_split):
    return compare(shipped, test_split)


@pytest.fixture(scope="module")
def page(shipped, test_split, comparison) -> bytes:
    return report_page(comparison, shipped, test_split, name="corpus.jsonl, split test")


@pytest.fixture(scope="module")
def root(page) -> Node:
    return read(page)


# --- a page that stands alone ------------------------------------------------------


def test_page_asks_for_nothing_from_anywhere(page, root):
    tags = {node.tag for node in root.all()}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base", "image", "use"}
    for node in root.all():
        assert not {name for name in node.attributes if name.startswith("on")}
        assert not set(node.attributes) & {"src", "srcset", "action", "data", "xlink:href"}
        assert node.attributes.get("href", "#").startswith("#")
    assert not re.search(r"url\(|@import|https?://", root.one("style").text())
    (policy,) = [m for m in root.all("meta") if m.attributes.get("http-equiv")]
    assert policy.attributes["content"].startswith("default-src 'none'")
    assert page.startswith(b"<!DOCTYPE html>\n")


def test_page_is_small_and_the_same_every_time(page, shipped, test_split, comparison):
    assert len(page) < 1_000_000
    assert report_page(comparison, shipped, test_split, name="corpus.jsonl, split test") == page


def test_page_says_first_that_it_holds_texts_of_customers(root):
    body = root.one("body")
    assert "holds texts of customers" in body.children[1].text()
    assert "Klachtwijzer on corpus.jsonl, split test" in body.children[0].text()


def test_links_lead_to_sections(root):
    ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert [a.attributes["href"][1:] for a in root.one("nav").all("a")] == ids


# --- figures -----------------------------------------------------------------------


def test_headline_is_what_evaluate_says(root, shipped, test_split):
    figures = evaluate(shipped, test_split)
    found = {row[0]: row[1:] for row in rows_of(root.one("table", "figures"))}
    for label, one in [*figures["labels"].items(), ("quadrant", figures["quadrant"])]:
        texts, accuracy, macro, *_ = found[label]
        assert texts == str(one["texts"])
        assert accuracy.startswith(f"{one['accuracy'] * 100:.1f} %")
        assert macro == f"{one['macro_f1']:.3f}"
    review = figures["review"]
    everything, kept = found["all four labels"][1], found["all four labels"][-1]
    assert everything.startswith(f"{review['all_right'] * 100:.1f} %")
    assert kept.startswith(f"{review['all_right_kept'] * 100:.1f} %")
    assert found["impact"][-1].startswith(
        f"{review['labels']['impact']['accuracy_kept'] * 100:.1f} %"
    )


def test_evaluate_is_the_figures_of_a_comparison(shipped, test_split, comparison):
    assert figures_of(comparison) == evaluate(shipped, test_split)


def test_every_label_has_its_confusion_and_two_curves(root):
    parts = section(root, "labels").all("div", "label")
    assert [part.one("h3").text() for part in parts] == list(LABELS)
    for part in parts:
        reliability, coverage = part.all("svg", "chart")
        assert "Reliability" in reliability.attributes["aria-label"]
        assert "coverage" in coverage.attributes["aria-label"]
        assert part.one("table", "confusion")


def test_curves_stay_inside_their_pictures(root):
    for chart in root.all("svg", "chart"):
        _, _, width, height = map(float, chart.attributes["viewbox"].split())
        points = [p for line in chart.all("polyline") for p in line.attributes["points"].split()]
        assert points
        for point in points:
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_confusion_counts_and_shades(small):
    part = section(small, "labels").all("div", "label")[0]
    head, negative, neutral, positive, precision = rows_of(part.one("table", "confusion"))
    assert head[1:] == ["negative", "neutral", "positive", "texts"]
    assert negative == ["negative", "1 50 %", "1 50 %", "0", "2"]
    assert (neutral[2], positive[3]) == ("1 100 %", "1 100 %")
    assert precision[1:4] == ["100 %", "50 %", "100 %"]
    shades = [
        cell.attributes["style"]
        for cell in part.one("tbody").all("td")
        if "style" in cell.attributes
    ]
    assert shades[2] == "background:rgb(255,255,255)"  # nothing there
    assert len(set(shades)) == 4  # half right, half wrong, none, all right


def test_a_class_that_was_given_and_is_never_true_has_no_precision(small):
    part = section(small, "labels").all("div", "label")[3]
    head, *rows, precision = rows_of(part.one("table", "confusion"))
    assert "none" in head
    assert [row[0] for row in rows] == ["organisation", "customer"]
    assert precision[head.index("none")] == DASH


def test_curve_of_coverage_ends_at_the_accuracy_on_all(small):
    part = section(small, "labels").all("div", "label")[0]
    assert "all 75.0 %" in part.words()
    assert "after review 100.0 % of 3 texts" in part.words()


# --- the quadrant ------------------------------------------------------------------


def test_quadrant_counts_by_hand(small):
    cells = section(small, "quadrant").all("div", "cell")
    found = {cell.one("h3").text(): cell.words() for cell in cells}
    assert len(found) == 5
    assert "1 text by the truth, 1 right (100 %" in found["high organisation"]
    low = found["low customer"]
    assert "2 texts by the truth, 0 right" in low
    assert "2 missed; judged: 1 low organisation, 1 no impact" in low
    assert "1 wrongly here; truth: 1 low customer" in found["low organisation"]
    assert "0 texts by the truth0 missed0 wrongly here" in found["high customer"]
    outside = found["no impact: outside the quadrant"]
    assert "1 text by the truth, 1 right" in outside
    assert "1 wrongly here; truth: 1 low customer" in outside


def test_quadrant_tells_the_response_in_dutch(small):
    dutch = [n.text() for n in section(small, "quadrant").all("span") if "lang" in n.attributes]
    table = QuadrantTable.load()
    wanted = [
        table.advice("high", "organisation"),
        table.advice("high", "customer"),
        table.advice("low", "organisation"),
        table.advice("low", "customer"),
        table.advice("none", None),
    ]
    assert dutch == [advice.text for advice in wanted]


def test_all_texts_are_in_the_quadrant(root, comparison):
    said = section(root, "quadrant").text()
    counts = re.findall(r"(\d+)\s+texts? by the truth, (\d+) right", said)
    assert sum(int(texts) for texts, _ in counts) == len(comparison.answers)
    assert sum(int(right) for _, right in counts) == int(comparison.quadrant.right.sum())


# --- slices ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "texts", "interval"),
    # Newcombe (1998), table I, method 3; and the ends, where others leave 0 to 1.
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (20, 20, (0.8389, 1.0)),
        (0, 0, (0.0, 1.0)),
    ],
)
def test_wilson_interval(right, texts, interval):
    assert Rate(right, texts).interval == pytest.approx(interval, abs=5e-5)


def sliced(frame, answers):
    return slices(compare(Canned(list(frame["text"]), answers), frame), frame)


def test_columns_that_the_data_lacks_are_left_out(small):
    assert list(sliced(TRUTH, ANSWERS)) == ["length"]
    tables = section(small, "slices").all("table")
    assert [rows_of(table)[0][0] for table in tables] == ["length"]
    empty = TRUTH.assign(sector=[None, float("nan"), "", " "], channel=["mail", "mail", None, ""])
    found = sliced(empty, ANSWERS)
    assert list(found) == ["channel", "length"]
    assert [(one.name, one.texts) for one in found["channel"]] == [("(empty)", 2), ("mail", 2)]


def test_slices_count_what_is_right(root, test_split, comparison):
    tables = {rows_of(t)[0][0]: rows_of(t)[1:] for t in section(root, "slices").all("table")}
    assert list(tables) == ["sector", "channel", "kind", "length"]
    for column in ("sector", "channel", "kind"):
        counts = {row[0]: int(row[1]) for row in tables[column]}
        assert counts == dict(Counter(test_split[column]))
    assert sum(int(row[1]) for row in tables["length"]) == len(test_split)
    rows = np.flatnonzero(test_split["channel"] == "letter")
    right = comparison.labels["impact"].right[rows]
    (letter,) = [row for row in tables["channel"] if row[0] == "letter"]
    low, high = Rate(int(right.sum()), len(rows)).interval
    assert letter[4] == f"{right.mean() * 100:.0f} % {low * 100:.0f}{DASH}{high * 100:.0f}"


def test_responsibility_counts_where_the_truth_names_one():
    (whole,) = sliced(TRUTH, ANSWERS)["length"]
    assert whole.rates["responsibility"] == Rate(1, 3)
    assert whole.rates["quadrant"] == Rate(2, 4)
    praise = sliced(TRUTH.assign(kind=["a", "b", "praise", "b"]), ANSWERS)["kind"]
    (only,) = [one for one in praise if one.name == "praise"]
    assert only.rates["responsibility"].texts == 0


def test_lengths_in_words():
    texts = [" ".join(["woord"] * n) for n in (19, 20, 49, 50, 99, 100)]
    frame = frame_of(*((t, "positive", [], "none", None) for t in texts))
    found = sliced(frame, [ANSWERS[2]] * 6)["length"]
    assert [(one.name, one.texts) for one in found] == [
        ("under 20 words", 1),
        ("20 to 49", 2),
        ("50 to 99", 2),
        ("100 and more", 1),
    ]


def test_many_values_and_long_ones_are_kept_short():
    frame = frame_of(*((f"tekst {i}", "positive", [], "none", None) for i in range(90)))
    frame["sector"] = ["common"] * 20 + [f"firm {i} {'x' * 200}" for i in range(70)]
    found = sliced(frame, [ANSWERS[2]] * 90)["sector"]
    assert len(found) == 31
    assert found[0].name == "(41 others)"
    assert found[1].name == "common"
    assert sum(one.texts for one in found) == 90
    assert max(len(one.name) for one in found) < 70


# --- the worst errors --------------------------------------------------------------


def test_the_surest_errors_of_every_label_are_chosen(comparison, root):
    chosen = worst_mistakes(comparison)
    assert len(chosen) == 15
    for label, outcome in comparison.labels.items():
        mine = [m.row for m in chosen if m.label == label]
        assert 3 <= len(mine) <= 4
        confidence = outcome.confidence
        wrong = [i for i in outcome.counted if not outcome.right[i] and confidence[i] > 0]
        surest = sorted((confidence[i] for i in wrong), reverse=True)[: len(mine)]
        assert [confidence[i] for i in mine] == surest
        assert set(mine) <= set(wrong)
    assert len(section(root, "errors").all("article", "mistake")) == 15


def test_errors_say_what_was_given_and_what_is_true(small):
    cards = section(small, "errors").all("article", "mistake")
    titles = [card.one("h3").words() for card in cards]
    assert titles == [
        "sentiment: model neutral (60 % sure), truth negative",
        "impact: model none (80 % sure), truth low",
        "responsibility: model organisation (60 % sure), truth customer",
    ]
    assert "record 2 of 4; sent to review: unsure topic" in cards[0].text()
    assert "responsibility organisation (truth customer)" in cards[0].text()
    assert "not sent to review" in cards[1].text()


def test_no_errors_and_texts_that_were_not_judged():
    right = page_of(TRUTH.iloc[[0, 2]], [ANSWERS[0], ANSWERS[2]])
    assert "No label that the model gave was wrong." in section(right, "errors").text()
    silent = page_of(TRUTH, [UNJUDGED] * 4)
    assert "No label that the model gave was wrong." in section(silent, "errors").text()
    part = section(silent, "labels").all("div", "label")[0]
    assert "not judged" in rows_of(part.one("table", "confusion"))[0]


def test_a_single_text_makes_a_page():
    one = page_of(TRUTH.iloc[[2]], [ANSWERS[2]])
    # No text names a responsibility: there is nothing to say of it.
    assert [h.text() for h in section(one, "labels").all("h3")] == ["sentiment", "topic", "impact"]


def test_evidence_is_marked_where_it_stands():
    text = "Ik wacht al 3 weken\r\nop 250 euro & niemand belt."
    frame = frame_of((text, "negative", ["billing"], "high", "organisation"))
    given = answer("positive", ["billing"], "high", "organisation")
    at = text.index
    spans = (
        (at("3"), at("3") + len("3 weken"), 2.0),  # with a word of its own in it
        (at("weken"), at("weken") + 5, -0.5),
        (at("250"), at("euro") + 4, 0.7),
        (at("niemand"), at("belt"), -1.5),
    )
    (card,) = section(page_of(frame, [given], spans=spans), "errors").all("article")
    customer = card.one("div", "customer")
    # A browser reads \r\n as one line break; all else is the text itself.
    assert customer.text() == text
    marked = [(m.text(), m.attributes["class"]) for m in customer.all("mark")]
    assert marked == [
        ("3 ", "for"),
        ("weken", "against for"),
        ("250 euro", "for"),
        ("niemand ", "against"),
    ]
    sides = [li.text() for li in card.one("div", "sides").all("li")]
    assert sides == ["3 weken +2.00 money", "250 euro +0.70", "weken -0.50", "niemand -1.50"]
    assert customer.attributes["lang"] == "nl"


def test_marks_of_the_shipped_model_are_its_evidence(root, shipped, comparison):
    cards = section(root, "errors").all("article")
    for card, mistake in zip(cards, worst_mistakes(comparison), strict=True):
        text = comparison.data.texts[mistake.row]
        customer = card.one("div", "customer")
        assert customer.text() == text
        evidence = shipped.explain(text).labels[mistake.label]
        for stretches, kind in ((evidence.supporting, "for"), (evidence.opposing, "against")):
            wanted = {i for e in stretches for i in range(e.start, e.end)}
            found, place = set(), 0
            for child in customer.children:
                length = len(child if isinstance(child, str) else child.text())
                if isinstance(child, Node) and kind in child.attributes["class"].split():
                    found |= set(range(place, place + length))
                place += length
            assert found == wanted


NASTY = [
    "<script>alert('x')</script> & <b>vet</b> \" ' &lt;",
    "</div></article></section></style><img src=x onerror=alert(1)>",
    "<!-- nooit dicht <![CDATA[ ]]> &#60;svg/onload=alert(1)&#62;",
    "\x00\x01 \u202eomgekeerd\u2066 \U0001f621 {{ 7*7 }} %s %(x)s",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_gets_out_of_its_place(text):
    frame = frame_of(
        (text, "negative", ["billing"], "high", "organisation"),
        id=[text],
        sector=[text],
        channel=[text],
        kind=[text],
    )
    given = answer("positive", ["advice"], "low", "customer")
    nasty = page_of(frame, [given], name=text, spans=((0, 5, 1.0), (3, 9, -1.0)))
    plain = page_of(frame.assign(text="a" * len(text)), [given], spans=((0, 5, 1.0), (3, 9, -1.0)))
    assert [n.tag for n in nasty.all()] == [
        n.tag for n in page_of(frame, [given], spans=((0, 5, 1.0), (3, 9, -1.0))).all()
    ]
    assert Counter(n.tag for n in nasty.all()) == Counter(n.tag for n in plain.all())
    for card in section(nasty, "errors").all("article"):
        assert card.one("div", "customer").text() == text
    assert nasty.one("h1").text() == f"Klachtwijzer on {text}"


def test_half_a_surrogate_pair_is_no_obstacle():
    text = "kapot \ud83d beeldscherm"
    frame = frame_of((text, "negative", ["billing"], "high", "organisation"), dtype=object)
    root = page_of(frame, [answer("positive", ["billing"], "high", "organisation")])
    assert root.one("div", "customer").text() == text.replace("\ud83d", "?")


def test_long_texts_are_shown_where_the_evidence_is():
    texts = [f"begin {i:02} " + "woord " * 20_000 + "de monteur kwam niet" for i in range(20)]
    frame = frame_of(*((t, "negative", ["billing"], "high", "organisation") for t in texts))
    given = answer("positive", ["billing"], "high", "organisation")
    end = len(texts[0])
    spans = ((end - 4, end, 1.0), (60_000, 60_006, -1.0), (100, 110_000, -0.1))
    classifier = Canned(texts, [given] * 20, spans=spans)
    page = report_page(compare(classifier, frame), classifier, frame, name="long")
    assert len(page) < 1_000_000
    for customer in read(page).all("div", "customer"):
        shown = customer.text()
        assert shown.startswith("begin ")
        assert shown.endswith("kwam niet")
        assert customer.all("mark")[-1].text() == "niet"
        left_out = sum(map(int, re.findall(r" \[…(\d+) characters…\] ", shown)))
        notes = sum(map(len, re.findall(r" \[…\d+ characters…\] ", shown)))
        assert len(shown) - notes + left_out in (len(texts[0]), len(texts[0]) + 1)


def test_elements_escape_what_is_not_markup():
    inner = element("b", "<&>")
    assert element("p", inner, '"', title='"<') == (
        '<p title="&quot;&lt;"><b>&lt;&amp;&gt;</b>&quot;</p>'
    )


# --- the command -------------------------------------------------------------------


def run(*arguments, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "classifier", "evaluate", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def labelled(test_split, tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "labelled.jsonl"
    test_split.iloc[::10].to_json(path, orient="records", lines=True, force_ascii=False)
    return path


def test_command_writes_the_page_and_says_no_text_elsewhere(labelled, tmp_path):
    texts = [json.loads(line)["text"] for line in labelled.read_text("utf-8").splitlines()]
    target = tmp_path / "out.html"
    done = run(labelled, "--split", "test", "--report", target, "--json", tmp_path / "f.json")
    root = read(target.read_bytes())
    assert root.one("h1").text() == "Klachtwijzer on labelled.jsonl, split test"
    figures = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert f"model {figures['model_version']}" in root.one("footer").text()
    shown = [customer.text() for customer in root.all("div", "customer")]
    assert shown
    assert set(shown) <= set(texts)
    assert f"test: {len(texts)} texts" in done.stdout
    assert f"wrote {target}, which holds texts of customers" in done.stderr
    assert not [text for text in texts if text in done.stdout or text in done.stderr]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.json", "out.html"]


def test_command_replaces_a_page_only_when_told(labelled, tmp_path):
    target = tmp_path / "out.html"
    target.write_text("mine")
    done = run(labelled, "--report", target, code=1)
    assert "--force" in done.stderr
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]
    run(labelled, "--report", target, "--force")
    assert target.read_bytes().startswith(b"<!DOCTYPE html>")


def test_command_prints_the_page_alone(labelled):
    done = run(labelled, "--report", "-")
    assert read(done.stdout.encode()).one("h1").text() == "Klachtwijzer on labelled.jsonl"


def test_figures_and_page_need_two_places(labelled, tmp_path):
    places = ("--report", f"{tmp_path}/out", "--json", f"{tmp_path}/./out")
    assert "same place" in run(labelled, *places, code=2).stderr
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_when_the_work_fails(labelled, tmp_path):
    run(labelled, "--report", tmp_path / "out.html", "-m", tmp_path / "missing", code=1)
    assert not list(tmp_path.iterdir())
