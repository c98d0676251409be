"""What a trained net says of a few sentences, for the test of the encoder: python3 example.py CHECKPOINT VECTORS FILE.

CHECKPOINT is what student.py leaves beside the encoder.
"""

import json
import sys

import torch
import torch.nn.functional as F

from student import Student, numbers_of
from word_vectors import read_word_vectors

SENTENCES = [
    "where is my money",
    "hello",
    "the dog bit the man",
    "can you help me change the name on my account",
    "i sent 3 papers two weeks ago and nobody has answered",
    "zzgrmpf is not a word",
    "what do i do when the little camera on my old phone will not start and the page says that something is wrong",
]

if __name__ == "__main__":
    words, vectors = read_word_vectors(sys.argv[2])
    ranks = {word: rank for rank, word in enumerate(words)}
    student = Student(vectors)
    student.load_state_dict(torch.load(sys.argv[1]))
    student.eval()
    with torch.no_grad():
        said = [F.normalize(student(torch.tensor([numbers_of(each, ranks)])), dim=1)[0] for each in SENTENCES]
    examples = [{"words": each, "vector": [round(value, 5) for value in vector.tolist()]} for each, vector in zip(SENTENCES, said)]
    with open(sys.argv[3], "w") as file:
        json.dump(examples, file, indent=2)
        file.write("\n")
