"""Zip files whose bytes depend on nothing but what is in them."""

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip file can name."""


def packed(files: Mapping[str, bytes], *, first: str = "") -> bytes:
    """The files in order of their names, `first` before all others.

    Stored and not deflated: two releases of zlib may deflate the same text into different bytes, and the pictures,
    which make up most of a kit, are compressed already.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = ZipInfo(name, _TIME)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
