"""HTML and SVG by the element; whatever is not markup already is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

# Elements without an end.
_VOID = {"meta", "br"}


class Markup(str):
    """Text that is markup already; only the functions below make it."""

    __slots__ = ()


def element(name: str, /, *content: object, **attributes: object) -> Markup:
    """Return an element.

    Parameters
    ----------
    name : str
        Such as ``td``.
    *content : object
        Markup stays as it is; anything else is escaped.
    **attributes : object
        ``class_`` stands for ``class``, and ``stroke_width`` for ``stroke-width``. One that
        is None is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{joined(content)}</{name}>")


def joined(parts: Iterable[object]) -> Markup:
    """Return parts one after another, what is not markup escaped."""
    return Markup("".join(p if isinstance(p, Markup) else escape(str(p)) for p in parts))


def style_sheet(css: str) -> Markup:
    """Return a style element around our own style sheet, which no customer text may enter."""
    return Markup(f"<style>\n{css}</style>")
