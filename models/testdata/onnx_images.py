#!/usr/bin/env python3
"""Reads ONNX files of generators independently of this project and writes what they draw to onnx_images.safetensors, with the sha256 of each file.

Each file is parsed and checked, with strict inference of shapes, by the onnx package, and run by the operators below in float64, written
from the ONNX operator documentation; OpenCV runs it too where it can, and the greatest difference is printed.

Run: go test ./models -run TestONNX -onnx-out /tmp/onnx; /usr/bin/python3 models/testdata/onnx_images.py /tmp/onnx
(Debian: apt-get install python3-onnx python3-torch python3-opencv; made with onnx 1.12.0, torch 1.13.0, OpenCV 4.6.0)
"""
import hashlib
import json
import pathlib
import struct
import sys

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

LATENT = np.random.default_rng(1).standard_normal((3, 128)).astype(np.float32)


def resize(x, roi, scales, mode, nearest_mode, coordinate_transformation_mode):
    assert (mode, nearest_mode, coordinate_transformation_mode) == (b"nearest", b"floor", b"asymmetric")
    assert roi is None and scales.tolist() == [1, 1, 2, 2]
    return x.repeat_interleave(2, 2).repeat_interleave(2, 3)


def reshape(x, shape):
    return x.reshape([x.shape[i] if n == 0 else int(n) for i, n in enumerate(shape)])


def conv_transpose(x, w, b=None, *, kernel_shape, pads, strides, output_padding):
    assert list(w.shape[2:]) == kernel_shape
    return F.conv_transpose2d(x, w, b, strides, pads[:2], output_padding)


OPERATORS = {
    "Gemm": lambda a, b, c, transB: a @ (b.T if transB else b) + c,
    "ReduceMean": lambda x, axes: x.mean(axes, keepdim=True),
    "Sub": torch.sub, "Mul": torch.mul, "Add": torch.add, "Div": torch.div, "Sqrt": torch.sqrt, "Tanh": torch.tanh, "Relu": torch.relu,
    "LeakyRelu": lambda x, alpha: F.leaky_relu(x, alpha),
    "Reshape": reshape,
    "Transpose": lambda x, perm: x.permute(perm),
    "Conv": lambda x, w, b=None, *, kernel_shape, pads, strides: F.conv2d(x, w, b, strides, pads[:2]),
    "ConvTranspose": conv_transpose,
    "Resize": resize,
}


def run(model, latent):
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    values = {k: v.double() if v.is_floating_point() else v for k, v in values.items()}
    values.update({"latent": latent, "": None})
    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        values[node.output[0]] = OPERATORS[node.op_type](*[values[i] for i in node.input], **attributes)
    return values["images"].numpy()


def by_opencv(path, latent):
    """The images, or why OpenCV cannot draw them; its reader needs the batch in the file."""
    import cv2
    model = onnx.load(path)
    for value in list(model.graph.input) + list(model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = len(latent)
    try:
        net = cv2.dnn.readNetFromONNX(np.frombuffer(model.SerializeToString(), np.uint8))
        net.setInput(latent)
        return net.forward()
    except cv2.error as error:
        return str(error).strip().splitlines()[-1]


def write(path, tensors, metadata):
    header, offset = {"__metadata__": metadata}, 0
    for name, t in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [offset, offset + 4 * t.size]}
        offset += 4 * t.size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(t.astype("<f4").tobytes() for t in tensors.values()))


def main():
    tensors, metadata = {"latent": LATENT}, {}
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        images = run(model, torch.from_numpy(LATENT).double())
        tensors[path.stem] = images
        metadata[path.stem] = hashlib.sha256(path.read_bytes()).hexdigest()
        other = by_opencv(path, LATENT)
        if not isinstance(other, str):
            other = f"differs from OpenCV by at most {abs(other - images).max():.2g}"
        print(path.name, images.shape, f"from {images.min():.3f} to {images.max():.3f}", other)
    write(pathlib.Path(__file__).with_name("onnx_images.safetensors"), tensors, metadata)


if __name__ == "__main__":
    main()
