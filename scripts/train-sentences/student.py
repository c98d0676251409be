"""Teaches a small net to say of sentences what a large one says.

    python3 student.py WORDS VECTORS TARGETS ENCODER CHECKPOINT

WORDS is what words.mjs wrote, VECTORS knowledge/recognise/word-vectors.bin, TARGETS what teacher.py wrote. ENCODER is
the file that the bot reads, CHECKPOINT the same before rounding. The first lines are kept apart: how near the net comes to
the teacher on those is printed at the end.
"""

import json
import math
import struct
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from word_vectors import read_word_vectors

WIDTH, HEADS, UNITS, SIZE = 160, 4, 640, 200
LONGEST = 24
OWN = 12_000
"""So many of the commonest words have numbers of their own besides their vector."""
VECTOR_LENGTH = 3
EPOCHS, BATCH, RATE = 8, 384, 3e-3
KEPT_APART = 4_000
FORGOTTEN = 0.02
"""So many words are hidden each time, so that the net learns what to make of a word that it does not know."""


class Student(nn.Module):
    """knowledge/recognise/sentences/sentence-encoder.ts says what it does, and does the same."""

    def __init__(self, vectors):
        super().__init__()
        self.words = len(vectors)
        table = np.zeros((self.words + 2, vectors.shape[1]), np.float32)
        directions = vectors.astype(np.float32)
        table[: self.words] = VECTOR_LENGTH * directions / np.linalg.norm(directions, axis=1, keepdims=True)
        self.register_buffer("table", torch.from_numpy(table))
        self.proj = nn.Linear(vectors.shape[1], WIDTH, bias=False)
        self.free = nn.Embedding(OWN + 3, WIDTH)
        nn.init.zeros_(self.free.weight)
        self.pos = nn.Parameter(torch.randn(LONGEST, WIDTH) * 0.02)
        self.ln1 = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.ln2 = nn.LayerNorm(WIDTH)
        self.f1 = nn.Linear(WIDTH, UNITS)
        self.f2 = nn.Linear(UNITS, SIZE)
        self.skip = nn.Linear(WIDTH, SIZE, bias=False)
        nn.init.zeros_(self.o.weight)

    def forward(self, words):
        batch, length = words.shape
        others = torch.where(words >= self.words, words - self.words + OWN, torch.full_like(words, OWN + 2))
        x = self.proj(self.table[words]) + self.free(torch.where(words < OWN, words, others)) + self.pos[:length]
        q, k, v = (part.view(batch, length, HEADS, -1).transpose(1, 2) for part in self.qkv(self.ln1(x)).split(WIDTH, -1))
        seen = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH / HEADS), -1) @ v
        x = x + self.o(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        return self.f2(F.relu(self.f1(self.ln2(x))).mean(1)) + self.skip(x.mean(1))


class Pool:
    """Sentences by their number of words, so that no place in a batch is empty."""

    def __init__(self, lines, numbers, ranks):
        found = {}
        for number in numbers:
            words = numbers_of(lines[number], ranks)
            if words:
                found.setdefault(len(words), []).append((number, words))
        self.groups = {
            length: (np.array([number for number, _ in each]), torch.tensor([words for _, words in each]))
            for length, each in found.items()
        }


def numbers_of(line, ranks):
    known = len(ranks)
    return [ranks.get(word, known + 1 if word[0].isdigit() else known) for word in line.split(" ") if word][:LONGEST]


def main_directions(targets):
    """What differs most among the teacher's answers: the first 200 of 512 numbers keep nine tenths of it."""
    sample = targets[:40_000].astype(np.float32)
    mean = sample.mean(0)
    values, directions = np.linalg.eigh((sample - mean).T @ (sample - mean) / len(sample))
    order = np.argsort(-values)[:SIZE]
    print("kept of the variance", values[order].sum() / values.sum())
    return mean, directions[:, order].astype(np.float32)


def learn(lines, words, vectors, targets):
    ranks = {word: rank for rank, word in enumerate(words)}
    mean, directions = main_directions(targets)
    wanted = np.concatenate([(targets[at : at + 50_000].astype(np.float32) - mean) @ directions for at in range(0, len(targets), 50_000)])
    wanted = torch.from_numpy(wanted / np.linalg.norm(wanted, axis=1, keepdims=True))
    torch.manual_seed(1)
    student = Student(vectors)
    checked, learnt = Pool(lines, range(KEPT_APART), ranks), Pool(lines, range(KEPT_APART, len(lines)), ranks)
    batches = [(length, at) for length, (numbers, _) in learnt.groups.items() for at in range(0, len(numbers), BATCH)]
    steps = EPOCHS * len(batches)
    optimiser = torch.optim.Adam(student.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    chance = np.random.default_rng(1)
    step, total, began = 0, 0.0, time.process_time()
    for _ in range(EPOCHS):
        orders = {length: chance.permutation(len(numbers)) for length, (numbers, _) in learnt.groups.items()}
        chance.shuffle(batches)
        for length, at in batches:
            numbers, group = learnt.groups[length]
            chosen = orders[length][at : at + BATCH]
            read = group[chosen]
            read = torch.where(torch.rand(read.shape) < FORGOTTEN, torch.full_like(read, student.words), read)
            loss = (1 - F.cosine_similarity(student(read), wanted[numbers[chosen]], dim=1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            if step % 400 == 0:
                print(f"{step} of {steps}: loss {total / 400:.4f}, {time.process_time() - began:.0f} s", flush=True)
                total = 0.0
    student.eval()
    with torch.no_grad():
        likeness = [F.cosine_similarity(student(group), wanted[numbers], dim=1) for numbers, group in checked.groups.values()]
    print(f"cosine to the teacher on what was kept apart: {torch.cat(likeness).mean():.4f}")
    return student


def write(student, file):
    """As knowledge/recognise/sentences/sentence-weights.ts reads it. Scales and shifts of the layers' inputs go into the layers."""
    header = {"width": WIDTH, "heads": HEADS, "longest": LONGEST, "ownCount": OWN, "vector": student.table.shape[1], "units": UNITS, "size": SIZE}
    text = json.dumps(header).encode()
    none = lambda count: torch.zeros(count)
    with torch.no_grad():
        parts = [
            struct.pack("<I", len(text)),
            text,
            rows(student.free.weight),
            floats(student.pos),
            layer(student.proj.weight, none(WIDTH)),
            layer(*folded(student.ln1, student.qkv)),
            layer(student.o.weight, student.o.bias),
            layer(*folded(student.ln2, student.f1)),
            layer(student.f2.weight, student.f2.bias),
            layer(student.skip.weight, none(SIZE)),
        ]
    with open(file, "wb") as out:
        out.write(b"".join(parts))


def folded(norm, linear):
    return linear.weight * norm.weight, linear.bias + linear.weight @ norm.bias


def layer(weight, bias):
    return rows(weight) + floats(bias)


def rows(weight):
    values = weight.numpy()
    scales = np.abs(values).max(1) / 127
    whole = np.round(values / np.where(scales == 0, 1, scales)[:, None]).astype(np.int8)
    return whole.tobytes() + scales.astype("<f4").tobytes()


def floats(values):
    return values.detach().numpy().astype("<f4").tobytes()


if __name__ == "__main__":
    torch.set_num_threads(1)
    lines = open(sys.argv[1], encoding="utf-8").read().split("\n")[:-1]
    words, vectors = read_word_vectors(sys.argv[2])
    student = learn(lines, words, vectors, np.load(sys.argv[3], mmap_mode="r"))
    write(student, sys.argv[4])
    torch.save(student.state_dict(), sys.argv[5])
