#!/usr/bin/env python3
"""Times `tgan bench` and a PyTorch script in turn and prints the ratios of their medians: PyTorch over tgan, so above 1 tgan is faster or smaller.

compare.py --tgan bin/tgan [--peer wgangp.py] [--rounds 5] [POINT ...]   a point is arch:dim:batch:threads, or metrics:threads
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

here = pathlib.Path(__file__).parent
points = [f"dcgan32:{dim}:64:{threads}" for threads in (2, 1) for dim in (16, 32, 64)] + ["resnet64:16:16:2", "resnet64:32:16:2", "metrics:2"]
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--tgan", required=True)
parser.add_argument("--peer", default=here / "wgangp.py")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("points", nargs="*", default=points)
args = parser.parse_args()
if subprocess.run([sys.executable, "-c", "import torch"], capture_output=True).returncode:
    sys.exit("PyTorch is not installed for " + sys.executable + "; on Debian: apt-get install python3-torch, then /usr/bin/python3")

# PyTorch of Debian is fastest with the OpenBLAS that shares OpenMP's threads with it, in the kernels that OpenBLAS itself chooses for the
# processor: the default with threads of its own fights PyTorch's for the cores, and variables of the shell can pick older kernels.
environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
openmp = pathlib.Path("/usr/lib/x86_64-linux-gnu/openblas-openmp")
if openmp.is_dir():
    environment["LD_LIBRARY_PATH"] = ":".join(filter(None, [str(openmp), environment.get("LD_LIBRARY_PATH")]))
else:
    print("PyTorch may be slower than it can be: on Debian, apt-get install libopenblas0-openmp", file=sys.stderr)


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def metrics(threads):
    """Inception in turn with PyTorch, FID and KMMD alone."""
    ours, theirs = [], []
    for _ in range(args.rounds):
        ours.append(run([args.tgan, "bench", "metrics", "--json", "--rounds", "1", "--threads", threads]))
        theirs.append(run([sys.executable, here / "inception.py", "--rounds", "1", "--threads", threads]))
    middle = lambda runs, key: statistics.median(r[key] for r in runs)
    for what, unit in (("images_per_s", "images/s"), ("images_per_cpu_s", "images/s of processor time")):
        mine, usual, folded = middle(ours, "inception_768_" + what), middle(theirs, "inception_768_" + what), middle(theirs, "folded_" + what)
        print(f"Inception-768, {threads} threads: tgan {mine:.1f}, PyTorch {usual:.1f}, folded and channels last {folded:.1f} {unit}; "
              f"ratios {mine / usual:.2f} and {mine / folded:.2f}")
    for name, what in (("fid", "FID from two statistics of 2048 features"), ("kmmd", "KMMD of 10,000 x 10,000 x 768")):
        print(f"{what}: {middle(ours, name + '_s'):.2f} s, {middle(ours, name + '_cpu_s'):.2f} s of processor time")


print("| network | dim | batch | threads | tgan ms | PyTorch ms | ratio | tgan MB | PyTorch MB | ratio | of FMA peak |")
print("|---|---|---|---|---|---|---|---|---|---|---|")
for point in args.points:
    if point.startswith("metrics:"):
        metrics(point.split(":")[1])
        continue
    arch, dim, batch, threads = point.split(":")
    flags = ["--arch", arch, "--dim", dim, "--batch", batch, "--threads", threads, "--iters", "3" if arch == "dcgan32" else "1"]
    runs = {"tgan": [], "peer": []}
    for _ in range(args.rounds):
        for who, command in (("tgan", [args.tgan, "bench", "--json"]), ("peer", [sys.executable, args.peer])):
            runs[who].append(run(command + flags))
    middle = lambda who, key: statistics.median(r[key] for r in runs[who])
    ours, theirs = middle("tgan", "iter_ms_best"), middle("peer", "iter_ms_best")
    our_mb, their_mb = middle("tgan", "rss_mb"), middle("peer", "rss_mb")
    print(f"| {arch} | {dim} | {batch} | {threads} | {ours:.1f} | {theirs:.1f} | {theirs / ours:.2f} | {our_mb:.0f} | {their_mb:.0f} | "
          f"{their_mb / our_mb:.1f} | {middle('tgan', 'peak_fraction'):.2f} |", flush=True)
