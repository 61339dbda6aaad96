#!/usr/bin/python3
"""Reference features of Inception by PyTorch, and weight files written by PyTorch. Needs torch (1.13), numpy, PIL.

  inception.py [FOLDED]   FOLDED: the weights of Google's network in names of its graph, up to 768 features

Writes beside itself:
  inception_random.pth         a whole network (2048 features) with random weights, torch.save's zip format; all convolutions
                               are overlapping views of one small storage, so that the file stays small
  inception_random_legacy.pth  its first layers (192 features) in the format before PyTorch 1.6
  inception.json               features of three images, random weights at four depths and Google's at three, float64; and samples of
                               the images resized by three protocols
"""
import json
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
C = {}  # name -> (in, out, kh, kw)


def conv(name, i, o, kh, kw):
    C[name] = (i, o, kh, kw)


def block(prefix, rows):
    for name, i, o, kh, kw in rows:
        conv(prefix + "." + name, i, o, kh, kw)


conv("Conv2d_1a_3x3", 3, 32, 3, 3), conv("Conv2d_2a_3x3", 32, 32, 3, 3), conv("Conv2d_2b_3x3", 32, 64, 3, 3)
conv("Conv2d_3b_1x1", 64, 80, 1, 1), conv("Conv2d_4a_3x3", 80, 192, 3, 3)
for n, i, p in (("5b", 192, 32), ("5c", 256, 64), ("5d", 288, 64)):
    block("Mixed_" + n, [("branch1x1", i, 64, 1, 1), ("branch5x5_1", i, 48, 1, 1), ("branch5x5_2", 48, 64, 5, 5),
                         ("branch3x3dbl_1", i, 64, 1, 1), ("branch3x3dbl_2", 64, 96, 3, 3), ("branch3x3dbl_3", 96, 96, 3, 3),
                         ("branch_pool", i, p, 1, 1)])
block("Mixed_6a", [("branch3x3", 288, 384, 3, 3), ("branch3x3dbl_1", 288, 64, 1, 1), ("branch3x3dbl_2", 64, 96, 3, 3),
                   ("branch3x3dbl_3", 96, 96, 3, 3)])
