"""Put the report of `klachtwijzer check-corpus` into the datasheet, between its marks."""

from __future__ import annotations

from measuring import CORPUS, REAL

from classifier.corpus import read_corpus
from classifier.corpus_checks import Plan, check_corpus, markdown

START, END = "<!-- report of check-corpus -->", "<!-- end of report -->"


def main() -> None:
    """Run the checks with the real texts, and write their report."""
    plan = Plan.read(CORPUS.with_name("plan.toml"))
    report = check_corpus(read_corpus(CORPUS, described=True), plan, real=read_corpus(REAL))
    datasheet = CORPUS.with_name("README.md")
    before, _, rest = datasheet.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    text = f"{before}{START}\n\n{markdown(report)}\n{END}{after}"
    datasheet.write_text(text, encoding="utf-8")
    print(f"{len(report.failed)} checks do not hold:", *(f.check for f in report.failed), sep="\n")


if __name__ == "__main__":
    main()
