"""Writes formats.tar.gz: small image files of every kind that package codec tells apart, and beside each NAME a PPM, NAME.pixels, that
Pillow reads from it (RGB, transparent pixels over white), or NAME.refused where the package must refuse it. Where Pillow 9.4 itself errs,
the pixels come from the samples that were written, and the name of the group says so ("spec-"). Run with Pillow 9.4, numpy 1.24 and
tifffile 2023.2: python3 formats.py"""
import gzip
import io
import struct
import tarfile
import zlib

import numpy as np
import tifffile
from PIL import Image

W, H = 7, 5
rng = np.random.default_rng(17)


def samples(channels, bits=8, width=W, height=H):
    a = rng.integers(0, 1 << bits, (height, width, channels))
    a[0, 0], a[0, 1] = 0, (1 << bits) - 1
    return a


def over_white(colour, alpha):
    return (colour.astype(int) * alpha + 255 * (255 - alpha.astype(int)) + 127) // 255


def pillow(data):
    """The pixels that Pillow reads, over white."""
    im = Image.open(io.BytesIO(data))
    im.load()
    if im.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in im.info:
        im = im.convert("RGBA")
        im = Image.alpha_composite(Image.new("RGBA", im.size, "white"), im)
    return np.array(im.convert("RGB"))


def ppm(pixels):
    if pixels.shape[2] == 1:
        pixels = pixels.repeat(3, 2)
    return b"P6\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.astype(np.uint8).tobytes()


def pack(values, bits, align=1):
    """Rows of values of 1 to 16 bits, the first in the high bits, each row filled up to align bytes."""
    out = b""
    for row in values.reshape(values.shape[0], -1):
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text += "0" * (-len(text) % (8 * align))
        out += bytes(int(text[k:k + 8], 2) for k in range(0, len(text), 8))
    return out


# ---- TIFF

TYPES = {"B": 1, "H": 3, "I": 4, "Q": 16}


