"""Writes fixtures/ anew: one small collection in each published layout, by the tools that the real ones are made with.

    /usr/bin/python3 fixtures.py      (Debian: python3-lmdb python3-numpy python3-pil python3-scipy)

Image k has the pixels of picture(k); where a layout wants JPEG it is the even gray of tone(k), which JPEG keeps exactly.
"""
import gzip, io, json, pathlib, pickle, shutil, struct, tarfile, zipfile

import lmdb
import numpy as np
import scipy.io
from PIL import Image

ROOT = pathlib.Path(__file__).parent / "fixtures"


def picture(k, side=8):
    """RGB of image k: red counts columns from 16k, green rows, blue is 7k."""
    y, x = np.mgrid[0:side, 0:side]
    return np.stack([(16 * k + x) % 256, 5 * y, np.full_like(x, 7 * k % 256)], axis=-1).astype(np.uint8)


def tone(k):
    return 20 + 9 * k


def encoded(k, kind, side=8):
    image = Image.fromarray(picture(k, side))
    if kind == "JPEG":
        image = Image.new("RGB", (side, side), (tone(k),) * 3)
    out = io.BytesIO()
    image.save(out, kind, **{"JPEG": {"quality": 100}, "WEBP": {"lossless": True}}.get(kind, {}))
    return out.getvalue()


def write(path, data):
    path = ROOT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def tarball(path, members, mode="w"):
    path = ROOT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, mode, format=tarfile.GNU_FORMAT) as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def gzipped(data):
    return gzip.compress(data, mtime=0)


def tree(root):
    """The files below a folder, for packing them."""
    root = ROOT / root
    return [(str(p.relative_to(root.parent)), p.read_bytes()) for p in sorted(root.rglob("*")) if p.is_file()]


def cifar():
    def batch(ks, labels):
        return b"".join(bytes(labels(k)) + picture(k, 32).transpose(2, 0, 1).tobytes() for k in ks)

    ten = "cifar10/cifar-10-batches-bin"
    write(f"{ten}/data_batch_1.bin", batch([0, 1, 2], lambda k: [9 - k]))
    write(f"{ten}/data_batch_2.bin", batch([3, 4], lambda k: [9 - k]))
    write(f"{ten}/test_batch.bin", batch([5, 6], lambda k: [9 - k]))
    write(f"{ten}/batches.meta.txt", "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n")
    write(f"{ten}/readme.html", "<html></html>")
    tarball("cifar-10-binary.tar.gz", tree(ten), "w:gz")
    write("cifar100/train.bin", batch([0, 1, 2], lambda k: [k, 10 * k]))
    write("cifar100/test.bin", batch([3], lambda k: [k, 10 * k]))
    write("cifar100/coarse_label_names.txt", "".join(f"coarse{k}\n" for k in range(20)))
    write("cifar100/fine_label_names.txt", "".join(f"fine{k}\n" for k in range(100)))


class Python2(pickle._Pickler):
    """Writes protocol 2 as Python 2 does, which made CIFAR's files: bytes, and texts too unless unicode, are its strings."""
    dispatch = dict(pickle._Pickler.dispatch)

    def __init__(self, file, unicode=False):
        super().__init__(file, protocol=2)
        self.unicode = unicode

    def save_bytes(self, value):
        n = len(value)
        self.write((pickle.SHORT_BINSTRING + bytes([n]) if n < 256 else pickle.BINSTRING + struct.pack("<i", n)) + value)
        self.memoize(value)

    def save_str(self, value):
        if self.unicode:
            super().save_str(value)
        else:
            self.save_bytes(value.encode())

    dispatch[bytes] = save_bytes
    dispatch[str] = save_str


def pickled(value, unicode=False):
    out = io.BytesIO()
    Python2(out, unicode).dump(value)
    return out.getvalue()


