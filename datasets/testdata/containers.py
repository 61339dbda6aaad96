"""Writes containers/ anew: folders, archives and shards as other tools make them, and containers.json: the class and the number of every image
that the reference tool of each takes from it.

    /usr/bin/python3 containers.py      (Debian: python3-lmdb python3-numpy python3-pil p7zip-full zip)

Image k has the pixels of picture(k) of fixtures.py, by which it is told again when it is read.
"""
import io, json, os, pathlib, re, shutil, struct, subprocess, tarfile, tempfile, zipfile, zlib

import lmdb
import numpy as np
from PIL import Image

from fixtures import encoded, gzipped, picture

tarfile.RECORDSIZE = 1024  # of zeros at the end of a tar
ROOT = pathlib.Path(__file__).parent / "containers"
EXPECTED = {}
NUMBERS = {picture(k).tobytes(): k for k in range(16)}


def number(data):
    """Which picture an image file shows."""
    return NUMBERS[np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).tobytes()]


def text(name):
    """A name of any bytes as it is shown."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def png(k):
    return encoded(k, "PNG")


class RawInfo(zipfile.ZipInfo):
    """An entry whose name is bytes of any encoding, without the flag of UTF-8, as programs of Windows write it."""

    def __init__(self, raw):
        super().__init__(raw.decode("latin-1"))
        self.raw, self.create_system = raw, 0

    def _encodeFilenameFlags(self):
        return self.raw, 0


def zipped(path, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(ROOT / path, "w") as z:
        for info, data in entries:
            info.compress_type = method if data else zipfile.ZIP_STORED
            z.writestr(info, data)


def by_zipfile(path):
    """What Python's zipfile and Pillow read: the class is the first folder, as for torchvision."""
    with zipfile.ZipFile(ROOT / path) as z:
        EXPECTED[path] = sorted([name.split("/")[0], number(z.read(name))] for name in z.namelist() if name.lower().endswith(".png"))


def zips():
    # Compress-Archive of PowerShell 5, .NET 4.5: DOS, backslashes, folders too.
    back = [("photos\\cats\\", b""), ("photos\\cats\\0.png", png(0)), ("photos\\dogs\\1.png", png(1)), ("photos\\dogs\\more\\2.png", png(2))]
    zipped("compress-archive.zip", [(RawInfo(name.encode()), data) for name, data in back])
    EXPECTED["compress-archive.zip"] = [["cats", 0], ["dogs", 1], ["dogs", 2]]  # as Windows itself unpacks it
    for path, encoding, names in [
            ("cp437.zip", "cp437", ["café/0.png", "naïve/1.png", "naïve/é.png"]), ("latin1.zip", "latin-1", ["café/0.png", "café/1.png", "für/2.png"]),
            ("gbk.zip", "gbk", ["猫/0.png", "狗/1.png", "狗/表.png"]), ("shift-jis.zip", "shift_jis", ["猫/0.png", "猫/表1.png", "犬/2.png"])]:
        zipped(path, [(RawInfo(name.encode(encoding)), png(k)) for k, name in enumerate(names)])
        by_zipfile(path)
    names = ["cats\\0.png", "猫\\1.png", "犬\\表\\2.png", "für\\3.png"]  # of the last, what it is in Shift-JIS does not matter
    zipped("backslashes-shift-jis.zip", [(RawInfo(name.encode("cp437" if "ü" in name else "shift_jis")), png(k)) for k, name in enumerate(names)])
    EXPECTED["backslashes-shift-jis.zip"] = [["cats", 0], ["öL", 1], ["îó", 2], ["für", 3]]
    # Info-ZIP and WinZip on Windows: the name of the code page, and in a field beside it the real one.
    entries = []
    for k, name in enumerate(["猫/0.png", "犬/1.png"]):
        info = RawInfo(name.encode("shift_jis"))
        field = b"\1" + struct.pack("<I", zlib.crc32(info.raw)) + name.encode()
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        entries.append((info, png(k)))
    zipped("unicode-path.zip", entries)
    EXPECTED["unicode-path.zip"] = [["猫", 0], ["犬", 1]]
    # Archive Utility of macOS.
    mac = [("set/cats/0.png", png(0)), ("set/dogs/1.png", png(1)), ("set/.DS_Store", b"x"), ("__MACOSX/set/cats/._0.png", b"\0\5\x16\7"), ("set/dogs/._1.png", b"\0\5\x16\7")]
    zipped("macos.zip", [(zipfile.ZipInfo(name), data) for name, data in mac])
    EXPECTED["macos.zip"] = [["cats", 0], ["dogs", 1]]
    for name, method in (("bzip2.zip", zipfile.ZIP_BZIP2), ("lzma.zip", zipfile.ZIP_LZMA)):
        zipped(name, [(zipfile.ZipInfo("cats/0.png"), png(0))], method)
    with tempfile.TemporaryDirectory() as folder:
        for name, k in (("cats/0.png", 0), ("dogs/1.png", 1)):
            path = pathlib.Path(folder, name)
            path.parent.mkdir()
            path.write_bytes(png(k))
            os.utime(path, (10**9, 10**9))
        run = lambda *command: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        run("7z", "a", "-tzip", "-mm=Deflate64", "-mx=9", "-mtc=off", str(ROOT / "deflate64.zip"), "cats/0.png", "dogs/1.png")
        run("zip", "-q", "-X", "-D", "-fz", "-r", str(ROOT / "zip64.zip"), "cats", "dogs")
        by_zipfile("zip64.zip")
        for name, target in (("cats/1.png", "../dogs/1.png"), ("wolves", "dogs"), ("cats/2.png", "/etc/passwd")):
            os.symlink(target, pathlib.Path(folder, name))
            os.utime(pathlib.Path(folder, name), (10**9, 10**9), follow_symlinks=False)
        run("zip", "-q", "-X", "-D", "-y", "-r", str(ROOT / "links.zip"), "cats", "dogs", "wolves")
    EXPECTED["links.zip"] = [["cats", 0], ["cats", 1], ["dogs", 1], ["wolves", 1]]  # what unpacks to inside


