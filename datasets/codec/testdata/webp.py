"""Writes the fixtures of WebP and of orientation by EXIF in this folder and, as PNG of the same name, what Pillow decodes them to: with alpha
as it is stored, and turned by exif_transpose.

Needs Pillow and libwebp's webpmux; the committed files are those of Pillow 9.4.0 and libwebp 1.2.4.
"""
import io
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "jpeg" / "testdata"))
sys.dont_write_bytecode = True
from make import photograph, segments  # noqa: E402


def bars(width=40, height=30):
    """Five coloured bars that darken downwards."""
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)]
    picture = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            picture.putpixel((x, y), tuple(min(v, 255 - 4 * y) if v else 2 * y for v in colours[x // 8]))
    return picture


def with_alpha(image):
    y, x = np.mgrid[0 : image.height, 0 : image.width]
    image = image.copy()
    image.putalpha(Image.fromarray(np.clip(128 + 160 * np.sin(x / 5 - y / 4), 0, 255).astype("uint8")))
    return image


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def orientation(value, kind="H", tag_type=3):
    """A TIFF header with one entry, the orientation."""
    return b"MM\x00*" + struct.pack(">IHHHI", 8, 1, 0x0112, tag_type, 1) + struct.pack(">" + kind, value).ljust(4, b"\0") + bytes(4)


def write(name, data):
    (HERE / name).write_bytes(data)
    image = Image.open(io.BytesIO(data))
    image.load()
    ImageOps.exif_transpose(image).save(HERE / (name.rsplit(".", 1)[0] + ".want.png"), optimize=True)


def animation(frames):
    """A file of several, each with its place."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["webpmux"]
        for k, (data, place) in enumerate(frames):
            file = pathlib.Path(folder) / f"{k}.webp"
            file.write_bytes(data)
            command += ["-frame", str(file), "+100" + place]
        out = pathlib.Path(folder) / "out.webp"
        subprocess.run([*command, "-loop", "0", "-o", str(out)], check=True, stderr=subprocess.DEVNULL)
        return out.read_bytes()


def with_exif_as_long(data):
    """A JPEG whose orientation is a LONG, with fill bytes before each marker."""
    body = b"Exif\x00\x00" + orientation(6, "I", 4)
    exif = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    parts = [part for _, part in segments(data)]
    return b"\xff\xd8" + b"".join(b"\xff\xff" + part for part in [parts[0], exif, *parts[1:]])


def with_exif_last(data):
    """A PNG whose eXIf chunk stands behind the pixels."""
    at = data.index(b"eXIf") - 4
    size = 12 + int.from_bytes(data[at : at + 4], "big")
    end = len(data) - 12
    return data[:at] + data[at + size : end] + data[at : at + size] + data[end:]


def main():
    write("lossless.webp", encoded(bars(), "WEBP", lossless=True))
    write("lossy.webp", encoded(bars(), "WEBP", quality=95))
    for width, height in [(33, 21), (32, 24), (1, 3), (3, 1)]:
        image, size = photograph(width, height), f"{width}x{height}"
        write(f"lossy-{size}.webp", encoded(image, "WEBP", quality=60))
        write(f"alpha-{size}.webp", encoded(with_alpha(image), "WEBP", quality=60))
    image = with_alpha(photograph(33, 21))
    lossless, lossy = encoded(bars(), "WEBP", lossless=True), encoded(bars(), "WEBP", quality=50)
    write("animated.webp", animation([(lossless, ""), (lossy, "")]))
    part = encoded(image.crop((0, 0, 20, 15)), "WEBP", quality=60)
    write("animated-part.webp", animation([(part, "+12+6"), (encoded(image, "WEBP", quality=60), "")]))
    small = photograph(24, 16)
    write("exif-webp.webp", encoded(small, "WEBP", quality=60, exif=orientation(5)))
    png = encoded(small, "PNG", exif=orientation(8))
    write("exif-png.png", png)
    write("exif-png-last.png", with_exif_last(png))
    write("exif-jpeg-long.jpg", with_exif_as_long(encoded(small, "JPEG", quality=90)))


if __name__ == "__main__":
    main()