def cifar_python():
    """What torchvision downloads and keeps; the names of keys and files are those of the real sets."""
    def data(ks, by_column=False):
        rows = np.stack([picture(k, 32).transpose(2, 0, 1).reshape(-1) for k in ks])
        return np.asfortranarray(rows) if by_column else rows

    ten = "cifar-10-batches-py"
    for number, ks in ((1, [0, 1, 2]), (2, [3, 4])):
        write(f"{ten}/data_batch_{number}", pickled({
            "batch_label": f"training batch {number} of 2", "labels": [9 - k for k in ks], "data": data(ks), "filenames": [f"{k}.png" for k in ks]}))
    write(f"{ten}/test_batch", pickled({
        "batch_label": "testing batch 1 of 1", "labels": [4, 3], "data": data([5, 6]), "filenames": ["5.png", "6.png"]}))
    write(f"{ten}/batches.meta", pickled({"num_cases_per_batch": 10000, "num_vis": 3072, "label_names": [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]}))
    write(f"{ten}/readme.html", "<html></html>")
    tarball("cifar-10-python.tar.gz", tree(ten), "w:gz")
    # The same with what else a pickle of these may have: keys of Python 3, columns first.
    for name, ks, by_column in (("train", [0, 1, 2], True), ("test", [3], False)):
        write(f"cifar-100-python/{name}", pickled({
            "filenames": [f"{k}.png" for k in ks], "batch_label": f"{name} batch 1 of 1", "fine_labels": [10 * k for k in ks],
            "coarse_labels": ks, "data": data(ks, by_column)}, unicode=True))
    write("cifar-100-python/meta", pickled({
        "fine_label_names": [f"fine{k}" for k in range(100)], "coarse_label_names": [f"coarse{k}" for k in range(20)]}, unicode=True))
    write("cifar-100-python/file.txt~", "left over, as in the real archive\n")


def mnist():
    def images(ks, transpose=False):
        data = [picture(k)[..., 0].T if transpose else picture(k)[..., 0] for k in ks]
        return struct.pack(">4I", 0x803, len(data), 8, 8) + b"".join(d.tobytes() for d in data)

    def labels(ks):
        return struct.pack(">2I", 0x801, len(ks)) + bytes(k % 10 for k in ks)

    raw = "MNIST/raw"
    write(f"{raw}/train-images-idx3-ubyte", images(range(5)))
    write(f"{raw}/train-images-idx3-ubyte.gz", gzipped(images(range(5))))
    write(f"{raw}/train-labels-idx1-ubyte", labels(range(5)))
    write(f"{raw}/train-labels-idx1-ubyte.gz", gzipped(labels(range(5))))
    write(f"{raw}/t10k-images-idx3-ubyte.gz", gzipped(images([5, 6])))
    write(f"{raw}/t10k-labels-idx1-ubyte.gz", gzipped(labels([5, 6])))
    write("EMNIST/emnist-letters-train-images-idx3-ubyte.gz", gzipped(images([1, 2], True)))
    write("EMNIST/emnist-letters-train-labels-idx1-ubyte.gz", gzipped(labels([1, 2])))

    # as torchvision leaves it: all selections unpacked into one folder, the archive beside them
    raw = "EMNIST-torchvision/EMNIST/raw"
    for selection, train, test in [("balanced", [1, 2, 3], [4]), ("byclass", [5], [6]), ("letters", [7, 8], [0])]:
        for part, ks in [("train", train), ("test", test)]:
            write(f"{raw}/emnist-{selection}-{part}-images-idx3-ubyte", images(ks, True))
            write(f"{raw}/emnist-{selection}-{part}-labels-idx1-ubyte", labels(ks))
    with zipfile.ZipFile(ROOT / raw / "gzip.zip", "w") as z:
        z.writestr(zipfile.ZipInfo("gzip/emnist-letters-train-images-idx3-ubyte.gz"), gzipped(images([7, 8], True)))


def npz():
    def imagenet(name, ks, save, **more):
        path = ROOT / "imagenet64" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = np.stack([picture(k).transpose(2, 0, 1).reshape(-1) for k in ks])
        save(path, data=data, labels=np.array([k + 1 for k in ks]), **more)

    mean = np.zeros(192)
    imagenet("train_data_batch_1.npz", [0, 1, 2], np.savez, mean=mean)
    imagenet("train_data_batch_2.npz", [3, 4], np.savez_compressed, mean=mean)
    imagenet("val_data.npz", [5, 6], np.savez)
    np.savez(ROOT / "samples.npz", np.stack([picture(k) for k in range(4)]), np.array([0, 1, 0, 1]))


