#!/usr/bin/env python3
"""Writes parity.json: the networks of this project in PyTorch, in float64, from weights that both sides draw by the same recipe. For each
case: images of the generator, the critic's loss with its penalty, the generator's loss, every gradient, and every weight after one step of
Adam (rate 1e-4, betas 0 and 0.9). Conditional cases have the auxiliary classifier's cross-entropy in both losses, of real images in the
critic's; their generator concatenates the one-hot label to the latent code, or chooses rows of tables of scales and offsets. A tensor is kept as its norm and 8 sums of its elements with random signs: the root mean square
of the differences of those sums estimates the norm of the difference of two tensors.

The networks are written as the paper's code has them: nearest upsampling, then convolution; convolution, then mean pooling. Weights have
the layouts of this project (convolutions [R,S,in,out], transposed ones [R,S,out,in], linear [in,out] over NHWC).

Run: /usr/bin/python3 parity.py   (Debian: apt-get install python3-torch; made with torch 1.13.0)
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

# Architecture, dim, samples, the numbers of the critic's and of the generator's inputs, and the condition, with CLASSES; numbers are chosen so that no unit is so near the kink of its ReLU that float32 puts it on the other side.
CASES = [
    ("dcgan32", 8, 3, 0, 0, ""), ("resnet32", 8, 2, 0, 0, ""), ("resnet64", 8, 3, 0, 0, ""), ("resnet64", 64, 1, 0, 5, ""),
    ("dcgan32", 8, 3, 0, 0, "batch-norm"), ("dcgan32", 8, 3, 0, 0, "concatenate"),
    ("resnet32", 8, 3, 0, 0, "batch-norm"), ("resnet32", 8, 3, 0, 0, "concatenate"),
    ("resnet64", 8, 3, 0, 0, "batch-norm"), ("resnet64", 8, 3, 0, 0, "concatenate"),
]
CLASSES = 5
torch.set_default_dtype(torch.float64)


def hashes(name, n):
    """n 32-bit numbers: FNV-1a of the name, plus the index times the golden ratio, through the finalizer of MurmurHash3."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    h = np.uint32(seed) + np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    return h ^ (h >> np.uint32(16))


def units(name, n):
    """n multiples of 2^-23 in [-1, 1)."""
    return (hashes(name, n) >> np.uint32(8)).astype(np.float64) / 2**23 - 1


def draw(name, shape):
    """The initial value of a weight, or an input: numbers that float32 holds exactly."""
    n = int(np.prod(shape))
    u = units(name, n)
    if name.endswith("/scale"):
        u = 1 + u / 4
    elif name.endswith("/offset") or name.endswith("/bias"):
        u = u / 4
    elif name.endswith("/weight"):
        k = 0
        while 4**k < n // shape[-1]:
            k += 1
        u = u * 2.0 ** (1 - k)
    return torch.from_numpy(u.astype(np.float32).astype(np.float64).reshape(shape))


def summary(name, t):
    v = t.detach().reshape(-1).numpy()
    h = hashes("signs/" + name, v.size)
    sums = [np.where(h >> np.uint32(k) & np.uint32(1), v, -v).sum() for k in range(8)]
    return {"norm": digits(np.linalg.norm(v)), "sums": [digits(x) for x in sums]}


def digits(x):
    return float(f"{float(x):.9g}")


