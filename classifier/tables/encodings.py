"""Which encoding a file is in: UTF-8, or the Windows-1252 that old exports use."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from classifier.errors import InputError

_BLOCK = 1 << 16
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, has_utf8 = 1, False
    while True:
        block = file.read(_BLOCK)
        pending = decoder.getstate()[0]
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            whole = pending + block
            line += whole[: error.start].count(b"\n")
            has_utf8 = has_utf8 or not whole[: error.start].isascii()
            break
        if not block:
            file.seek(0)
            return "utf-8-sig"
        has_utf8 = has_utf8 or not text.removeprefix("\ufeff").isascii()
        line += block.count(b"\n")
    if has_utf8 or not _is_windows_1252(file):
        raise InputError(
            f"{name}, line {line}: bytes that are not UTF-8, in a file that is not "
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
