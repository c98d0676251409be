"""python3 train.py OUT BATCHES SEED PEAK_RATE [FROM]: draws and learns in one go; every strip is seen once.

Without FROM it begins from nothing, with strips of which a fifth can hardly be read; with FROM it goes on from those
weights, with gentler ones.
"""

import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from draw import ALPHABET, IGNORE, NOTHING, Sheets
from net import Net, normalise, read, write

BATCH = 64


def batches(seed, size, gentle):
    sheets = Sheets(seed, gentle)
    pixels, labels = [], []
    while True:
        for strip, label in sheets.strips():
            pixels.append(strip)
            labels.append(label)
        if len(pixels) >= size:
            yield normalise(np.stack(pixels[:size])), torch.from_numpy(np.stack(labels[:size]).astype(np.int64))
            pixels, labels = pixels[size:], labels[size:]


def measure(net, held_out):
    """Share of columns at a character's centre that are read right, and of empty ones that are called empty."""
    right = characters = quiet = empty = right_o = 0
    net.eval()
    with torch.no_grad():
        for x, y in held_out:
            said = net(x.contiguous(memory_format=torch.channels_last)).argmax(1)
            isc = y < NOTHING
            right += (said[isc] == y[isc]).sum().item()
            o, zero = ALPHABET.index("O"), ALPHABET.index("0")
            fold = lambda t: torch.where(t == o, torch.full_like(t, zero), t)
            right_o += (fold(said)[isc] == fold(y)[isc]).sum().item()
            characters += isc.sum().item()
            nothing = y == NOTHING
            quiet += (said[nothing] == NOTHING).sum().item()
            empty += nothing.sum().item()
    net.train()
    return right / characters, right_o / characters, quiet / empty


def main():
    out, total, seed, peak = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    held_out = [batch for batch, _ in zip(batches(90_001, 512, True), range(6))]
    net = Net()
    if len(sys.argv) > 5:
        read(net, sys.argv[5])
    net = net.to(memory_format=torch.channels_last)
    rate = torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(rate, peak, total_steps=total + 1, pct_start=0.12)
    began, losses = time.time(), []
    for step, (x, y) in enumerate(batches(seed, BATCH, len(sys.argv) > 5), 1):
        said = net(x.contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(said, y, ignore_index=IGNORE)
        rate.zero_grad()
        loss.backward()
        rate.step()
        schedule.step()
        losses.append(loss.item())
        if step % 200 == 0 or step == total:
            right, folded, quiet = measure(net, held_out)
            seconds = time.time() - began
            print(
                f"{step} loss {np.mean(losses[-200:]):.4f} characters {right:.4f} (O=0 {folded:.4f}) empty {quiet:.4f} {seconds:.0f} s",
                flush=True,
            )
            write(net, out)
        if step == total:
            break


main()
