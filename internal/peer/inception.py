#!/usr/bin/env python3
"""Inception up to 768 features in PyTorch, timed: the peer of `tgan bench metrics`. Prints one JSON line.

Two ways: as pytorch-fid does it (convolution, batch norm, ReLU; batches of 50), and with batch norm folded and channels last,
which is the fastest way known here. Images of 64 pixels are resized by pytorch-fid's protocol.
"""
import argparse
import json
import pathlib
import resource
import sys
import time

import torch
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / "metrics" / "testdata"))
from inception import C, Net  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--images", type=int, default=50, help="of a batch")
parser.add_argument("--rounds", type=int, default=3)
args = parser.parse_args()
torch.manual_seed(1)
torch.set_num_threads(args.threads)
weights = {n: torch.randn(o, i, h, w) * (2 / (i * h * w)) ** 0.5 for n, (i, o, h, w) in C.items()}
norms = {n: [torch.zeros(o), torch.ones(o), torch.ones(o), torch.zeros(o)] for n, (_, o, _, _) in C.items()}
images = torch.randint(0, 256, (args.images, 3, 64, 64)).float()


def usual(name, x, stride, padding):
    return F.relu(F.batch_norm(F.conv2d(x, weights[name], None, stride, padding), *norms[name], training=False, eps=0.001), inplace=True)


def folded(name, x, stride, padding):
    return F.relu(F.conv2d(x, weights[name], norms[name][0], stride, padding), inplace=True)


def best(layer, layout):
    for n in weights:
        weights[n] = weights[n].contiguous(memory_format=layout)
    wall, cpu = [], []
    with torch.no_grad():
        for _ in range(args.rounds):
            begin, used = time.perf_counter(), time.process_time()
            x = 2 * F.interpolate(images / 255, (299, 299), mode="bilinear", align_corners=False) - 1
            Net(layer).features(x.contiguous(memory_format=layout), 3)
            wall.append(time.perf_counter() - begin)
            cpu.append(time.process_time() - used)
    return args.images / min(wall), args.images / min(cpu)


plain, plain_cpu = best(usual, torch.contiguous_format)
fast, fast_cpu = best(folded, torch.channels_last)
print(json.dumps({
    "engine": "pytorch " + torch.__version__, "threads": args.threads, "inception_images": args.images,
    "inception_768_images_per_s": plain, "inception_768_images_per_cpu_s": plain_cpu,
    "folded_images_per_s": fast, "folded_images_per_cpu_s": fast_cpu,
    "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