def tiff(tags, blocks, order="<", big=False, kind="H", tiled=False, before=b""):
    """A TIFF or BigTIFF of the blocks given; tags are {number: value or list of values}."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + ("HHHQ" if big else "H"), *((43, 8, 0, 0) if big else (42,)))[:6 if big else 2]
    head += struct.pack(order + ("Q" if big else "I"), 0)
    at, offsets = len(head) + len(before), []
    for b in blocks:
        offsets.append(at)
        at += len(b) + len(b) % 2
    body = before + b"".join(b + b"\0" * (len(b) % 2) for b in blocks)
    tags = dict(tags)
    tags[324 if tiled else 273] = offsets
    tags[325 if tiled else 279] = [len(b) for b in blocks]
    entries, extra = b"", b""
    entry, inline, many, one = (20, 8, "Q", "Q") if big else (12, 4, "H", "I")
    start = len(head) + len(body) + struct.calcsize(order + many) + entry * len(tags) + inline
    for number in sorted(tags):
        values = tags[number] if isinstance(tags[number], (list, tuple)) else [tags[number]]
        code = "I" if number in (273, 279, 324, 325) and max(values, default=0) > 65535 else kind
        raw = struct.pack(order + code * len(values), *values)
        entries += struct.pack(order + "HH" + one, number, TYPES[code], len(values))
        if len(raw) > inline:
            entries += struct.pack(order + one, start + len(extra))
            extra += raw + b"\0" * (len(raw) % 2)
        else:
            entries += raw.ljust(inline, b"\0")
    head = head[:-inline] + struct.pack(order + one, len(head) + len(body))
    return head + body + struct.pack(order + many, len(tags)) + entries + b"\0" * inline + extra


def describe(photometric, bits, channels, extra=(), width=W, height=H, **more):
    tags = {256: width, 257: height, 258: [bits] * channels, 259: 1, 262: photometric, 277: channels, 278: height}
    if extra:
        tags[338] = list(extra)
    tags.update({int(k[1:]): v for k, v in more.items()})
    return tags


def words(values, order):
    return values.astype(order + "u2").tobytes()


def saved(array, mode=None, **how):
    b = io.BytesIO()
    Image.fromarray(array.astype(np.uint8).squeeze(), mode).save(b, "TIFF", **how)
    return b.getvalue()


def tiffs():
    ramp16 = [int(v) for v in rng.integers(0, 65536, 3 * 256)]
    for order, name in (("<", "ii"), (">", "mm")):
        for bits in (1, 2, 4, 8):
            for photometric, kind in ((0, "white0"), (1, "black0")):
                yield f"{name}-gray{bits}-{kind}.tif", tiff(describe(photometric, bits, 1), [pack(samples(1, bits), bits)], order), pillow
            palette = ramp16[:3 << bits]
            yield f"{name}-palette{bits}.tif", tiff(describe(3, bits, 1, t320=palette), [pack(samples(1, bits), bits)], order), pillow
            reversed_bits = bytes(int(format(v, "08b")[::-1], 2) for v in pack(samples(1, bits), bits))
            yield f"{name}-fillorder{bits}.tif", tiff(describe(1, bits, 1, t266=2), [reversed_bits], order), pillow
        for channels, extra, kind in ((3, (), "rgb"), (4, (), "rgb-unsaid"), (4, (0,), "rgbx"), (4, (1,), "rgb-multiplied"), (4, (2,), "rgba"), (5, (2, 0), "rgba-x")):
            yield f"{name}-{kind}8.tif", tiff(describe(2, 8, channels, extra), [samples(channels).astype(np.uint8).tobytes()], order), pillow
            if channels < 5:
                yield f"{name}-{kind}16.tif", tiff(describe(2, 16, channels, extra), [words(samples(channels, 16), order)], order), pillow
        yield f"{name}-gray-alpha8.tif", tiff(describe(1, 8, 2, (2,)), [samples(2).astype(np.uint8).tobytes()], order), pillow
        yield f"{name}-palette-alpha8.tif", tiff(describe(3, 8, 2, (2,), t320=ramp16), [samples(2).astype(np.uint8).tobytes()], order), pillow
        yield f"{name}-cmyk8.tif", tiff(describe(5, 8, 4), [samples(4).astype(np.uint8).tobytes()], order), pillow
        yield f"{name}-cmyk8-x.tif", tiff(describe(5, 8, 5, (0,)), [samples(5).astype(np.uint8).tobytes()], order), pillow
        gray = samples(1, 16)
        yield f"spec-{name}-gray16.tif", tiff(describe(1, 16, 1), [words(gray, order)], order), gray >> 8
        yield f"spec-{name}-gray16-white0.tif", tiff(describe(0, 16, 1), [words(gray, order)], order), 255 - (gray >> 8)
        deep = samples(1, 12, 8)
        yield f"spec-{name}-gray12.tif", tiff(describe(1, 12, 1, width=8), [pack(deep, 12)], order), deep >> 4
        rgb = samples(3).astype(np.uint8)
        spec, reader = ("", pillow) if order == "<" else ("spec-", rgb)  # Pillow knows BigTIFF by its third byte
        yield f"{spec}{name}-big.tif", tiff(describe(2, 8, 3), [rgb.tobytes()], order, big=True), reader
        yield f"{spec}{name}-big-longs.tif", tiff(describe(2, 8, 3), [rgb.tobytes()], order, big=True, kind="Q"), reader
        yield f"{name}-longs.tif", tiff(describe(2, 8, 3), [rgb.tobytes()], order, kind="I"), pillow
        yield f"{name}-float.tif", tiff(describe(1, 32, 1, t339=3), [samples(1).astype(order + "f4").tobytes()], order), None
        yield f"{name}-signed16.tif", tiff(describe(1, 16, 1, t339=2), [words(gray, order)], order), None
        yield f"{name}-gray32.tif", tiff(describe(1, 32, 1), [gray.astype(order + "u4").tobytes()], order), None
    rgb = samples(3).astype(np.uint8)
    deep = samples(3, 16)
    strips = [rgb[y:y + 2].tobytes() for y in range(0, H, 2)]
    yield "strips.tif", tiff(describe(2, 8, 3, t278=2), strips), pillow
    yield "strips-deflate.tif", tiff(describe(2, 8, 3, t278=2, t259=8), [zlib.compress(s) for s in strips]), pillow
    planes = [rgb[:, :, c].tobytes() for c in range(3)]
    yield "planes.tif", tiff(describe(2, 8, 3, t284=2), planes), pillow
    yield "planes-deflate.tif", tiff(describe(2, 8, 3, t284=2, t259=8), [zlib.compress(p) for p in planes]), pillow
    yield "spec-planes16-deflate.tif", tiff(describe(2, 16, 3, t284=2, t259=32946), [zlib.compress(words(deep[:, :, c], "<")) for c in range(3)]), deep >> 8
    tiles = []
    wide = samples(3, 8, 20, 18).astype(np.uint8)
    for y in (0, 16):
        for x in (0, 16):
            tile = np.zeros((16, 16, 3), np.uint8)
            part = wide[y:y + 16, x:x + 16]
            tile[:part.shape[0], :part.shape[1]] = part
            tiles.append(zlib.compress(tile.tobytes()))
    laid = describe(2, 8, 3, width=20, height=18, t322=16, t323=16, t259=8)
    del laid[278]
    yield "tiles-deflate.tif", tiff(laid, tiles, tiled=True), pillow
    for order, name in (("<", "ii"), (">", "mm")):
        first = rgb.copy()
        first[:, 1:] -= rgb[:, :-1]
        yield f"{name}-predictor8.tif", tiff(describe(2, 8, 3, t259=8, t317=2), [zlib.compress(first.tobytes())], order), pillow
        first = deep.copy()
        first[:, 1:] -= deep[:, :-1]
        yield f"{name}-predictor16.tif", tiff(describe(2, 16, 3, t259=8, t317=2), [zlib.compress(words(first & 65535, order))], order), pillow
        yield f"{name}-predictor-float.tif", tiff(describe(2, 8, 3, t259=8, t317=3), [zlib.compress(rgb.tobytes())], order), None
    for orientation in range(1, 10):
        yield f"orientation{orientation}.tif", tiff(describe(2, 8, 3, t274=orientation), [rgb.tobytes()]), pillow
    yield "orientation6-long.tif", tiff(describe(2, 8, 3, t274=6), [rgb.tobytes()], kind="I"), pillow
    for how in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        yield f"pillow-{how}.tif", saved(rgb, compression=how), pillow
        yield f"pillow-{how}-flat.tif", saved(np.full((40, 50, 3), 77), compression=how), pillow
        yield f"pillow-{how}-gray.tif", saved(rgb[:, :, :1], compression=how), pillow
    bilevel = Image.fromarray((np.kron(samples(1, 1, 9, 6).squeeze(), np.ones((4, 5))) * 255).astype(np.uint8)).convert("1")
    for how in ("group3", "group4"):
        for photometric in (0, 1):
            b = io.BytesIO()
            bilevel.save(b, "TIFF", compression=how, tiffinfo={262: photometric})
            yield f"pillow-{how}-{photometric}.tif", b.getvalue(), pillow
    b = io.BytesIO()
    Image.fromarray(rgb).save(b, "TIFF", save_all=True, append_images=[Image.new("RGB", (3, 3), "red")])
    yield "pages.tif", b.getvalue(), pillow
    b = io.BytesIO()
    tifffile.imwrite(b, rgb.transpose(2, 0, 1), photometric="rgb", planarconfig="separate", metadata=None)
    yield "tifffile-planes.tif", b.getvalue(), pillow
    b = io.BytesIO()
    tifffile.imwrite(b, wide, photometric="rgb", tile=(16, 16), compression="zlib", metadata=None)
    yield "tifffile-tiles.tif", b.getvalue(), pillow
    yield "jpeg-inside.tif", saved(np.full((8, 8, 3), 99), compression="jpeg"), None
    yield "filled-fax.tif", tiff(describe(0, 1, 1, t259=3, t292=4), [b"\0\1\x35\x0d"]), None
    yield "old-lzw.tif", tiff(describe(1, 8, 1, t259=5), [b"\0\1\x35\x0d"]), None
    yield "huge-tiles.tif", tiff({**describe(1, 8, 1, width=1, height=1 << 16, t322=1 << 16, t323=1 << 16, t259=8), 278: 0}, [b"\0"], kind="I", tiled=True), None
    yield "huge.tif", tiff(describe(1, 8, 1, width=1 << 20, height=1 << 20, t259=8), [b"\0"], kind="I"), None
    yield "lab.tif", tiff(describe(8, 8, 3), [rgb.tobytes()]), None
    yield "preview.tif", tiff(describe(2, 8, 3, t254=1), [rgb.tobytes()]), None
    yield "cut.tif", tiff(describe(2, 8, 3), [rgb.tobytes()])[:60], None
    yield "mixed.tif", tiff(describe(2, 8, 3, t258=[5, 6, 5]), [rgb.tobytes()]), None
    yield "more-strips.tif", tiff(describe(2, 8, 3, t278=1), strips), None
    yield "no-palette.tif", tiff(describe(3, 8, 1), [samples(1).astype(np.uint8).tobytes()]), None
    yield "lzw-cut.tif", saved(rgb, compression="tiff_lzw")[:-120], None


# ---- PNM

def pnms():
    bits = samples(1, 1)
    gray, rgb = samples(1), samples(3)
    text = lambda a: b" ".join(b"%d" % v for v in a.ravel())
    yield "plain.pbm", b"P1\n7 5\n" + text(bits), pillow
    yield "plain-run-together.pbm", b"P1 # bits\n7 5\n" + text(bits).replace(b" ", b""), pillow
    yield "raw.pbm", b"P4\n7 5\n" + pack(bits, 1), pillow
    yield "plain.pgm", b"P2\n7 5\n255\n" + text(gray), pillow
    yield "raw.pgm", b"P5\n7 5\n255\n" + gray.astype(np.uint8).tobytes(), pillow
    yield "plain.ppm", b"P3\n7 5\n255\n" + text(rgb), pillow
    yield "raw.ppm", b"P6\n7 5\n255\n" + rgb.astype(np.uint8).tobytes(), pillow
    yield "comments.ppm", b"P3 #a\n#b\n7 #c\r 5 #d\n255 #e\n" + text(rgb).replace(b" ", b" #x\n", 3), pillow
    yield "comments-raw.ppm", b"P6 # made by\n# hand\n7\n5 # rows\n255\n" + rgb.astype(np.uint8).tobytes(), pillow
    yield "named-otherwise.pnm", b"P6 7 5 255 " + rgb.astype(np.uint8).tobytes(), pillow
    for top in (1, 3, 15, 100, 254):
        few = rng.integers(0, top + 1, (H, W, 3))
        yield f"plain-{top}.ppm", b"P3\n7 5\n%d\n" % top + text(few), pillow
        yield f"raw-{top}.ppm", b"P6\n7 5\n%d\n" % top + few.astype(np.uint8).tobytes(), pillow
        yield f"raw-{top}.pgm", b"P5\n7 5\n%d\n" % top + few[:, :, :1].astype(np.uint8).tobytes(), pillow
    yield "raw-above.ppm", b"P6\n7 5\n100\n" + rgb.astype(np.uint8).tobytes(), pillow
    for top in (256, 1023, 4095, 65535):
        many = rng.integers(0, top + 1, (H, W, 3))
        scaled = np.array([[[round(int(v) / top * 255) for v in p] for p in r] for r in many])
        yield f"plain-{top}.ppm", b"P3\n7 5\n%d\n" % top + text(many), pillow
        yield f"raw-{top}.ppm", b"P6\n7 5\n%d\n" % top + words(many, ">"), pillow
        yield f"spec-raw-{top}.pgm", b"P5\n7 5\n%d\n" % top + words(many[:, :, :1], ">"), scaled[:, :, :1]
        yield f"spec-plain-{top}.pgm", b"P2\n7 5\n%d\n" % top + text(many[:, :, :1]), scaled[:, :, :1]
    yield "cut.ppm", b"P6\n7 5\n255\n" + rgb.astype(np.uint8).tobytes()[:-1], None
    yield "cut-plain.ppm", b"P3\n7 5\n255\n" + text(rgb)[:-40], None
    yield "above.pgm", b"P2\n2 1\n10\n3 11\n", None
    yield "huge.pgm", b"P5\n1000000 1000000\n255\n", None
    yield "maxval.pgm", b"P5\n2 1\n65536\n1234", None
    yield "maxval0.pgm", b"P5\n2 1\n0\n1234", None
    yield "letters.pgm", b"P2\n2 1\n10\n3 x\n", None
    yield "two.pbm", b"P1\n2 1\n0 2\n", None
    yield "glued.pgm", b"P2\n2 1\n10\n3#c\n 4\n", None


# ---- BMP

def bmp(depth, body, header=40, width=W, height=H, compression=0, colours=b"", masks=(), count=0, offset=None):
    if header == 12:
        h = struct.pack("<IHHHH", 12, width, height, 1, depth)
    else:
        h = struct.pack("<IiiHHIIiiII", header, width, height, 1, depth, compression, len(body), 2835, 2835, count, 0)
        inside = b"".join(struct.pack("<I", m) for m in masks)
        h = (h + inside).ljust(header, b"\0") if header > 40 else h + inside
    at = 14 + len(h) + len(colours)
    return b"BM" + struct.pack("<IHHI", at + len(body), 0, 0, at if offset is None else offset) + h + colours + body


def bmps():
    for depth in (1, 4, 8):
        n = 1 << depth
        colours = rng.integers(0, 256, (n, 3)).astype(np.uint8)
        four = b"".join(c.tobytes() + b"\0" for c in colours)
        body = pack(samples(1, depth), depth, 4)
        for header in (40, 64, 108, 124):
            yield f"indexed{depth}-{header}.bmp", bmp(depth, body, header, colours=four), pillow
        yield f"indexed{depth}-12.bmp", bmp(depth, body, 12, colours=colours.tobytes()), pillow
        yield f"indexed{depth}-above.bmp", bmp(depth, body, height=-H, colours=four), pillow
        if depth > 1:
            yield f"indexed{depth}-few.bmp", bmp(depth, body, colours=four[:20], count=5), pillow
        yield f"indexed{depth}-headless.dib", bmp(depth, body, colours=four)[14:], pillow
    gray = b"".join(bytes([k, k, k, 0]) for k in range(256))
    body = pack(samples(1), 8, 4)
    yield "gray8.bmp", bmp(8, body, colours=gray), pillow
    yield "mono.bmp", bmp(1, pack(samples(1, 1), 1, 4), colours=b"\0\0\0\0\xff\xff\xff\0"), pillow
    two = pack(samples(1, 1), 8, 4)
    yield "spec-two-colours8.bmp", bmp(8, two, colours=b"\0\0\0\0\xff\xff\xff\0", count=2), np.frombuffer(two, np.uint8).reshape(H, 8)[::-1, :W, None] * 255
    body = pack(samples(1, 16), 16, 4)
    yield "555.bmp", bmp(16, body), pillow
    yield "555-12.bmp", bmp(16, body, 12), pillow
    for header in (40, 108, 124):
        yield f"565-{header}.bmp", bmp(16, body, header, compression=3, masks=(0xF800, 0x7E0, 0x1F)), pillow
        yield f"555-masks-{header}.bmp", bmp(16, body, header, compression=3, masks=(0x7C00, 0x3E0, 0x1F)), pillow
    body = pack(samples(3), 8, 4)
    for header in (12, 40, 64, 108, 124):
        yield f"24-{header}.bmp", bmp(24, body, header), pillow
    yield "24-above.bmp", bmp(24, body, height=-H), pillow
    yield "24-headless.dib", bmp(24, body)[14:], pillow
    yield "24-offset0.bmp", bmp(24, body, offset=0), pillow
    yield "24-gap.bmp", bmp(24, b"\x99" * 10 + body, offset=64), pillow
    yield "24-unpadded.bmp", bmp(24, body[:-3]), pillow
    body = samples(4).astype(np.uint8).tobytes()
    yield "32.bmp", bmp(32, body), pillow
    yield "32-above.bmp", bmp(32, body, height=-H), pillow
    every = {"bgrx": (0xFF0000, 0xFF00, 0xFF, 0), "xbgr": (0xFF000000, 0xFF0000, 0xFF00, 0), "abgr": (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
             "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000), "bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000)}
    for header in (108, 124):
        for name, masks in every.items():
            yield f"32-{name}-{header}.bmp", bmp(32, body, header, compression=3, masks=masks), pillow
        yield f"32-v4-no-masks-{header}.bmp", bmp(32, body, header), pillow
    yield "32-masks-40.bmp", bmp(32, body, compression=3, masks=every["bgrx"][:3]), pillow
    clear = samples(4)
    clear[:, :, 3] = 0
    yield "spec-32-alpha-zero.bmp", bmp(32, clear.astype(np.uint8).tobytes(), 108, compression=3, masks=every["bgra"]), clear[::-1, :, 2::-1]
    body = pack(samples(1, 16), 16, 4)
    yield "1555.bmp", bmp(16, body, 108, compression=3, masks=(0x7C00, 0x3E0, 0x1F, 0x8000)), pillow
    nibbles = samples(4, 4)
    packed = np.dot(nibbles, [1 << 12, 1 << 8, 1 << 4, 1])
    yield "spec-4444.bmp", bmp(16, pack((packed & 255) << 8 | packed >> 8, 16, 4), 108, compression=3, masks=(0xF00, 0xF0, 0xF, 0xF000)), \
        over_white(nibbles[::-1, :, 1:] * 17, nibbles[::-1, :, :1] * 17)
    palette = b"".join(rng.integers(0, 256, 3).astype(np.uint8).tobytes() + b"\0" for _ in range(256))
    yield "rle8.bmp", bmp(8, bytes([7, 9, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 2, 8, 0, 0, 3, 6, 0, 0, 4, 1, 3, 2, 0, 0, 0, 3, 1, 2, 3, 0, 9, 4, 0, 1]), compression=1, colours=palette), pillow
    jump = bytes([7, 9, 0, 0, 3, 8, 0, 2, 2, 1, 2, 6, 0, 0, 7, 1, 0, 0, 7, 2, 0, 1])
    jumped = np.array([[9] * 7, [8] * 3 + [0] * 4, [0] * 5 + [6] * 2, [1] * 7, [2] * 7])[::-1]
    yield "spec-rle8-jump.bmp", bmp(8, jump, compression=1, colours=palette), np.frombuffer(palette, np.uint8).reshape(256, 4)[jumped][:, :, 2::-1]
    yield "rle8-long-run.bmp", bmp(8, bytes([9, 9, 0, 0, 7, 1, 0, 0, 7, 2, 0, 0, 7, 3, 0, 0, 7, 4, 0, 1]), compression=1, colours=palette), pillow
    yield "rle4.bmp", bmp(4, bytes([7, 0x12, 0, 0, 0, 4, 0x34, 0x56, 3, 0x77, 0, 0, 7, 0x89, 0, 0, 5, 0xAB, 2, 0xCD, 0, 0, 7, 0xEF, 0, 1]), compression=2, colours=palette[:64]), pillow
    odd = np.array([[1, 2, 3, 4, 5, 6, 7]] * 5)
    yield "spec-rle4-odd.bmp", bmp(4, bytes([0, 7, 0x12, 0x34, 0x56, 0x70, 0, 0] * 5 + [0, 1]), compression=2, colours=palette[:64]), \
        np.frombuffer(palette, np.uint8).reshape(256, 4)[odd][:, :, 2::-1]
    yield "rle8-short.bmp", bmp(8, bytes([7, 9, 0, 1]), compression=1, colours=palette), None
    yield "rle8-cut.bmp", bmp(8, bytes([7, 9, 0, 0, 0, 5, 1]), compression=1, colours=palette), None
    yield "cut.bmp", bmp(24, pack(samples(3), 8, 4)[:-4]), None
    yield "jpeg-inside.bmp", bmp(24, body, compression=4), None
    yield "2-bits.bmp", bmp(2, body, colours=palette[:16]), None
    yield "masks-overlap.bmp", bmp(16, body, compression=3, masks=(0xFF00, 0x0FF0, 0xF)), None
    yield "huge.bmp", bmp(24, body, width=60000, height=60000), None


# ---- PNG

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(depth, kind, rows, *between, width=W, height=H, interlaced=0):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)) + b"".join(between) \
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def filtered(values, bits, interlaced=False):
    """Rows with filter 0, in Adam7's order where asked for."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    out = b""
    for x, y, dx, dy in passes:
        part = values[y::dy, x::dx]
        if part.size:
            out += b"".join(b"\0" + pack(row[None], bits) for row in part)
    return out


