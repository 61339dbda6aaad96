#!/usr/bin/env python3
"""One WGAN-GP training iteration of this project's networks in PyTorch, timed: the peer of `tgan bench`. Prints one JSON line.

The usual way of writing it: three forward passes of the critic, autograd.grad with create_graph for the penalty.
"""
import argparse
import json
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--arch", default="dcgan32", choices=["dcgan32", "resnet64"])
parser.add_argument("--dim", type=int, default=16)
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--iters", type=int, default=5)
parser.add_argument("--critic", type=int, default=5)
args = parser.parse_args()
torch.manual_seed(1)
torch.set_num_threads(args.threads)
D, N = args.dim, args.batch


class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(len(x), *self.shape)


class Residual(nn.Module):
    """Pre-activation block; scale 2 upsamples (batch norm), 0.5 pools (layer norm over C, H and W)."""

    def __init__(self, channels, out, side, scale):
        super().__init__()
        up = scale == 2
        middle = out if up else channels
        self.scale = scale
        self.norm1 = nn.BatchNorm2d(channels) if up else nn.LayerNorm([channels, side, side])
        self.norm2 = nn.BatchNorm2d(middle) if up else nn.LayerNorm([middle, side, side])
        self.conv1 = nn.Conv2d(channels, middle, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(middle, out, 3, padding=1)
        self.shortcut = nn.Conv2d(channels, out, 1)

    def forward(self, x):
        grow = (lambda t: F.interpolate(t, scale_factor=2)) if self.scale == 2 else (lambda t: t)
        shrink = (lambda t: F.avg_pool2d(t, 2)) if self.scale != 2 else (lambda t: t)
        h = self.conv1(grow(F.relu(self.norm1(x))))
        return self.shortcut(shrink(grow(x))) + shrink(self.conv2(F.relu(self.norm2(h))))


def dcgan32():
    up = lambda i, o: nn.ConvTranspose2d(i, o, 5, stride=2, padding=2, output_padding=1)
    down = lambda i, o: nn.Conv2d(i, o, 5, stride=2, padding=2)
    generator = nn.Sequential(
        nn.Linear(128, 64 * D), nn.BatchNorm1d(64 * D), nn.ReLU(), Reshape(4 * D, 4, 4), up(4 * D, 2 * D), nn.BatchNorm2d(2 * D), nn.ReLU(),
        up(2 * D, D), nn.BatchNorm2d(D), nn.ReLU(), up(D, 3), nn.Tanh())
    critic = nn.Sequential(
        down(3, D), nn.LeakyReLU(0.2), down(D, 2 * D), nn.LeakyReLU(0.2), down(2 * D, 4 * D), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(64 * D, 1))
    return generator, critic, 32


def resnet64():
    generator = nn.Sequential(
        nn.Linear(128, 128 * D), Reshape(8 * D, 4, 4), Residual(8 * D, 8 * D, 4, 2), Residual(8 * D, 4 * D, 8, 2), Residual(4 * D, 2 * D, 16, 2),
        Residual(2 * D, D, 32, 2), nn.BatchNorm2d(D), nn.ReLU(), nn.Conv2d(D, 3, 3, padding=1), nn.Tanh())
    critic = nn.Sequential(
        nn.Conv2d(3, D, 3, padding=1), Residual(D, 2 * D, 64, 0.5), Residual(2 * D, 4 * D, 32, 0.5), Residual(4 * D, 8 * D, 16, 0.5),
        Residual(8 * D, 8 * D, 8, 0.5), nn.Flatten(), nn.Linear(128 * D, 1))
    return generator, critic, 64


generator, critic, side = {"dcgan32": dcgan32, "resnet64": resnet64}[args.arch]()
adam = {net: torch.optim.Adam(net.parameters(), lr=1e-4, betas=(0, 0.9)) for net in (generator, critic)}
real = torch.rand(N, 3, side, side) * 2 - 1


def update(net, loss):
    adam[net].zero_grad(set_to_none=True)
    loss.backward()
    adam[net].step()


def critic_update():
    with torch.no_grad():
        fake = generator(torch.randn(N, 128))
    share = torch.rand(N, 1, 1, 1)
    mixed = (share * real + (1 - share) * fake).requires_grad_(True)
    slope, = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    penalty = ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
    update(critic, critic(fake).mean() - critic(real).mean() + 10 * penalty)


def generator_update():
    critic.requires_grad_(False)
    update(generator, -critic(generator(torch.randn(N, 128))).mean())
    critic.requires_grad_(True)


def milliseconds(action):
    begin = time.perf_counter()
    action()
    return 1e3 * (time.perf_counter() - begin)


critics, generators, iterations = [], [], []
for i in range(args.iters + 1):
    begin = time.perf_counter()
    c = [milliseconds(critic_update) for _ in range(args.critic)]
    g = milliseconds(generator_update)
    if i > 0:
        critics += c
        generators.append(g)
        iterations.append(1e3 * (time.perf_counter() - begin))
count = lambda net: sum(p.numel() for p in net.parameters())
print(json.dumps({
    "engine": "pytorch " + torch.__version__, "arch": args.arch, "dim": D, "batch": N, "threads": args.threads,
    "critic_ms_best": min(critics), "critic_ms_median": statistics.median(critics), "gen_ms_best": min(generators), "iter_ms_best": min(iterations),
    "params_g": count(generator), "params_d": count(critic), "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
