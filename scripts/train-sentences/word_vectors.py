"""Reads knowledge/recognise/word-vectors.bin: words by frequency, and a vector of bytes for each."""

import struct
from pathlib import Path

import numpy as np


def read_word_vectors(file):
    data = Path(file).read_bytes()
    count, size = struct.unpack_from("<II", data)
    vectors = np.frombuffer(data, np.int8, count * size, 8).reshape(count, size)
    return data[8 + count * size :].decode().split("\n"), vectors