def lsun():
    def database(name, items):
        path = ROOT / "lsun" / name
        path.mkdir(parents=True, exist_ok=True)
        with lmdb.open(str(path), map_size=1 << 20) as env, env.begin(write=True) as txn:
            for k, value in items:
                txn.put(b"%040x" % k, value)

    database("bedroom_train_lmdb", [(k, encoded(k, "WEBP" if k % 2 else "JPEG")) for k in range(4)])
    database("test_lmdb", [(8, encoded(8, "JPEG"))])  # has no category
    database("bedroom_val_lmdb", [(k, encoded(k, "JPEG", 64)) for k in (4, 5)])
    # Enough for branch pages, and one value of several pages: noise, which does not shrink.
    noise = io.BytesIO()
    Image.fromarray(np.random.RandomState(1).randint(0, 256, (64, 64, 3), np.uint8)).save(noise, "PNG")
    many = [(k, encoded(k % 9, "PNG", 4)) for k in range(300)]
    database("church_outdoor_train_lmdb", many + [(300, noise.getvalue())])
    write("lsun-noise.png", noise.getvalue())


def celeba():
    files = [f"{k:06d}.jpg" for k in range(1, 7)]
    for k, name in enumerate(files, 1):
        write(f"celeba/img_align_celeba/{name}", encoded(k, "JPEG"))
    write("celeba/list_attr_celeba.txt", "6\nMale Smiling Young \n" + "".join(
        f"{name} {'-1 ' if k % 2 else ' 1 '}{' 1' if k < 3 else '-1'}  1\n" for k, name in enumerate(files)))
    write("celeba/identity_CelebA.txt", "".join(f"{name} {[2880, 99, 2880, 12, 99, 12][k]}\n" for k, name in enumerate(files)))
    write("celeba/list_eval_partition.txt", "".join(f"{name} {[0, 0, 0, 1, 2, 2][k]}\n" for k, name in enumerate(files)))
    # What torchvision downloads besides.
    write("celeba/list_bbox_celeba.txt", "6\nimage_id x_1 y_1 width height\n" + "".join(f"{name}    1    2    3    4\n" for name in files))
    write("celeba/list_landmarks_align_celeba.txt", "6\nlefteye_x lefteye_y\n" + "".join(f"{name}  1  2\n" for name in files))
    with zipfile.ZipFile(ROOT / "celeba/img_align_celeba.zip", "w") as z:
        z.writestr(zipfile.ZipInfo("img_align_celeba/000001.jpg"), encoded(1, "JPEG"))


def lfw():
    people = [("Aaron_Eckhart", [1]), ("Zico", [1, 2]), ("Zorica_Radovic", [1])]
    members = [(f"lfw/{name}/{name}_{n:04d}.jpg", encoded(4 * p + n, "JPEG")) for p, (name, ns) in enumerate(people) for n in ns]
    tarball("lfw.tgz", members, "w:gz")
    # torchvision's default is the funneled set; its archive and lists stay beside.
    funneled = [(name.replace("lfw/", "lfw_funneled/"), data) for name, data in members] + [("lfw_funneled/pairs_01.txt", b"300\n")]
    tarball("lfw-py/lfw-funneled.tgz", funneled, "w:gz")
    for name, data in funneled:
        write(f"lfw-py/{name}", data)
    for name in ("pairs.txt", "pairsDevTrain.txt", "people.txt", "peopleDevTrain.txt", "lfw-names.txt"):
        write(f"lfw-py/{name}", "10\t300\n")