def tarred(path, members, encoding="utf-8"):
    """members are a name and bytes; or a name, a type of link and its target."""
    path, out = ROOT / path, io.BytesIO()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as tar:
        for name, *what in members:
            info = tarfile.TarInfo(name)
            if len(what) == 2:
                info.type, info.linkname = what
                tar.addfile(info)
            else:
                info.size = len(what[0])
                tar.addfile(info, io.BytesIO(what[0]))
    path.write_bytes(out.getvalue() if path.suffix == ".tar" else gzipped(out.getvalue()))


def image_folder(root):
    """torchvision's ImageFolder: the classes are the folders, links too; os.walk follows links; images are told by their names."""
    found = []
    for entry in os.scandir(root):
        if not entry.is_dir():
            continue
        for folder, _, files in os.walk(entry.path, followlinks=True):
            found += [[text(entry.name), number(pathlib.Path(folder, f).read_bytes())] for f in files if f.lower().endswith(".png")]
    return sorted(found)


def unpacked(path, inside="", **how):
    """What ImageFolder gives of a tar that is unpacked, as tarfile does it, and of the folder itself."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(ROOT / path, **how) as tar:
            tar.extractall(folder)
        EXPECTED[path] = image_folder(pathlib.Path(folder, inside))


def tars():
    link, symbolic = tarfile.LNKTYPE, tarfile.SYMTYPE
    # GNU tar stores the second name of a file as a hard link: two of the images are there twice.
    tarred("hard-links.tar", [("cats/0.png", png(0)), ("cats/1.png", png(1)), ("dogs/2.png", png(2)), ("dogs/3.png", png(3)),
                              ("dogs/0.png", link, "cats/0.png"), ("./dogs/1.png", link, "cats/1.png")])
    unpacked("hard-links.tar")
    tarred("links.tar", [("cats/0.png", png(0)), ("cats/1.png", symbolic, "../dogs/1.png"), ("cats/2.png", symbolic, "1.png"), ("dogs/1.png", png(1)),
                         ("wolves", symbolic, "dogs"), ("more/all", symbolic, "../cats")])
    unpacked("links.tar")
    tarred("latin1.tar", [("café/0.png", png(0)), ("café/é.png", png(1)), ("für/2.png", png(2))], encoding="latin-1")
    unpacked("latin1.tar", encoding="utf-8", errors="surrogateescape")
    # For unpacking: links of a user's own folder, to images and to class folders, in it and out of it; two that are broken.
    tarred("folder-links.tar", [("set/cats/0.png", png(0)), ("outside/1.png", png(1)), ("outside/dogs/2.png", png(2)), ("outside/dogs/deep/3.png", png(3)),
                                ("set/cats/1.png", symbolic, "../../outside/1.png"), ("set/dogs", symbolic, "../outside/dogs"),
                                ("set/birds/those", symbolic, "../cats"), ("set/readme", symbolic, "nowhere"), ("set/cats/list.txt", symbolic, "/nowhere/list.txt")])
    unpacked("folder-links.tar", "set")


def keyed(path, want):
    """What WebDataset groups: the key is the path up to the first dot of the name, what follows is the field."""
    EXPECTED[path] = []
    for shard in sorted((ROOT / path).glob("**/*")):
        if not re.search(r"\.(tar|tar\.gz|tgz)$", shard.name):
            continue
        samples = {}
        with tarfile.open(shard) as tar:
            for member in tar:
                key, field = re.match(r"^((?:.*/|)[^.]+)[.]([^/]*)$", member.name).groups()
                samples.setdefault(key, {})[field] = tar.extractfile(member).read()
        EXPECTED[path] += [[want(shard, key, sample), number(sample["png"])] for key, sample in samples.items()]
    EXPECTED[path].sort()


def shards():
    # img2dataset: tables and statistics beside the shards.
    for k in range(2):
        tarred(f"img2dataset/{k:05d}.tar", [(f"{k:05d}0000{i}.{field}", data) for i in range(2) for field, data in
                                            (("json", b'{"caption": "x"}'), ("png", png(2 * k + i)), ("txt", b"x"))])
        (ROOT / f"img2dataset/{k:05d}.parquet").write_bytes(b"PAR1PAR1")
        (ROOT / f"img2dataset/{k:05d}_stats.json").write_text('{"count": 2}')
    (ROOT / "img2dataset/README.md").write_text("# A set\n")
    (ROOT / "img2dataset/sizes.json").write_text("{}")
    keyed("img2dataset", lambda *_: "images")
    tarred("gzipped/set-000.tar.gz", [("0.png", png(0)), ("0.cls", b"7"), ("1.png", png(1)), ("1.cls", b"9")])
    tarred("gzipped/set-001.tgz", [("2.png", png(2)), ("2.cls", b"9")])
    keyed("gzipped", lambda _shard, _key, sample: sample["cls"].decode())
    # Depth beside each image, which comes first by name; pose.png has no other.
    tarred("depth/set-000.tar", [(f"{k}.{field}", png(k + add)) for k in range(2) for field, add in (("depth.png", 5), ("png", 0), ("seg.png", 9))])
    keyed("depth", lambda *_: "images")
    for k, names in enumerate((["cats/0.png", "dogs/1.png"], ["dogs/2.png", "cats/3.png"])):
        tarred(f"folders/set-{k}.tar", [(name, png(2 * k + i)) for i, name in enumerate(names)])
    keyed("folders", lambda _shard, key, _sample: key.split("/")[0])
    for name, k in (("cats", 0), ("dogs-000", 1), ("dogs-001", 2)):
        tarred(f"tar-a-class/{name}.tar", [(f"{name}/{k}.png", png(k))])
    keyed("tar-a-class", lambda shard, *_: shard.stem.split("-")[0])
    for name, k in (("n01440764", 0), ("n02979186", 1)):  # ILSVRC2012_img_train.tar
        tarred(f"synsets/{name}.tar", [(f"{name}_{10 * k}.png", png(k))])
    keyed("synsets", lambda shard, *_: shard.stem)
    for k, name in enumerate(("imagenet1k-train-0000", "imagenet1k-train-0001", "imagenet1k-validation-00")):
        tarred(f"parts/{name}.tar", [("a.png", png(k)), ("a.cls", str(k % 2).encode())])
    keyed("parts", lambda _shard, _key, sample: sample["cls"].decode())
    for k, name in enumerate(("train/000", "train/001", "val/000")):
        tarred(f"parts-in-folders/{name}.tar", [("a.png", png(k))])
    keyed("parts-in-folders", lambda *_: "images")
    for k, name in enumerate(("train/000", "val/001")):  # numbered through
        tarred(f"parts-numbered/{name}.tar", [("a.png", png(k))])
    keyed("parts-numbered", lambda *_: "images")
    for k, name in enumerate(("train/cats", "train/dogs", "val/cats")):
        tarred(f"classes-in-parts/{name}.tar", [("a.png", png(k))])
    keyed("classes-in-parts", lambda shard, *_: shard.stem)


def stylegan():
    """dataset_tool.py's sets; labels are looked up as in training/dataset.py: dict(labels)[name]."""
    files = [(f"00000/img{k:08d}.png", k) for k in range(3)]
    for path, labels in (("stylegan-more.zip", [[name, [2, 0, 2, 1, 5][k]] for k, (name, _) in enumerate(files + [("00000/gone.png", 3), ("00009/x.png", 4)])]),
                         ("stylegan-lacks.zip", [[files[0][0], 0], [files[2][0], 1]])):
        zipped(path, [(zipfile.ZipInfo(name), png(k)) for name, k in files] + [(zipfile.ZipInfo("dataset.json"), json.dumps({"labels": labels}))], zipfile.ZIP_STORED)
        known = dict(labels)
        EXPECTED[path] = sorted([str(known[name]) if all(n in known for n, _ in files) else "images", k] for name, k in files)


def lsun():
    """The published database of cats has one value without bytes, which dataset_tool.py passes over."""
    path = ROOT / "lsun-empty/cat"
    path.mkdir(parents=True)
    with lmdb.open(str(path), map_size=1 << 20) as env, env.begin(write=True) as txn:
        for k in range(4):
            txn.put(b"%040x" % k, png(k) if k != 2 else b"")
    (path / "lock.mdb").unlink()
    EXPECTED["lsun-empty"] = [["cat", k] for k in (0, 1, 3)]


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir()
    for make in (zips, tars, shards, stylegan, lsun):
        make()
    lines = ",\n".join(f"  {json.dumps(k)}: {json.dumps(sorted(v), ensure_ascii=False)}" for k, v in sorted(EXPECTED.items()))
    ROOT.with_suffix(".json").write_text("{\n" + lines + "\n}\n")
