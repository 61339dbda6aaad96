"""Writes layouts/ anew: small collections in layouts that are nearly those of fixtures/, as people have them on their disks.

    /usr/bin/python3 layouts.py      (Debian: python3-numpy python3-pil)

Image k is the even gray of tone(k), as in fixtures.py. The names of folders and files are those of the published archives.
"""
import pathlib, shutil, struct

from fixtures import encoded, picture

ROOT = pathlib.Path(__file__).parent / "layouts"


def write(path, data):
    path = ROOT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def images(root, names, kind="JPEG"):
    """Writes image k under the k-th name."""
    for k, name in enumerate(names):
        write(f"{root}/{name}", encoded(k, kind))


def ilsvrc(root):
    images(root, [
        "train/n01440764/n01440764_18.JPEG", "train/n01440764/n01440764_36.JPEG", "train/n02979186/n02979186_7.JPEG",
        "val/ILSVRC2012_val_00000001.JPEG", "val/ILSVRC2012_val_00000002.JPEG", "val/ILSVRC2012_val_00000003.JPEG",
        "test/ILSVRC2012_test_00000001.JPEG", "test/ILSVRC2012_test_00000002.JPEG"])


def imagenet():
    ilsvrc("imagenet-flat")
    # A list of names and classes beside, which lacks one; of the test part nothing is known.
    ilsvrc("imagenet-listed")
    write("imagenet-listed/val.txt", "ILSVRC2012_val_00000001.JPEG n02979186\nILSVRC2012_val_00000003.JPEG n01440764\n")
    # Kaggle's archive of the challenge.
    ilsvrc("imagenet-kaggle/ILSVRC/Data/CLS-LOC")
    write("imagenet-kaggle/LOC_val_solution.csv", "ImageId,PredictionString\n"
          "ILSVRC2012_val_00000002,n01440764 111 108 441 193 \n"
          "ILSVRC2012_val_00000001,n02979186 85 1 499 272 n02979186 1 2 3 4 \n"
          "ILSVRC2012_val_00000003,n02979186 1 1 5 5 \n")
    write("imagenet-kaggle/LOC_train_solution.csv", "ImageId,PredictionString\nn01440764_18,n01440764 1 2 3 4\n")
    write("imagenet-kaggle/LOC_synset_mapping.txt", "n01440764 tench, Tinca tinca\nn02979186 cassette player\n")
    write("imagenet-kaggle/LOC_sample_submission.csv", "ImageId,PredictionString\n")
    write("imagenet-kaggle/ILSVRC/ImageSets/CLS-LOC/val.txt", "ILSVRC2012_val_00000001 1\nILSVRC2012_val_00000002 2\n")
    write("imagenet-kaggle/ILSVRC/Annotations/CLS-LOC/val/ILSVRC2012_val_00000001.xml", "<annotation/>")


def tiny_imagenet():
    root = "tiny-imagenet-200"
    images(root, [
        "train/n01443537/images/n01443537_0.JPEG", "train/n01443537/images/n01443537_1.JPEG",
        "train/n01629819/images/n01629819_0.JPEG", "val/images/val_0.JPEG", "val/images/val_1.JPEG", "test/images/test_0.JPEG"])
    write(f"{root}/val/val_annotations.txt", "val_0.JPEG\tn01629819\t0\t32\t44\t62\nval_1.JPEG\tn01443537\t52\t55\t57\t59\n")
    for wnid in ("n01443537", "n01629819"):
        write(f"{root}/train/{wnid}/{wnid}_boxes.txt", f"{wnid}_0.JPEG\t0\t10\t63\t58\n")
    write(f"{root}/wnids.txt", "n01629819\nn01443537\n")
    write(f"{root}/words.txt", "n01443537\tgoldfish, Carassius auratus\nn01629819\tEuropean fire salamander\n")