def oxford():
    images = [(f"jpg/image_{k:05d}.jpg", encoded(k, "JPEG")) for k in range(1, 9)]
    tarball("flowers-102-tgz/102flowers.tgz", images, "w:gz")
    tarball("flowers-102/102flowers.tgz", images, "w:gz")  # left by torchvision
    for name, data in images:
        write(f"flowers-102/{name}", data)
    for folder, compressed in (("flowers-102", True), ("flowers-102-tgz", False)):
        folder = ROOT / folder
        scipy.io.savemat(folder / "imagelabels.mat", {"labels": np.array([[3, 1, 2, 3, 1, 2, 3, 1]], np.uint8)}, do_compression=compressed)
        scipy.io.savemat(folder / "setid.mat", {"trnid": np.array([[8, 2, 4]], np.uint16), "valid": np.array([[1, 6]], np.uint16),
                                                "tstid": np.array([[3, 5, 7]], np.uint16)}, do_compression=compressed)
    # Matrices that must be passed over, and doubles, as MATLAB itself writes numbers.
    scipy.io.savemat(ROOT / "mixed.mat", {"text": "hello", "z": np.array([1 + 2j]), "cells": np.array([1, "a"], dtype=object),
                                          "numbers": np.array([[1.0, 2.0], [3.0, 40000.0]]), "big": np.array([[-70000]], np.int32)})


def cityscapes():
    for part, city, k in (("train", "aachen", 1), ("train", "bochum", 2), ("train_extra", "mainz", 3), ("val", "lindau", 4), ("test", "bonn", 5)):
        write(f"cityscapes/leftImg8bit/{part}/{city}/{city}_000000_0000{k:02d}_leftImg8bit.png", encoded(k, "PNG"))
    write("cityscapes/gtFine/train/aachen/aachen_000000_000001_gtFine_color.png", encoded(9, "PNG"))


def places():
    categories = ["/a/airfield", "/a/apartment_building/outdoor", "/z/zen_garden"]
    for k, c in enumerate(categories):
        for n in (1, 2):
            write(f"places365/data_256_standard{c}/{n:08d}.jpg", encoded(2 * k + n, "JPEG"))
    for n in (1, 2):
        write(f"places365/val_256/Places365_val_{n:08d}.jpg", encoded(6 + n, "JPEG"))
    write("places365/categories_places365.txt", "".join(f"{c} {k}\n" for k, c in enumerate(categories)))
    write("places365/places365_train_standard.txt", "".join(f"{c}/{n:08d}.jpg {k}\n" for k, c in enumerate(categories) for n in (1, 2)))
    write("places365/places365_val.txt", "Places365_val_00000001.jpg 2\nPlaces365_val_00000002.jpg 1\n")


def stylegan():
    labels = [["00000/img%08d.png" % k, [6, 0, 6][k]] for k in range(3)]
    with zipfile.ZipFile(ROOT / "stylegan.zip", "w", zipfile.ZIP_STORED) as z:
        for k, (name, _) in enumerate(labels):
            z.writestr(zipfile.ZipInfo(name), encoded(k, "PNG"))
        z.writestr(zipfile.ZipInfo("dataset.json"), json.dumps({"labels": labels}))
    for k in range(2):
        write(f"stylegan-unlabelled/00000/img{k:08d}.png", encoded(k, "PNG"))
    write("stylegan-unlabelled/dataset.json", json.dumps({"labels": None}))


def webdataset():
    def sample(k, label):
        yield f"sample{k:03d}.png", encoded(k, "PNG")
        yield f"sample{k:03d}.seg.png", encoded(k + 1, "PNG")
        yield f"sample{k:03d}.cls", str(label).encode()
        yield f"sample{k:03d}.txt", b"a caption"

    for shard in range(3):
        tarball(f"webdataset/set-{shard:06d}.tar", [f for k in range(2) for f in sample(2 * shard + k, [10, 9, 2, 10, 9, 2][2 * shard + k])])
    tarball("webdataset.tar", [f for k in range(2) for f in ((f"x/{k}.jpg", encoded(k, "JPEG")),
                                                            (f"x/{k}.json", json.dumps({"label": ["dog", "cat"][k]}).encode()))])


def imagenet():
    k = 0
    for part, classes in (("train", ("n01440764", "n02979186")), ("val", ("n02979186", "n01440764"))):
        for c in classes:
            write(f"imagenet/{part}/{c}/{c}_{k}.JPEG", encoded(k, "JPEG"))
            k += 1


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir()
    for make in (cifar, cifar_python, mnist, npz, lsun, celeba, lfw, oxford, cityscapes, places, stylegan, webdataset, imagenet):
        make()
