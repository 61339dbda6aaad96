#!/usr/bin/env python3
"""Writes published.json: the networks of the authors' transfer_gan.py in PyTorch, in float64, as it computes them: NCHW, upsampling by four copies in
depth_to_space, convolution and then mean pooling, images and features flattened by channels. Variables have the names and layouts of its
checkpoints and are drawn by the recipe of parity.py, from their name and "/weight", "/bias", "/scale" or "/offset". For each case: images of the
generator, NHWC, the critic's values of an input, and its logits if there are classes; as summaries of parity.py.

Written from transfer_gan.py (lines 156 to 233) of github.com/yaxingwang/Transferring-GANs and tflib/ops of github.com/igul222/improved_wgan_training.
Run: /usr/bin/python3 published.py   (Debian: apt-get install python3-torch; made with torch 1.13.0)
"""
import json

import torch
import torch.nn.functional as F

from parity import draw, summary

CASES = [(2, 3, 0), (2, 4, 3), (8, 2, 0)]  # dim, samples, classes


class Variables:
    def __init__(self, samples, classes):
        self.classes, self.labels = classes, torch.arange(samples) % max(classes, 1)

    def get(self, name, recipe, *shape):
        return draw(name + "/" + recipe, shape)

    def linear(self, name, inputs, outputs, x):
        return x @ self.get(name + ".W", "weight", inputs, outputs) + self.get(name + ".b", "bias", outputs)

    def conv2d(self, name, inputs, outputs, size, x, biases=True):
        filters = self.get(name + ".Filters", "weight", size, size, inputs, outputs)  # HWIO
        b = self.get(name + ".Biases", "bias", outputs) if biases else None
        return F.conv2d(x, filters.permute(3, 2, 0, 1), b, padding=size // 2)

    def normalize(self, name, x):
        critic = "Discriminator" in name
        axes, channels = ((1, 2, 3) if critic else (0, 2, 3)), x.shape[1]
        mean = x.mean(axes, keepdim=True)
        var = ((x - mean) ** 2).mean(axes, keepdim=True)
        if self.classes and not critic:
            scale = self.get(name + ".scale", "scale", self.classes, channels)[self.labels][:, :, None, None]
            offset = self.get(name + ".offset", "offset", self.classes, channels)[self.labels][:, :, None, None]
        else:
            scale = self.get(name + ".scale", "scale", channels)[None, :, None, None]
            offset = self.get(name + ".offset", "offset", channels)[None, :, None, None]
        return (x - mean) / torch.sqrt(var + 1e-5) * scale + offset

    def pool(self, x):
        return (x[:, :, ::2, ::2] + x[:, :, 1::2, ::2] + x[:, :, ::2, 1::2] + x[:, :, 1::2, 1::2]) / 4

    def upsample_conv(self, name, inputs, outputs, size, x, biases=True):
        x = torch.cat([x, x, x, x], 1).permute(0, 2, 3, 1)
        n, h, w, c = x.shape
        x = x.reshape(n, h, w, 2, 2, c // 4).permute(0, 1, 3, 2, 4, 5).reshape(n, 2 * h, 2 * w, c // 4)  # depth_to_space
        return self.conv2d(name, inputs, outputs, size, x.permute(0, 3, 1, 2), biases)

    def block(self, name, inputs, outputs, x, resample):
        if resample == "down":
            shortcut = self.conv2d(name + ".Shortcut", inputs, outputs, 1, self.pool(x))
        else:
            shortcut = self.upsample_conv(name + ".Shortcut", inputs, outputs, 1, x)
        x = F.relu(self.normalize(name + ".BN1", x))
        if resample == "down":
            x = self.conv2d(name + ".Conv1", inputs, inputs, 3, x, biases=False)
        else:
            x = self.upsample_conv(name + ".Conv1", inputs, outputs, 3, x, biases=False)
        x = F.relu(self.normalize(name + ".BN2", x))
        if resample == "down":
            return shortcut + self.pool(self.conv2d(name + ".Conv2", inputs, outputs, 3, x))
        return shortcut + self.conv2d(name + ".Conv2", outputs, outputs, 3, x)


def generator(v, dim, noise):
    x = v.linear("Generator.Input", 128, 4 * 4 * 8 * dim, noise).reshape(-1, 8 * dim, 4, 4)
    for i, (a, b) in enumerate(((8, 8), (8, 4), (4, 2), (2, 1)), 1):
        x = v.block(f"Generator.Res{i}", a * dim, b * dim, x, "up")
    x = F.relu(v.normalize("Generator.OutputN", x))
    return torch.tanh(v.conv2d("Generator.Output", dim, 3, 3, x))


def discriminator(v, dim, x):
    x = v.conv2d("Discriminator.Input", 3, dim, 3, x)
    for i, (a, b) in enumerate(((1, 2), (2, 4), (4, 8), (8, 8)), 1):
        x = v.block(f"Discriminator.Res{i}", a * dim, b * dim, x, "down")
    x = x.reshape(-1, 4 * 4 * 8 * dim)
    values = v.linear("Discriminator.Output", 4 * 4 * 8 * dim, 1, x)
    return values, v.linear("Discriminator.ACGANOutput", 4 * 4 * 8 * dim, v.classes, x) if v.classes else None


def case(dim, samples, classes):
    v = Variables(samples, classes)
    images = generator(v, dim, 2 * draw("latent", (samples, 128)))
    values, logits = discriminator(v, dim, draw("batch", (samples, 64, 64, 3)).permute(0, 3, 1, 2))
    result = {"dim": dim, "samples": samples, "classes": classes, "images": summary("images", images.permute(0, 2, 3, 1)), "values": summary("values", values)}
    if classes:
        result["logits"] = summary("logits", logits)
    return result


if __name__ == "__main__":
    with open("published.json", "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(case(*c)) for c in CASES) + "\n]\n")
