"""Writes the JPEG fixtures of this folder and, as PNG, what Pillow decodes them to.

Needs Pillow, NumPy and libjpeg-turbo's cjpeg and jpegtran; the committed files are those of Pillow 9.4.0 and libjpeg-turbo 2.1.5. Of each
KIND-WIDTHxHEIGHT there is one .png, and a .jpg of each coding: jpegtran changes the coding without loss, so that all decode alike.
"""
import io
import pathlib
import subprocess

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
SIZES = [(33, 21), (32, 24)]
CODINGS = {
    "baseline": [],
    "progressive": ["-progressive"],
    "restart": ["-restart", "1B"],
    "arithmetic": ["-arithmetic"],
    "arithmetic-progressive": ["-arithmetic", "-progressive", "-restart", "2B"],
}
SAMPLINGS = {
    "444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "410": "4x2",
    "3x1": "3x1", "1x4": "1x4", "unequal": "2x2,1x1,2x1", "coarse-luma": "1x1,2x2,1x1",
}


def photograph(width, height, seed=1):
    """A small picture with what photographs have: slopes, edges of saturated colours, and noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([90 + 4 * x + 2 * y, 200 - 5 * x + 3 * y, 60 + 60 * np.sin(x / 4 + y / 6)], -1).astype(float)
    picture[(x - width / 3) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2] = (220, 30, 40)
    picture[(x > width * 0.6) & (y > height * 0.4)] = (20, 60, 230)
    picture[(x + y) % 13 == 0] = (250, 240, 30)
    picture += rng.normal(0, 6, picture.shape)
    return Image.fromarray(np.clip(picture, 0, 255).astype("uint8"))


def run(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def cjpeg(image, *options):
    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    return run(["cjpeg", "-quality", "85", *options], ppm.getvalue())


def pillow(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, **options)
    return out.getvalue()


def segments(data):
    """The segments of a file, each with its marker; the last holds the rest from the first scan on."""
    at = 2
    while data[at + 1] != 0xDA:
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield data[at + 1], data[at : at + size]
        at += size
    yield 0xDA, data[at:]


def joined(parts):
    return b"\xff\xd8" + b"".join(parts)


def luma_and_chroma_of_inks(image):
    """A picture of four inks as a YCCK file: Pillow stores 255 less each channel as it is, and then Adobe's transform says what they are."""
    inks = image.convert("CMYK")
    c, m, y, k = [np.asarray(band) for band in inks.split()]
    k = np.clip(k.astype(int) + 40, 0, 255).astype("uint8")
    ycc = np.asarray(Image.fromarray(np.stack([c, m, y], -1)).convert("YCbCr"))
    channels = [Image.fromarray(255 - ycc[..., n]) for n in range(3)] + [Image.fromarray(k)]
    return Image.merge("CMYK", channels)


def ycck(image, **options):
    data = pillow(luma_and_chroma_of_inks(image), **options)
    return joined(part[:-1] + b"\x02" if marker == 0xEE else part for marker, part in segments(data))


def decoded(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def write(name, data, codings):
    want = decoded(data)
    want.save(HERE / f"{name}.png", optimize=True)
    for coding in codings:
        options = CODINGS[coding]
        file = run(["jpegtran", "-copy", "all", *options], data) if options else data
        assert decoded(file).tobytes() == want.tobytes(), (name, coding)
        (HERE / f"{name}-{coding}.jpg").write_bytes(file)


def main():
    for width, height in SIZES:
        image, size = photograph(width, height), f"{width}x{height}"
        some = ["baseline", "progressive"]
        for kind, sampling in SAMPLINGS.items():
            write(f"{kind}-{size}", cjpeg(image, "-sample", sampling), CODINGS if kind in ("420", "unequal") else some)
        write(f"gray-{size}", cjpeg(image, "-grayscale"), CODINGS)
        write(f"rgb-{size}", cjpeg(image, "-rgb"), some)
        cmyk = pillow(image.convert("CMYK"), subsampling=0)
        write(f"cmyk-{size}", cmyk, some)
        write(f"cmyk-without-adobe-{size}", joined(part for marker, part in segments(cmyk) if marker != 0xEE), ["baseline"])
        write(f"ycck-{size}", ycck(image, subsampling=0), some)
        write(f"ycck-420-{size}", ycck(image, subsampling=2), [*some, "restart"])
    for width in range(1, 7):  # libjpeg repeats the chroma of very narrow pictures
        write(f"420-{width}x3", cjpeg(photograph(width, 3), "-sample", "2x2"), ["baseline"])
    parts = list(segments(pillow(photograph(33, 21))))
    write("fill-bytes", joined(b"\xff\xff\xff" + part for _, part in parts), ["baseline"])
    write("standard-tables", joined(part for marker, part in parts if marker != 0xC4), ["baseline"])


if __name__ == "__main__":
    main()
