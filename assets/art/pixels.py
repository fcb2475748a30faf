"""Reads PNG files, eight bits a channel with or without alpha, as rsvg-convert writes them. For masks and tests; standard library only."""
import struct
import zlib


def read(data):
    """Bytes of a PNG to (width, height, rows): each row a bytearray, four bytes a pixel. ValueError for any other kind of file."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG file")
    at, packed, head = 8, b"", None
    while at + 8 <= len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", data[at + 8:at + 21])
        elif kind == b"IDAT":
            packed += data[at + 8:at + 8 + n]
        at += 12 + n
    if head is None or head[2:] not in ((8, 6, 0, 0, 0), (8, 2, 0, 0, 0)):
        raise ValueError("not a PNG in colour with eight bits a channel")
    w, h, n = head[0], head[1], 4 if head[3] == 6 else 3
    raw, rows, above = zlib.decompress(packed), [], bytearray(n * w)
    for y in range(h):
        kind, row = raw[y * (n * w + 1)], bytearray(raw[y * (n * w + 1) + 1:(y + 1) * (n * w + 1)])
        if kind == 1:
            for i in range(n, len(row)):
                row[i] = (row[i] + row[i - n]) & 255
        elif kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above))
        elif kind == 3:
            for i in range(len(row)):
                row[i] = (row[i] + ((row[i - n] if i >= n else 0) + above[i]) // 2) & 255
        elif kind == 4:
            for i in range(len(row)):
                a, b, c = (row[i - n], above[i], above[i - n]) if i >= n else (0, above[i], 0)
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                row[i] = (row[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        above = row
        if n == 3:
            row = bytearray(b"\xff") * (4 * w)
            row[0::4], row[1::4], row[2::4] = above[0::3], above[1::3], above[2::3]
        rows.append(row)
    return w, h, rows


def alpha(data):
    """The alpha channel alone: a list of bytes, one a row."""
    return [bytes(r[3::4]) for r in read(data)[2]]
