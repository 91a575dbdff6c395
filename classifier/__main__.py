"""``python -m classifier`` is the command ``klachtwijzer``."""

from classifier.cli import app

app(prog_name="klachtwijzer")
