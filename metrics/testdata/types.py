#!/usr/bin/python3
"""Writes types.pth and types.safetensors: a layer of weights beside tensors of the other types that PyTorch has. Needs torch (1.13).

torch.save writes the first; the second is written by hand, in the order of the dictionary: safetensors' own writer is not needed for it.
"""
import json
import pathlib
import struct
from collections import OrderedDict

import torch

HERE = pathlib.Path(__file__).parent
NAMES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.int32: "I32",
         torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL", torch.complex64: "C64"}

state = OrderedDict()
for kind, name in NAMES.items():
    if kind != torch.float32:
        state["other." + name] = torch.ones(3, dtype=kind)
for layer, kind in (("c", torch.float32), ("d", torch.float16)):
    state[layer + ".conv.weight"] = torch.tensor([1, 2], dtype=kind).reshape(2, 1, 1, 1)
    for norm, values in (("weight", [1, 1]), ("bias", [1, 1]), ("running_mean", [3, 0]), ("running_var", [1, 1])):
        state[layer + ".bn." + norm] = torch.tensor(values, dtype=kind)
    state[layer + ".bn.num_batches_tracked"] = torch.tensor(7)
torch.save(state, HERE / "types.pth")

header, data = {}, b""
for name, tensor in state.items():
    raw = bytes(tensor.contiguous().view(torch.uint8).reshape(-1).tolist()) if tensor.dim() else struct.pack("<q", tensor.item())
    header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
(HERE / "types.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