def parts():
    images("stray", ["set/train/cats/0.jpg", "set/train/dogs/1.jpg", "set/val/cats/2.jpg", "set/val/dogs/3.jpg", "set/preview.jpg"])
    images("stl10", ["train/0.jpg", "train/1.jpg", "test/2.jpg", "unlabeled/3.jpg", "unlabeled/4.jpg", "unlabeled/5.jpg"])
    images("stl10-classes", ["train/bird/0.jpg", "train/car/1.jpg", "test/bird/2.jpg", "test/car/3.jpg", "unlabeled/4.jpg"])
    images("unlabelled", ["train/bird/0.jpg", "train/car/1.jpg", "unlabelled/2.jpg"])
    images("tumours", ["Training/glioma/0.jpg", "Training/no/1.jpg", "Testing/glioma/2.jpg", "Testing/no/3.jpg"])
    images("shouted", ["TRAIN/a/0.jpg", "Dev/a/1.jpg", "TEST/b/2.jpg"])
    images("doubled", ["training_set/training_set/cats/0.jpg", "training_set/training_set/dogs/1.jpg", "test_set/test_set/cats/2.jpg"])
    images("authors", ["LSUN_10/bedroom/train/0.jpg", "LSUN_10/bedroom/val/1.jpg", "LSUN_10/tower/train/2.jpg", "LSUN_10/tower/train/3.jpg",
                       "LSUN_10/tower/val/4.jpg"])
    # These read as they always did: train is a class among others, and parts in one class alone are no parts of the set.
    images("vehicles", ["bus/0.jpg", "car/1.jpg", "train/2.jpg"])
    images("mixed", ["bedroom/train/0.jpg", "bedroom/test/1.jpg", "kitchen/2.jpg"])
    images("parts-only", ["train_1/0.jpg", "train_2/1.jpg"])


def celeba():
    root = "celeba-kaggle"
    images(root, [f"img_align_celeba/img_align_celeba/{k:06d}.jpg" for k in range(1, 5)])
    write(f"{root}/list_attr_celeba.csv", "image_id,5_o_Clock_Shadow,Smiling\n000001.jpg,-1,1\n000002.jpg,-1,-1\n000003.jpg,1,-1\n000004.jpg,-1,1\n")
    write(f"{root}/list_eval_partition.csv", "image_id,partition\n000001.jpg,0\n000002.jpg,0\n000003.jpg,1\n000004.jpg,2\n")
    write(f"{root}/list_bbox_celeba.csv", "image_id,x_1,y_1,width,height\n000001.jpg,95,71,226,313\n")


def mnist():
    def idx3(ks):
        return struct.pack(">4I", 0x803, len(ks), 8, 8) + b"".join(picture(k)[..., 0].tobytes() for k in ks)

    def idx1(ks):
        return struct.pack(">2I", 0x801, len(ks)) + bytes(ks)

    for part, ks in (("train", [0, 1, 2]), ("t10k", [3, 4])):
        write(f"mnist-kaggle/{part}-images-idx3-ubyte/{part}-images-idx3-ubyte", idx3(ks))
        write(f"mnist-kaggle/{part}-labels-idx1-ubyte/{part}-labels-idx1-ubyte", idx1(ks))
    # Kaggle has the training files a second time, under names with a dot.
    write("mnist-kaggle/train-images.idx3-ubyte", idx3([0, 1, 2]))
    write("mnist-kaggle/train-labels.idx1-ubyte", idx1([0, 1, 2]))


def photos():
    images("photos", ["cats/0.png", "cats/1.png", "dogs/2.png", "dogs/3.png", "dogs/4.png"], "PNG")
    for k in range(3):
        write(f"photos/cats/IMG_{k}.HEIC", b"\0\0\0\x18ftypheic" + bytes(12))
    write("photos/dogs/5.avif", b"\0\0\0\x1cftypavif" + bytes(16))
    write("photos/notes.txt", "taken in May\n")
    write("photos/LICENSE", "mine\n")
    write("photos/.DS_Store", b"Bud1")
    write("photos/.thumbnails/0.png", encoded(0, "PNG"))
    # Some of these are bad: empty, a web page, cut off, damaged; and one picture is there twice.
    images("broken", ["a/0.png", "a/1.png", "a/2.png", "b/3.png"], "PNG")
    write("broken/b/3-again.png", encoded(3, "PNG"))
    write("broken/a/cut.png", encoded(5, "PNG")[:60])
    write("broken/a/empty.jpg", b"")
    write("broken/b/page.jpg", "<html><body>404</body></html>")
    write("broken/c/only.gif", b"GIF89a\x08\x00\x08\x00")


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    for make in (imagenet, tiny_imagenet, parts, celeba, mnist, photos):
        make()