def pngs():
    colours = rng.integers(0, 256, (256, 3)).astype(np.uint8).tobytes()
    for interlaced in (0, 1):
        tail = "-interlaced" if interlaced else ""
        for bits in (1, 2, 4, 8):
            yield f"gray{bits}{tail}.png", png(bits, 0, filtered(samples(1, bits), bits, interlaced), interlaced=interlaced), pillow
            plte = chunk(b"PLTE", colours[:3 << bits])
            yield f"palette{bits}{tail}.png", png(bits, 3, filtered(samples(1, bits), bits, interlaced), plte, interlaced=interlaced), pillow
            yield f"palette{bits}-alpha{tail}.png", png(bits, 3, filtered(samples(1, bits), bits, interlaced), plte, chunk(b"tRNS", b"\x80\x00"), interlaced=interlaced), pillow
        yield f"gray-alpha8{tail}.png", png(8, 4, filtered(samples(2), 8, interlaced), interlaced=interlaced), pillow
        yield f"rgb8{tail}.png", png(8, 2, filtered(samples(3), 8, interlaced), interlaced=interlaced), pillow
        yield f"rgba8{tail}.png", png(8, 6, filtered(samples(4), 8, interlaced), interlaced=interlaced), pillow
        yield f"gray-alpha16{tail}.png", png(16, 4, filtered(samples(2, 16), 16, interlaced), interlaced=interlaced), pillow
        yield f"rgb16{tail}.png", png(16, 2, filtered(samples(3, 16), 16, interlaced), interlaced=interlaced), pillow
        yield f"rgba16{tail}.png", png(16, 6, filtered(samples(4, 16), 16, interlaced), interlaced=interlaced), pillow
        deep = samples(1, 16)
        yield f"spec-gray16{tail}.png", png(16, 0, filtered(deep, 16, interlaced), interlaced=interlaced), deep >> 8
    gray, rgb = samples(1), samples(3)
    yield "gray8-clear.png", png(8, 0, filtered(gray, 8), chunk(b"tRNS", struct.pack(">H", int(gray[2, 2, 0])))), pillow
    yield "rgb8-clear.png", png(8, 2, filtered(rgb, 8), chunk(b"tRNS", struct.pack(">HHH", *map(int, rgb[2, 2])))), pillow
    few = samples(1, 2)
    yield "spec-gray2-clear.png", png(2, 0, filtered(few, 2), chunk(b"tRNS", b"\0\2")), np.where(few == 2, 255, few * 85)
    yield "palette-short.png", png(8, 3, filtered(gray, 8), chunk(b"PLTE", colours[:30])), pillow
    good = png(8, 2, filtered(rgb, 8))
    yield "no-end.png", good[:-12], pillow
    yield "no-checksum.png", good[:-16], pillow
    yield "surplus.png", good + b"surplus" * 5, pillow
    yield "surplus-chunks.png", good[:-12] + chunk(b"teXt", b"a") + b"junk", pillow
    yield "wrong-checksum-of-pixels.png", good[:-16] + b"1234" + good[-12:], pillow
    yield "split.png", good[:33] + b"".join(chunk(b"IDAT", good[41:-16][k:k + 9]) for k in range(0, len(good) - 57, 9)) + chunk(b"IDAT", b"") + good[-12:], pillow
    yield "wrong-checksum-of-text.png", png(8, 2, filtered(rgb, 8), b"\0\0\0\1tEXta\0\0\0\0"), None
    yield "damaged.png", good[:60] + bytes([good[60] ^ 255]) + good[61:], None
    yield "cut.png", good[:-30], None
    yield "no-pixels.png", good[:33] + good[-12:], None
    yield "huge.png", png(8, 2, b"", width=1 << 20, height=1 << 20), None
    yield "late-palette.png", good[:-12] + chunk(b"tRNS", b"\0\1\0\2\0\3") + good[-12:], None
    yield "no-palette.png", png(8, 3, filtered(gray, 8)), None


