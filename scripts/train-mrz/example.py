"""python3 example.py WEIGHTS OUT.json: a strip and what the stored weights say of it, for the test of the reader."""

import base64
import json
import sys

import numpy as np
import torch

from draw import Sheets
from net import Net, normalise, read

net = Net()
read(net, sys.argv[1])
with torch.no_grad():
    strip = Sheets(7).strips()[0][0][:, 96:256]
    scores = torch.log_softmax(net(normalise(strip[None]))[0], 0).T
with open(sys.argv[2], "w") as file:
    json.dump(
        {
            "width": strip.shape[1],
            "height": strip.shape[0],
            "pixels": base64.b64encode(np.ascontiguousarray(strip).tobytes()).decode(),
            "scores": base64.b64encode(scores.contiguous().numpy().astype("<f4").tobytes()).decode(),
        },
        file,
        indent=2,
    )
    file.write("\n")
