"""Tables on disk, read and written a chunk at a time: CSV, JSON lines and Parquet."""

from classifier.tables.chunk import CHUNK_ROWS, Chunk, Reader, Writer
from classifier.tables.files import (
    STANDARD_STREAM,
    format_of,
    open_output,
    open_reader,
    open_writer,
)

__all__ = [
    "CHUNK_ROWS",
    "STANDARD_STREAM",
    "Chunk",
    "Reader",
    "Writer",
    "format_of",
    "open_output",
    "open_reader",
    "open_writer",
]