# ---- GIF

def codes(indices, size):
    """GIF's LZW without compression: the table is cleared before codes would grow."""
    clear, value, at, out = 1 << size, 0, 0, []
    for k, v in enumerate(indices):
        if k % max(clear - 2, 1) == 0:
            out.append(clear)
        out.append(int(v))
    for c in out + [clear + 1]:
        value |= c << at
        at += size + 1
    return value.to_bytes((at + 7) // 8, "little")


def frame(indices, x=0, y=0, size=2, colours=b"", interlaced=False, clear=None, surplus=b""):
    h, w = indices.shape
    out = b"" if clear is None else b"!\xf9\x04\x01\0\0" + bytes([clear, 0])
    flags = (0x80 | (len(colours) // 3 - 1).bit_length() - 1 if colours else 0) | (0x40 if interlaced else 0)
    if interlaced:
        indices = np.concatenate([indices[a::b] for a, b in ((0, 8), (4, 8), (2, 4), (1, 2))])
    data = codes(indices.ravel(), size)
    blocks = b"".join(bytes([len(data[k:k + 200])]) + data[k:k + 200] for k in range(0, len(data), 200))
    return out + b"," + struct.pack("<HHHHB", x, y, w, h, flags) + colours + bytes([size]) + blocks + surplus + b"\0"


def gif(*frames, width=W, height=H, colours=b"", tail=b";"):
    flags = 0x80 | (len(colours) // 3 - 1).bit_length() - 1 if colours else 0
    return b"GIF89a" + struct.pack("<HHBBB", width, height, flags, 0, 0) + colours + b"".join(frames) + tail


def gifs():
    four, other = rng.integers(0, 256, 12).astype(np.uint8).tobytes(), rng.integers(0, 256, 12).astype(np.uint8).tobytes()
    a = samples(1, 2)[:, :, 0]
    b = samples(1, 2, 3, 2)[:, :, 0]
    yield "plain.gif", gif(frame(a), colours=four), pillow
    yield "interlaced.gif", gif(frame(samples(1, 2, 7, 19)[:, :, 0], interlaced=True), height=19, colours=four), pillow
    yield "local.gif", gif(frame(a, colours=other), colours=four), pillow
    yield "local-only.gif", gif(frame(a, colours=other)), pillow
    yield "no-palette.gif", gif(frame(a)), pillow
    yield "gray-palette.gif", gif(frame(a), colours=bytes([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])), pillow
    yield "short-palette.gif", gif(frame(a), colours=four[:6]), pillow
    yield "clear.gif", gif(frame(a, clear=1), colours=four), pillow
    yield "small.gif", gif(frame(b, 2, 1), colours=four), pillow
    yield "small-clear.gif", gif(frame(b, 2, 1, clear=3), colours=four), pillow
    yield "small-no-palette.gif", gif(frame(b, 2, 1)), pillow
    yield "large.gif", gif(frame(a, 1, 2), width=3, height=3, colours=four), pillow
    yield "no-canvas.gif", gif(frame(a), width=0, height=0, colours=four), pillow
    yield "animated.gif", gif(frame(a), frame(b, clear=1), colours=four), pillow
    yield "surplus-blocks.gif", gif(frame(a, surplus=b"\3abc\1x"), colours=four), pillow
    yield "surplus-pixels.gif", gif(frame(a)[:-1] + b"\0", colours=four), pillow
    yield "no-trailer.gif", gif(frame(a), colours=four, tail=b""), pillow
    yield "no-terminator.gif", gif(frame(a), colours=four, tail=b"")[:-1], pillow
    yield "stray.gif", gif(b"ab\0", frame(a), colours=four), pillow
    yield "extensions.gif", gif(b"!\xfe\5hello\3you\0", b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0", frame(a), colours=four), pillow
    eight = rng.integers(0, 256, 768).astype(np.uint8).tobytes()
    yield "256.gif", gif(frame(samples(1)[:, :, 0], size=8), colours=eight), pillow
    b2 = io.BytesIO()
    Image.fromarray(np.kron(samples(3, 8, 6, 6), np.ones((9, 9, 1))).astype(np.uint8)).quantize(32).save(b2, "GIF")
    yield "pillow.gif", b2.getvalue(), pillow
    yield "cut.gif", gif(frame(a), colours=four)[:-8], None
    yield "few-pixels.gif", gif(frame(a), height=9, colours=four).replace(struct.pack("<HH", 7, 5) + b"\0\2", struct.pack("<HH", 7, 9) + b"\0\2"), None
    yield "huge.gif", gif(frame(a), width=65535, height=65535, colours=four), None
    yield "no-image.gif", gif(colours=four), None


# ---- formats that are named only

def others():
    brand = lambda major, *rest: struct.pack(">I", 16 + 4 * len(rest)) + b"ftyp" + major + b"\0\0\0\0" + b"".join(rest)
    yield "photo.heic", brand(b"heic", b"mif1", b"heic"), None
    yield "photo-generic.heic", brand(b"mif1", b"mif1", b"heic"), None
    yield "photo.avif", brand(b"avif", b"avif", b"mif1"), None
    yield "photo-generic.avif", brand(b"mif1", b"mif1", b"avif"), None
    yield "photo.heif", brand(b"mif1", b"mif1"), None
    yield "photo.cr3", brand(b"crx ", b"isom"), None
    yield "photo.cr2", b"II*\0\x10\0\0\0CR\2\0" + bytes(20), None
    yield "photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", None
    yield "photo.jxl", b"\xff\x0a" + bytes(20), None
    yield "layers.psd", b"8BPS\0\1" + bytes(20), None
    yield "any.pam", b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n\0", None
    yield "float.pfm", b"Pf\n1 1\n-1\n\0\0\0\0", None
    yield "drawing.svg", b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>', None
    b = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(b, "ICO", sizes=[(16, 16)])
    yield "favicon.ico", b.getvalue(), None


def groups():
    return (("tiff", tiffs()), ("pnm", pnms()), ("bmp", bmps()), ("png", pngs()), ("gif", gifs()), ("other", others()))


def main():
    count = 0
    with gzip.GzipFile("formats.tar.gz", "wb", 9, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        def add(name, data):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))

        for group, files in groups():
            for name, data, pixels in files:
                add(f"{group}/{name}", data)
                if pixels is None:
                    add(f"{group}/{name}.refused", b"")
                else:
                    add(f"{group}/{name}.pixels", ppm(pixels(data) if callable(pixels) else np.asarray(pixels)))
                count += 1
    print(count, "files")


if __name__ == "__main__":
    main()