class Net:
    def __init__(self, dim, condition, samples):
        self.dim, self.weights, self.condition = dim, {}, condition
        # Image i, real or generated, is of class 3i+1.
        self.labels = (3 * torch.arange(samples) + 1) % CLASSES

    def weight(self, name, *shape):
        if name not in self.weights:
            self.weights[name] = draw(name, shape).requires_grad_(True)
        return self.weights[name]

    def linear(self, name, x, out):
        x = x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x
        return x @ self.weight(name + "/weight", x.shape[1], out) + self.weight(name + "/bias", out)

    def entry(self, name, z, out):
        if self.condition != "concatenate":
            return self.linear(name, z, out)
        rows = [self.weight(name + "/weight", z.shape[1], out), self.weight("generator/label/weight", CLASSES, out)]
        return torch.cat([z, F.one_hot(self.labels, CLASSES).double()], 1) @ torch.cat(rows) + self.weight(name + "/bias", out)

    def conv(self, name, x, out, size, bias=True, stride=1):
        w = self.weight(name + "/weight", size, size, x.shape[1], out).permute(3, 2, 0, 1)
        return F.conv2d(x, w, self.weight(name + "/bias", out) if bias else None, stride=stride, padding=size // 2)

    def up(self, name, x, out):
        w = self.weight(name + "/weight", 5, 5, out, x.shape[1]).permute(3, 2, 0, 1)
        return F.conv_transpose2d(x, w, self.weight(name + "/bias", out), stride=2, padding=2, output_padding=1)

    def centre(self, x, axes):
        centred = x - x.mean(axes, keepdim=True)
        return centred / torch.sqrt((centred**2).mean(axes, keepdim=True) + 1e-5)

    def norm(self, name, x, axes):
        x = self.centre(x, axes)
        shape = (1, -1) + (1,) * (x.dim() - 2)
        return self.weight(name + "/scale", x.shape[1]).reshape(shape) * x + self.weight(name + "/offset", x.shape[1]).reshape(shape)

    def batch_norm(self, name, x):
        axes = (0, 2, 3) if x.dim() == 4 else (0,)
        if self.condition != "batch-norm":
            return self.norm(name, x, axes)
        x = self.centre(x, axes)
        shape = x.shape[:2] + (1,) * (x.dim() - 2)
        row = lambda what: F.embedding(self.labels, self.weight(name + what, CLASSES, x.shape[1])).reshape(shape)
        return row("/scale") * x + row("/offset")

    def layer_norm(self, name, x):
        return self.norm(name, x, (1, 2, 3))

    def up_block(self, name, x, out):
        grow = lambda t: F.interpolate(t, scale_factor=2, mode="nearest")
        shortcut = self.conv(name + "/shortcut", grow(x), out, 1)
        h = grow(F.relu(self.batch_norm(name + "/norm1", x)))
        # The project keeps this kernel transposed and turned by 180 degrees.
        w = self.weight(name + "/conv1/weight", 3, 3, out, x.shape[1]).flip(0, 1).permute(2, 3, 0, 1)
        h = F.relu(self.batch_norm(name + "/norm2", F.conv2d(h, w, padding=1)))
        return shortcut + self.conv(name + "/conv2", h, out, 3)

    def down_block(self, name, x, out):
        shrink = lambda t: F.avg_pool2d(t, 2)
        shortcut = self.conv(name + "/shortcut", shrink(x), out, 1)
        h = self.conv(name + "/conv1", F.relu(self.layer_norm(name + "/norm1", x)), x.shape[1], 3, bias=False)
        return shortcut + shrink(self.conv(name + "/conv2", F.relu(self.layer_norm(name + "/norm2", h)), out, 3))


def dcgan32(n):
    def generator(z):
        h = F.relu(n.batch_norm("generator/norm0", n.entry("generator/linear", z, 64 * n.dim)))
        h = h.reshape(-1, 4, 4, 4 * n.dim).permute(0, 3, 1, 2)
        h = F.relu(n.batch_norm("generator/norm1", n.up("generator/up1", h, 2 * n.dim)))
        h = F.relu(n.batch_norm("generator/norm2", n.up("generator/up2", h, n.dim)))
        return torch.tanh(n.up("generator/up3", h, 3))

    def critic(x):
        for i, out in enumerate((1, 2, 4), 1):
            x = F.leaky_relu(n.conv(f"critic/down{i}", x, out * n.dim, 5, stride=2), 0.2)
        return x

    return generator, critic, 32


def resnet(n, up, down, side):
    def generator(z):
        h = n.entry("generator/linear", z, 128 * n.dim).reshape(-1, 4, 4, 8 * n.dim).permute(0, 3, 1, 2)
        for i, out in enumerate(up, 1):
            h = n.up_block(f"generator/block{i}", h, out * n.dim)
        return torch.tanh(n.conv("generator/conv", F.relu(n.batch_norm("generator/norm", h)), 3, 3))

    def critic(x):
        h = n.conv("critic/conv", x, n.dim, 3)
        for i, out in enumerate(down, 1):
            h = n.down_block(f"critic/block{i}", h, out * n.dim)
        return h

    return generator, critic, side


def case(name, dim, samples, number, latent, condition):
    n = Net(dim, condition, samples)
    build = {"dcgan32": dcgan32, "resnet32": lambda n: resnet(n, (4, 2, 1), (2, 4, 8), 32), "resnet64": lambda n: resnet(n, (8, 4, 2, 1), (2, 4, 8, 8), 64)}
    generator, features, side = build[name](n)
    critic = lambda x: n.linear("critic/linear", features(x), 1)
    classify = lambda x: F.cross_entropy(n.linear("critic/auxiliary", features(x), CLASSES), n.labels)
    image = lambda what, count: draw(f"input{number}/{what}", (count, side, side, 3)).permute(0, 3, 1, 2)
    images = generator(2 * draw(f"input{latent}/latent", (samples, 128)))
    generator_loss = -critic(images).mean()
    batch = image("batch", 2 * samples)
    values = critic(batch)
    distance = values[:samples].mean() - values[samples:].mean()
    mixed = image("mixed", samples).requires_grad_(True)
    slope, = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    penalty = ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
    loss = 10 * penalty - distance
    classes = {}
    if condition:
        real, generated = classify(batch[:samples]), classify(images)
        loss, generator_loss = loss + real, generator_loss + generated
        classes = {"condition": condition, "classes": CLASSES, "real_class": digits(real), "generated_class": digits(generated)}
    result = {
        "architecture": name, "dim": dim, "samples": samples, "number": number, "latent": latent, "loss": digits(loss), "distance": digits(distance), "penalty": digits(penalty),
        "generator_loss": digits(generator_loss), **classes, "images": summary("images", images.permute(0, 2, 3, 1)), "gradients": {}, "stepped": {}}
    sides = []
    for prefix, value in (("critic/", loss), ("generator/", generator_loss)):
        names = [k for k in n.weights if k.startswith(prefix)]
        weights = [n.weights[k] for k in names]
        sides.append((names, weights, torch.autograd.grad(value, weights, retain_graph=True)))
    for names, weights, gradients in sides:
        for k, w, g in zip(names, weights, gradients):
            result["gradients"][k] = summary(k, g)
            w.grad = g
        torch.optim.Adam(weights, lr=1e-4, betas=(0, 0.9)).step()
        for k, w in zip(names, weights):
            result["stepped"][k] = summary(k, w)
    return result


if __name__ == "__main__":
    with open("parity.json", "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(case(*c)) for c in CASES) + "\n]\n")
