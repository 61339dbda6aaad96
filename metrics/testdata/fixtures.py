#!/usr/bin/python3
"""Reference values for the tests of package metrics, by NumPy and SciPy. Writes fixtures.json and numpy_stats.npz
beside itself.

Features are numpy.random.RandomState draws, which the tests reproduce; scipy 1.10, numpy 1.24.
Usage: /usr/bin/python3 fixtures.py
"""
import json
import os

import numpy as np
import scipy.linalg


def moments(x):
    return x.mean(0), np.cov(x, rowvar=False).reshape(x.shape[1], x.shape[1])


def fid_sqrtm(x, y):
    """TTUR's fid.py: the root of the product of the covariances, its real part."""
    (m, s), (n, t) = moments(x), moments(y)
    root = scipy.linalg.sqrtm(s @ t, disp=False)[0]
    if not np.isfinite(root).all():
        e = np.eye(len(s)) * 1e-6
        root = scipy.linalg.sqrtm((s + e) @ (t + e), disp=False)[0]
    return float(((m - n) ** 2).sum() + np.trace(s) + np.trace(t) - 2 * np.trace(root).real)


def fid_samples(x, y):
    """The same in the space of the samples: no covariance is formed, so a missing rank costs no digits."""
    (m, s), (n, t) = moments(x), moments(y)
    xc, yc = x - m, y - n
    if len(x) > x.shape[1]:  # reduce to d rows first
        xc, yc = np.linalg.qr(xc)[1], np.linalg.qr(yc)[1]
    root = np.linalg.svd(xc @ yc.T, compute_uv=False).sum() / np.sqrt((len(x) - 1) * (len(y) - 1))
    return float(((m - n) ** 2).sum() + np.trace(s) + np.trace(t) - 2 * root)


def squares(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(-1)


def kmmd(real, fake, bandwidth):
    """GAN-Metrics, mmd() with sigma 1, where the bandwidth is the mean of all squared distances of real ones."""
    xx, yy, xy = squares(real, real), squares(fake, fake), squares(real, fake)
    scale = bandwidth(xx)
    k = [np.exp(-m / (scale * 2)).mean() for m in (xx, yy, xy)]
    return float(np.sqrt(k[0] + k[1] - 2 * k[2]))


def median_of_pairs(xx):
    return np.median(xx[np.triu_indices(len(xx), 1)])


def kid(real, fake):
    """MMD-GAN, polynomial kernel, unbiased."""
    m, n, d = len(real), len(fake), real.shape[1]
    xx, yy, xy = ((a @ b.T / d + 1) ** 3 for a, b in ((real, real), (fake, fake), (real, fake)))
    return float((xx.sum() - np.trace(xx)) / (m * (m - 1)) + (yy.sum() - np.trace(yy)) / (n * (n - 1)) - 2 * xy.mean())


def prdc(real, fake, k):
    """clovaai/generative-evaluation-prdc."""
    rr, ff, rf = np.sqrt(squares(real, real)), np.sqrt(squares(fake, fake)), np.sqrt(squares(real, fake))
    rad_r, rad_f = np.sort(rr, 1)[:, k], np.sort(ff, 1)[:, k]
    return [float(v) for v in (
        (rf < rad_r[:, None]).any(0).mean(), (rf < rad_f[None, :]).any(1).mean(),
        (rf < rad_r[:, None]).sum(0).mean() / k, (rf.min(1) < rad_r).mean())]


def sets(seed, n, m, c, scale, shift):
    r = np.random.RandomState(seed)
    return r.randn(n, c), r.randn(m, c) * scale + shift


def main():
    out = {"frechet": [], "pairs": []}
    cases = [(2023, 2 ** i, 2 ** i, 2 ** j, 1, 0) for i in range(1, 16) for j in range(1, 9)]
    cases += [(1, 4, 4, 4, 1, 0), (5, 40, 300, 64, 1.5, 0.25), (6, 300, 40, 64, 0.5, -1), (7, 1000, 1000, 32, 3, 10)]
    for case in cases:
        x, y = sets(*case)
        out["frechet"].append({"set": case, "sqrtm": fid_sqrtm(x, y), "samples": fid_samples(x, y)})
    for case in [(11, 50, 50, 8, 1, 0), (12, 100, 70, 16, 1.2, 0.1), (13, 65, 130, 33, 0.5, 1), (14, 200, 200, 3, 1, 3),
                 (15, 129, 64, 5, 1, 0.01)]:
        x, y = sets(*case)
        out["pairs"].append({"set": case, "kmmd": kmmd(x, y, np.mean), "kmmdmedian": kmmd(x, y, median_of_pairs),
                             "kid": kid(x, y), "prdc3": prdc(x, y, 3), "prdc5": prdc(x, y, 5)})
    here = os.path.dirname(os.path.abspath(__file__))
    np.savez_compressed(os.path.join(here, "numpy_stats.npz"), mu=np.arange(3, dtype="f4"), sigma=np.diag([1.0, 2, 3]) + 0.5)
    with open(os.path.join(here, "fixtures.json"), "w") as f:
        f.write("{\n")
        f.write(",\n".join(json.dumps(k) + ": [\n" + ",\n".join(json.dumps(v) for v in out[k]) + "\n]" for k in out))
        f.write("\n}\n")


main()
