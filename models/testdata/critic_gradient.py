#!/usr/bin/env python3
"""Writes critic_gradient.safetensors: the WGAN-GP critic loss of dcgan32 (dim 4, 3 real and 3 fake images) and its gradient by PyTorch's double
backward in float64, stored as float32 in the layouts of this project (images NHWC, convolutions [R,S,C,K], linear [in,out] over NHWC).

Run: python3 critic_gradient.py   (Debian: apt-get install python3-torch; made with torch 1.13.0)
"""
import json
import struct

import numpy as np
import torch
import torch.nn.functional as F

DIM, N = 4, 3
torch.manual_seed(7)
torch.set_default_dtype(torch.float64)


def f32(*shape, scale=1.0):
    """Random values that float32 holds exactly, so that both sides start from the same numbers."""
    return (torch.randn(*shape) * scale).float().double()


weights = {}
for i, (c, k) in enumerate([(3, DIM), (DIM, 2 * DIM), (2 * DIM, 4 * DIM)], 1):
    weights[f"critic/down{i}/weight"] = f32(k, c, 5, 5, scale=0.12)
    weights[f"critic/down{i}/bias"] = f32(k, scale=0.1)
weights["critic/linear/weight"] = f32(1, 4 * DIM, 4, 4, scale=0.1)
weights["critic/linear/bias"] = f32(1, scale=0.1)
for w in weights.values():
    w.requires_grad_(True)


def critic(x):
    for i in (1, 2, 3):
        x = F.leaky_relu(F.conv2d(x, weights[f"critic/down{i}/weight"], weights[f"critic/down{i}/bias"], stride=2, padding=2), 0.2)
    return x.flatten(1) @ weights["critic/linear/weight"].flatten(1).T + weights["critic/linear/bias"]


batch = f32(2 * N, 3, 32, 32, scale=0.5)
mixed = f32(N, 3, 32, 32, scale=0.5).requires_grad_(True)
values = critic(batch)
distance = values[:N].mean() - values[N:].mean()
slope, = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
penalty = ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
loss = 10 * penalty - distance
gradients = torch.autograd.grad(loss, list(weights.values()))


def layout(name, t):
    t = t.detach()
    if t.dim() == 4 and "linear" in name:
        return t.permute(0, 2, 3, 1).reshape(1, -1).T
    if t.dim() == 4 and "weight" in name:
        return t.permute(2, 3, 1, 0)
    if t.dim() == 4:
        return t.permute(0, 2, 3, 1)
    return t.reshape(-1)


tensors = {"batch": layout("batch", batch), "mixed": layout("mixed", mixed)}
for (name, w), g in zip(weights.items(), gradients):
    tensors[name] = layout(name, w)
    tensors["gradient/" + name] = layout(name, g)
for name, v in [("loss", loss), ("distance", distance), ("penalty", penalty)]:
    tensors[name] = v.detach().reshape(1)

header, data = {}, b""
for name, t in tensors.items():
    raw = np.ascontiguousarray(t.numpy().astype("<f4")).tobytes()
    header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
with open("critic_gradient.safetensors", "wb") as f:
    f.write(struct.pack("<Q", len(text)) + text + data)
