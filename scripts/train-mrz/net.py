"""The net: a strip in, for every second column what character stands centred there."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from draw import NOTHING, STRIP_HEIGHT

CLASSES = NOTHING + 1
WINDOW = 24


class Net(nn.Module):
    """125,718 parameters. Sees 23 columns at a time, less than two characters: it cannot learn a language."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 16, 3, padding=1)
        self.c2 = nn.Conv2d(16, 32, 3, padding=1)
        self.c3 = nn.Conv2d(32, 48, 3, padding=1)
        self.c4 = nn.Conv2d(48, 64, (STRIP_HEIGHT // 4, 5), padding=(0, 2))
        self.c5 = nn.Conv2d(64, 64, (1, 3), padding=(0, 1))
        self.c6 = nn.Conv2d(64, CLASSES, 1)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.c1(x)), 2)
        x = F.max_pool2d(F.relu(self.c2(x)), (2, 1))
        x = F.relu(self.c3(x))
        x = F.relu(self.c4(x))
        x = F.relu(self.c5(x))
        return self.c6(x).squeeze(2)


def normalise(strips):
    """Grey levels (batch, height, width) to deviations from what is around: light and contrast drop out."""
    height, width = strips.shape[1:]
    values = strips.astype(np.float32)
    sums = np.cumsum(np.pad(values.sum(1), ((0, 0), (1, 0))), 1, dtype=np.float64)
    squares = np.cumsum(np.pad((values**2).sum(1), ((0, 0), (1, 0))), 1, dtype=np.float64)
    low = np.maximum(np.arange(width) - WINDOW, 0)
    high = np.minimum(np.arange(width) + WINDOW + 1, width)
    count = (high - low) * height
    mean = (sums[:, high] - sums[:, low]) / count
    spread = np.sqrt(np.maximum(0, (squares[:, high] - squares[:, low]) / count - mean**2))
    result = (values - mean[:, None, :]) / (spread[:, None, :] + 4)
    return torch.from_numpy(np.clip(result, -4, 4).astype(np.float32)).unsqueeze(1)


def write(net, file):
    """Weights as half floats: of each layer kernel row, column, input, output; then its biases."""
    parts = []
    for layer in (net.c1, net.c2, net.c3, net.c4, net.c5, net.c6):
        parts += [layer.weight.detach().permute(2, 3, 1, 0).contiguous().numpy().ravel(), layer.bias.detach().numpy()]
    np.concatenate(parts).astype("<f2").tofile(file)


def read(net, file):
    """The reverse of write."""
    weights, at = np.fromfile(file, "<f2").astype(np.float32), 0
    with torch.no_grad():
        for layer in (net.c1, net.c2, net.c3, net.c4, net.c5, net.c6):
            outputs, inputs, rows, columns = layer.weight.shape
            size = layer.weight.numel()
            part = torch.from_numpy(weights[at : at + size].reshape(rows, columns, inputs, outputs))
            layer.weight.copy_(part.permute(3, 2, 0, 1))
            layer.bias.copy_(torch.from_numpy(weights[at + size : at + size + outputs]))
            at += size + outputs
