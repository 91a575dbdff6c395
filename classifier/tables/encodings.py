"""Which encoding a file is in: UTF-8, or the Windows-1252 that old exports use."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from classifier.errors import InputError

_BLOCK = 1 << 16
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BAD = re.compile("[\udc80-\udcff]")
_UTF8 = re.compile("[^\x00-\x7f\udc80-\udcff]")


def detect_encoding(file: BinaryIO, name: str) -> str:
    """Return the Python name of the encoding of `file`, and leave it at its start.

    A file that is not UTF-8 is taken for Windows-1252, unless it holds bytes that
    Windows-1252 does not have, or letters that are UTF-8: then it is damaged.

    Raises
    ------
    InputError
        Naming the first line that cannot be read.
    """
    file.seek(0)
    if file.read(2) in _UTF16:
        raise InputError(f"{name} is UTF-16; save it as UTF-8")
    file.seek(0)
    # Bytes that are not UTF-8 come out as half surrogate pairs, which UTF-8 itself cannot hold.
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    line, bad_line, has_utf8, block = 1, 0, False, b"-"
    while block:
        block = file.read(_BLOCK)
        text = decoder.decode(block, final=not block)
        if not text.isascii():
            has_utf8 = has_utf8 or _UTF8.search(text) is not None
            if not bad_line and (bad := _BAD.search(text)):
                bad_line = line + text.count("\n", 0, bad.start())
        line += text.count("\n")
    file.seek(0)
    if not bad_line:
        return "utf-8-sig"
    if has_utf8 or not _is_windows_1252(file):
        raise InputError(
            f"{name}, line {bad_line}: bytes that are not UTF-8, in a file that is not "
            "Windows-1252 either; mend the line, or save the file as UTF-8"
        )
    return "cp1252"


def _is_windows_1252(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        while block := file.read(_BLOCK):
            block.decode("cp1252")
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