for n, c in (("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192)):
    block("Mixed_" + n, [("branch1x1", 768, 192, 1, 1), ("branch7x7_1", 768, c, 1, 1), ("branch7x7_2", c, c, 1, 7),
                         ("branch7x7_3", c, 192, 7, 1), ("branch7x7dbl_1", 768, c, 1, 1), ("branch7x7dbl_2", c, c, 7, 1),
                         ("branch7x7dbl_3", c, c, 1, 7), ("branch7x7dbl_4", c, c, 7, 1), ("branch7x7dbl_5", c, 192, 1, 7),
                         ("branch_pool", 768, 192, 1, 1)])
block("Mixed_7a", [("branch3x3_1", 768, 192, 1, 1), ("branch3x3_2", 192, 320, 3, 3), ("branch7x7x3_1", 768, 192, 1, 1),
                   ("branch7x7x3_2", 192, 192, 1, 7), ("branch7x7x3_3", 192, 192, 7, 1), ("branch7x7x3_4", 192, 192, 3, 3)])
for n, i in (("7b", 1280), ("7c", 2048)):
    block("Mixed_" + n, [("branch1x1", i, 320, 1, 1), ("branch3x3_1", i, 384, 1, 1), ("branch3x3_2a", 384, 384, 1, 3),
                         ("branch3x3_2b", 384, 384, 3, 1), ("branch3x3dbl_1", i, 448, 1, 1), ("branch3x3dbl_2", 448, 384, 3, 3),
                         ("branch3x3dbl_3a", 384, 384, 1, 3), ("branch3x3dbl_3b", 384, 384, 3, 1), ("branch_pool", i, 192, 1, 1)])


class Net:
    """layer(name, x, stride, padding) is a convolution with batch norm and ReLU; torchvision's wiring, pytorch-fid's changes."""

    def __init__(self, layer):
        self.layer = layer

    def same(self, name, x):
        _, _, kh, kw = C[name]
        return self.layer(name, x, 1, (kh // 2, kw // 2))

    def seq(self, b, x, *names):
        for n in names:
            x = self.same(b + "." + n, x)
        return x

    def avg(self, x):
        return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)

    def features(self, x, deepest):
        out = []
        def keep(x):
            out.append(x.mean((2, 3)))
            return len(out) < deepest
        x = self.layer("Conv2d_1a_3x3", x, 2, 0)
        x = self.layer("Conv2d_2a_3x3", x, 1, 0)
        x = F.max_pool2d(self.layer("Conv2d_2b_3x3", x, 1, 1), 3, 2)
        if not keep(x):
            return out
        x = self.layer("Conv2d_3b_1x1", x, 1, 0)
        x = F.max_pool2d(self.layer("Conv2d_4a_3x3", x, 1, 0), 3, 2)
        if not keep(x):
            return out
        for b in ("Mixed_5b", "Mixed_5c", "Mixed_5d"):
            x = torch.cat([self.seq(b, x, "branch1x1"), self.seq(b, x, "branch5x5_1", "branch5x5_2"),
                           self.seq(b, x, "branch3x3dbl_1", "branch3x3dbl_2", "branch3x3dbl_3"),
                           self.seq(b, self.avg(x), "branch_pool")], 1)
        b = "Mixed_6a"
        x = torch.cat([self.layer(b + ".branch3x3", x, 2, 0),
                       self.layer(b + ".branch3x3dbl_3", self.seq(b, x, "branch3x3dbl_1", "branch3x3dbl_2"), 2, 0),
                       F.max_pool2d(x, 3, 2)], 1)
        for b in ("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"):
            x = torch.cat([self.seq(b, x, "branch1x1"), self.seq(b, x, "branch7x7_1", "branch7x7_2", "branch7x7_3"),
                           self.seq(b, x, *("branch7x7dbl_%d" % i for i in range(1, 6))),
                           self.seq(b, self.avg(x), "branch_pool")], 1)
        if not keep(x):
            return out
        b = "Mixed_7a"
        x = torch.cat([self.layer(b + ".branch3x3_2", self.seq(b, x, "branch3x3_1"), 2, 0),
                       self.layer(b + ".branch7x7x3_4", self.seq(b, x, "branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3"), 2, 0),
                       F.max_pool2d(x, 3, 2)], 1)
        for b in ("Mixed_7b", "Mixed_7c"):
            pooled = self.avg(x) if b == "Mixed_7b" else F.max_pool2d(x, 3, 1, 1)
            three, double = self.seq(b, x, "branch3x3_1"), self.seq(b, x, "branch3x3dbl_1", "branch3x3dbl_2")
            x = torch.cat([self.seq(b, x, "branch1x1"), self.seq(b, three, "branch3x3_2a"), self.seq(b, three, "branch3x3_2b"),
                           self.seq(b, double, "branch3x3dbl_3a"), self.seq(b, double, "branch3x3dbl_3b"),
                           self.seq(b, pooled, "branch_pool")], 1)
        keep(x)
        return out


def random_state(images):
    """A state dict whose batch norms are set so that activations keep their size over the network."""
    base, gain, shift = torch.randn(19501), 0.5 + 0.1 * torch.randn(1000), 0.5 + 0.1 * torch.randn(1000)
    state = {}

    def calibrate(name, x, stride, padding):
        i, o, kh, kw = C[name]
        w = torch.as_strided(base, (o, i, kh, kw), (29, 3, 7 * 3, 11), len(state) % 97)
        state[name + ".conv.weight"] = w
        y = F.conv2d(x, w, None, stride, padding)
        state[name + ".bn.weight"] = gain[len(state) % 500:][:o]
        state[name + ".bn.bias"] = shift[len(state) % 500:][:o]
        mean = y.mean((0, 2, 3))
        state[name + ".bn.running_mean"] = mean
        state[name + ".bn.running_var"] = y.var((0, 2, 3)) + mean ** 2  # and small gains: or rounding grows with depth
        state[name + ".bn.num_batches_tracked"] = torch.tensor(7)
        return plain(state)(name, x, stride, padding)

    Net(calibrate).features(images, 4)
    return state


def plain(state):
    def layer(name, x, stride, padding):
        y = F.conv2d(x, state[name + ".conv.weight"].to(x.dtype), None, stride, padding)
        p = [state[name + ".bn." + k].to(x.dtype) for k in ("running_mean", "running_var", "weight", "bias")]
        return F.relu(F.batch_norm(y, *p, training=False, eps=0.001))
    return layer


def folded(path):
    raw = open(path, "rb").read()
    n = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + n])
    google = {"Conv2d_1a_3x3": "conv", "Conv2d_2a_3x3": "conv_1", "Conv2d_2b_3x3": "conv_2", "Conv2d_3b_1x1": "conv_3",
              "Conv2d_4a_3x3": "conv_4"}
    for i, b in enumerate(("5b", "5c", "5d", "6a", "6b", "6c", "6d", "6e")):
        m, p = "mixed" + ("_%d" % i if i else ""), "Mixed_" + b + "."
        dbl = "tower" if b == "6a" else "tower_1"
        google[p + "branch1x1"] = google[p + "branch3x3"] = m + "_conv"
        google[p + "branch_pool"] = m + "_tower_2_conv"
        for j in range(5):
            s = "_%d" % j if j else ""
            google[p + "branch5x5_%d" % (j + 1)] = google[p + "branch7x7_%d" % (j + 1)] = m + "_tower_conv" + s
            google[p + "branch3x3dbl_%d" % (j + 1)] = google[p + "branch7x7dbl_%d" % (j + 1)] = m + "_" + dbl + "_conv" + s

    def tensor(name):
        h = header[name]
        a, b = (8 + n + v for v in h["data_offsets"])
        return torch.from_numpy(np.frombuffer(raw[a:b], "<f4").reshape(h["shape"]).copy())

    def layer(name, x, stride, padding):
        g = google[name]
        w = tensor(g + "/weight").permute(0, 3, 1, 2).to(x.dtype)
        return F.relu(F.conv2d(x, w, tensor(g + "/bias").to(x.dtype), stride, padding))
    return layer


def pytorch_fid(img):
    x = torch.from_numpy(img).permute(2, 0, 1)[None].contiguous().float() / 255
    return 2 * F.interpolate(x, (299, 299), mode="bilinear", align_corners=False) - 1


def tf1(img):
    """TensorFlow 1 ResizeBilinear, in its own float32 arithmetic."""
    def places(side):
        pos = np.arange(299, dtype=np.float32) * np.float32(side / 299)
        lo = np.floor(pos).astype(int)
        return lo, np.minimum(lo + 1, side - 1), (pos - lo).astype(np.float32)

    x = img.astype(np.float32)
    lo, hi, t = places(img.shape[1])
    row = x[:, lo] + (x[:, hi] - x[:, lo]) * t[None, :, None]
    lo, hi, t = places(img.shape[0])
    y = row[lo] + (row[hi] - row[lo]) * t[:, None, None]
    return torch.from_numpy((y - np.float32(128)) / np.float32(128)).permute(2, 0, 1)[None]


def clean(img):
    """clean-fid's build_resizer("clean")."""
    planes = [np.asarray(Image.fromarray(img[:, :, c].astype(np.float32), mode="F").resize((299, 299), Image.BICUBIC)).clip(0, 255)
              for c in range(3)]
    return torch.from_numpy((np.stack(planes)[None] - 128) / 128).float()


def picture(seed, width, height):
    """Smooth and rough parts, in whole numbers, so that any language gets the same bytes; see the test's picture."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    smooth = (x * (3 + seed) * 64 // width + y * (5 - seed) * 32 // height + c * 40) % 256
    rough = (x * x * 7 + y * y * 13 + x * y * (seed + 1) + c * 31) * 2654435761 // 65536 % 256
    return np.where((x // 8 + y // 8 + seed) % 3 == 0, rough, smooth).astype(np.uint8)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(2)
    pictures = [picture(s, 64, 64) for s in range(3)]
    batch = torch.cat([pytorch_fid(p) for p in pictures])
    rows = lambda fs: [[float("%.7g" % v) for v in f.flatten()] for f in fs]
    out = {}
    with torch.no_grad():
        state = random_state(batch)
        out["random"] = rows(Net(plain(state)).features(batch.double(), 4))
        torch.save(state, os.path.join(HERE, "inception_random.pth"))
        torch.save({k: v for k, v in state.items() if k.startswith("Conv2d")},
                   os.path.join(HERE, "inception_random_legacy.pth"), _use_new_zipfile_serialization=False)
        if len(sys.argv) > 1:
            out["google"] = rows(Net(folded(sys.argv[1])).features(batch.double(), 3))
        out["resize"] = []
        for name, f in (("pytorch-fid", pytorch_fid), ("tf1", tf1), ("clean", clean)):
            for w, h in [(n, n) for n in (1, 2, 32, 64, 299, 301, 500, 700)] + [(1, 5), (500, 64), (64, 700), (640, 480)]:
                y = f(picture(1, w, h))[0].permute(1, 2, 0)[::37, ::41]
                out["resize"].append({"protocol": name, "width": w, "height": h, "values": [round(float(v), 6) for v in y.flatten()]})
    with open(os.path.join(HERE, "inception.json"), "w") as f:
        json.dump(out, f, separators=(",", ":"))
        f.write("\n")


if __name__ == "__main__":
    main()
