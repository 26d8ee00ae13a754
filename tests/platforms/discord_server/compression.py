"""Transport compression: each payload ends at a flush (documentation: Gateway, Encoding and Compression)."""

from __future__ import annotations

import zlib
from collections.abc import Callable

ZSTD_START = b"\x28\xb5\x2f\xfd" + b"\x00" + b"\x38"  # magic number, no size or checksum, a window of 128 KiB
ZSTD_BLOCK = 1 << 17

Pack = Callable[[bytes], bytes]


def zlib_stream() -> Pack:
    """One zlib stream for the whole connection."""
    deflate = zlib.compressobj()
    return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)


def zstd_stream() -> Pack:
    """One Zstandard frame for the whole connection, of raw blocks (RFC 8878, 3.1.1.2): no library is needed for it."""
    start = [ZSTD_START]

    def pack(data: bytes) -> bytes:
        parts = [data[at : at + ZSTD_BLOCK] for at in range(0, len(data), ZSTD_BLOCK)]
        blocks = [(len(part) << 3).to_bytes(3, "little") + part for part in parts]
        return (start.pop() if start else b"") + b"".join(blocks)

    return pack


STREAMS: dict[str, Callable[[], Pack]] = {"zlib-stream": zlib_stream, "zstd-stream": zstd_stream}
