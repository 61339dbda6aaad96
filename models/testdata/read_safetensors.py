#!/usr/bin/env python3
"""Reads a safetensors file by its published format alone, without this project and without the safetensors package, and prints as JSON its
metadata and, for each tensor, its type, shape, first and last value and sum. Needs nothing but Python.

Format: 8 bytes with the length of a JSON header, the header, the data. Source: README of github.com/huggingface/safetensors.
"""
import array
import json
import math
import struct
import sys

with open(sys.argv[1], "rb") as f:
    header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
    data = f.read()
metadata = header.pop("__metadata__", {})
tensors, end = {}, 0
for name, t in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
    first, last = t["data_offsets"]
    assert t["dtype"] == "F32" and first == end and last - first == 4 * math.prod(t["shape"]), name
    values, end = array.array("f", data[first:last]), last
    tensors[name] = {"shape": t["shape"], "first": values[0], "last": values[-1], "sum": math.fsum(values)}
assert end == len(data), "data behind the last tensor"
json.dump({"metadata": metadata, "tensors": tensors}, sys.stdout)
