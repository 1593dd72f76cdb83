"""Trains the student of one script group and writes its pack.

The student: mean of learned vectors of a text's features, one hidden layer with a linear way past it, unit length. It is taught to point
where the teacher's vector of the English points, and to rank the other texts of its batch as the teacher does (Hinton, Vinyals and Dean
2015; across languages: Reimers and Gurevych 2020). Gradients are written out, so numpy and scipy are all it needs.
"""

import argparse
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
from scipy import sparse

# Rows of the table by kind of feature: words, parts of words, pairs of words, characters, pairs and triples of characters.
SHARES = {
    "latin": {1: 0.42, 2: 0.40, 3: 0.18},
    "arabic": {1: 0.46, 2: 0.38, 3: 0.16},
    "han": {1: 0.08, 2: 0.03, 3: 0.01, 4: 0.17, 5: 0.56, 6: 0.15},
}

# Beyond these nothing is gained.
EPOCHS = {"latin": 14, "han": 9, "arabic": 12}


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("group", choices=sorted(SHARES))
    parser.add_argument("--features", type=Path, required=True, help="program that turns lines into features")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=34000)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--dimensions", type=int, default=96)
    parser.add_argument("--bits", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=0, help="0 takes the group's usual number")
    parser.add_argument("--drop", type=float, default=0.15, help="share of features left out at random")
    parser.add_argument("--share", type=float, default=1, help="train on this share of the texts only")
    parser.add_argument("--without", type=int, nargs="*", default=[], help="kinds of features to leave out")
    args = parser.parse_args()
    args.epochs = args.epochs or EPOCHS[args.group]
    return args


def featurise(program, texts):
    """Features of each text, as one array and the end of each text in it."""
    out = subprocess.run([program], input="\n".join(texts).encode() + b"\n", capture_output=True, check=True).stdout
    numbers = np.frombuffer(out, dtype="<u4")
    ends, at, keep = [], 0, np.ones(len(numbers), bool)
    for _ in texts:
        keep[at] = False
        at += 1 + int(numbers[at])
        ends.append(at - len(ends) - 1)
    return numbers[keep], np.array(ends)


def vocabulary(features, ends, shares, rows, without):
    """The features with rows, sorted: of each kind those that most texts have."""
    counts = np.diff(np.concatenate([[0], ends]))
    owner = np.repeat(np.arange(len(ends)), counts)
    once = np.unique(features.astype(np.uint64) << np.uint64(32) | owner.astype(np.uint64))
    known, frequency = np.unique((once >> np.uint64(32)).astype(np.uint32), return_counts=True)
    chosen = []
    total = sum(share for kind, share in shares.items() if kind not in without)
    for kind, share in shares.items():
        if kind in without:
            continue
        mine = (known >> 24 == kind) & (frequency >= 2)
        order = np.lexsort((known[mine], -frequency[mine]))
        chosen.append(known[mine][order][: int(rows * share / total)])
    return np.sort(np.concatenate(chosen))


def matrix(features, ends, vocab):
    """Texts as rows, known features as columns."""
    counts = np.diff(np.concatenate([[0], ends]))
    owner = np.repeat(np.arange(len(ends)), counts)
    at = np.searchsorted(vocab, features)
    at[at == len(vocab)] = 0
    known = vocab[at] == features
    ones = np.ones(int(known.sum()), np.float32)
    return sparse.csr_matrix((ones, (owner[known], at[known])), shape=(len(ends), len(vocab)))


def quantised(table, bits):
    """The table as it will be in the pack. The step is the best uniform one for normal values (Max 1960), rows differ in scale."""
    top = 2 ** (bits - 1) - 1
    step = {2: 1.0, 3: 0.5860, 4: 0.3352, 5: 0.1881, 6: 0.1041, 8: 0.0308}[bits]
    scale = np.sqrt((table ** 2).mean(1, keepdims=True)) * step + 1e-9
    codes = np.clip(np.rint(table / scale), -top, top)
    return codes, scale


class Adam:
    """Kingma and Ba 2015."""

    def __init__(self, values, rate):
        self.values, self.rate, self.t = values, rate, 0
        self.m = {name: np.zeros_like(v) for name, v in values.items()}
        self.v = {name: np.zeros_like(v) for name, v in values.items()}

    def step(self, gradients, factor, touched):
        """One step; of the table only the rows that the batch has touched move."""
        self.t += 1
        a, b = 1 - 0.9 ** self.t, 1 - 0.98 ** self.t
        for name, g in gradients.items():
            rows = touched if name == "table" else slice(None)
            m, v = self.m[name][rows], self.v[name][rows]
            m = 0.9 * m + 0.1 * g
            v = 0.98 * v + 0.02 * g * g
            self.m[name][rows], self.v[name][rows] = m, v
            self.values[name][rows] -= (self.rate[name] * factor / a) * m / (np.sqrt(v / b) + 1e-8)


def forward(values, table, texts):
    pooled = texts @ table
    raw = pooled @ values["w1"] + values["b1"]
    hidden = np.maximum(raw, 0)
    out = hidden @ values["w2"] + pooled @ values["w3"]
    length = np.sqrt((out ** 2).sum(1, keepdims=True)) + 1e-6
    return pooled, hidden, out / length, length


def loss_gradient(y, target, sharpness=14.0):
    """Gradient of 1 - cosine, plus the divergence between the two rankings of the batch, by the unit vector."""
    near = target @ target.T * sharpness
    near = np.exp(near - near.max(1, keepdims=True))
    near /= near.sum(1, keepdims=True)
    ours = y @ target.T * sharpness
    ours = np.exp(ours - ours.max(1, keepdims=True))
    ours /= ours.sum(1, keepdims=True)
    loss = float((1 - (y * target).sum(1)).mean())
    return loss, (-target + 0.25 * sharpness * (ours - near) @ target) / len(y)


def train(texts, target, args, seed=11):
    rng = np.random.default_rng(seed)
    n, width = texts.shape[1], args.width
    values = {
        "table": rng.normal(0, 0.3, (n, width)).astype(np.float32),
        "w1": rng.normal(0, width ** -0.5, (width, args.hidden)).astype(np.float32),
        "b1": np.zeros(args.hidden, np.float32),
        "w2": rng.normal(0, args.hidden ** -0.5, (args.hidden, args.dimensions)).astype(np.float32),
        "w3": rng.normal(0, width ** -0.5, (width, args.dimensions)).astype(np.float32),
    }
    adam = Adam(values, {"table": 0.01, "w1": 0.002, "b1": 0.002, "w2": 0.002, "w3": 0.002})
    batch, steps = 512, args.epochs * (texts.shape[0] // 512)
    done = 0
    for epoch in range(args.epochs):
        order = rng.permutation(texts.shape[0])
        total = 0.0
        for start in range(0, len(order) - batch + 1, batch):
            rows = order[start:start + batch]
            x = texts[rows]
            # Features are left out at random, so that parts learn to stand in for words that a visitor misspells.
            x.data = (rng.random(len(x.data), dtype=np.float32) > args.drop).astype(np.float32)
            count = np.maximum(np.asarray(x.sum(1)).ravel(), 1)
            x.data *= np.repeat((count ** -0.5).astype(np.float32), np.diff(x.indptr))
            touched, columns = np.unique(x.indices, return_inverse=True)
            x = sparse.csr_matrix((x.data, columns.astype(np.int32), x.indptr), shape=(batch, len(touched)))
            table = values["table"][touched]
            if done > 0.6 * steps:
                codes, scale = quantised(table, args.bits)
                table = (codes * scale).astype(np.float32)
            pooled, hidden, y, length = forward(values, table, x)
            loss, gy = loss_gradient(y, target[rows])
            total += loss
            gout = (gy - y * (gy * y).sum(1, keepdims=True)) / length
            gh = (gout @ values["w2"].T) * (hidden > 0)
            gp = gh @ values["w1"].T + gout @ values["w3"].T
            gradients = {"table": np.asarray(x.T @ gp), "w1": pooled.T @ gh, "b1": gh.sum(0), "w2": hidden.T @ gout, "w3": pooled.T @ gout}
            done += 1
            adam.step(gradients, min(1.0, done / 100) * (0.5 + 0.5 * np.cos(np.pi * done / steps)) + 0.01, touched)
        print(f"epoch {epoch + 1}: 1 - cosine {total / max(1, len(order) // batch):.4f}", flush=True)
    return values


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def layer(weights, bias=None):
    """Rows by output: one byte a weight, then a scale and a bias an output."""
    rows = weights.T
    scale = np.abs(rows).max(1) / 127 + 1e-12
    codes = np.rint(rows / scale[:, None]).astype(np.int8)
    bias = np.zeros(len(scale)) if bias is None else bias
    return codes.tobytes() + scale.astype("<f4").tobytes() + bias.astype("<f4").tobytes()


def pack(group, vocab, values, space, args):
    """The bytes of a pack; `crates/meaning/FORMAT.md` describes them."""
    codes, scale = quantised(values["table"], args.bits)
    logs = np.log2(scale.ravel())
    low, high = logs.min(), logs.max()
    numbers = np.rint((logs - low) / max(high - low, 1e-6) * 255).astype(np.uint8)
    scales = 2.0 ** (low + np.arange(256) / 255 * (high - low))
    shifted = (codes + 2 ** (args.bits - 1)).astype(np.uint8)
    bits = ((shifted[:, :, None] >> np.arange(args.bits)) & 1).astype(np.uint8).reshape(len(shifted), -1)
    table = np.packbits(bits, axis=1, bitorder="little")
    steps = np.diff(np.concatenate([[0], vocab.astype(np.int64)]))
    head = b"".join(varint(v) for v in (1, space, len(group), *group.encode(), len(vocab), args.width, args.bits, args.hidden, args.dimensions))
    sections = [
        (b"head", head),
        (b"feat", b"".join(varint(int(step)) for step in steps)),
        (b"scal", scales.astype("<f4").tobytes() + numbers.tobytes()),
        (b"rows", table.tobytes()),
        (b"hidd", layer(values["w1"], values["b1"])),
        (b"outp", layer(np.concatenate([values["w2"], values["w3"]]))),
    ]
    offset = 24 + 16 * len(sections)
    rows = b""
    for tag, data in sections:
        rows += tag + struct.pack("<III", offset, len(data), zlib.crc32(data))
        offset += len(data)
    top = b"\x8fFQL" + b"fqmp" + struct.pack("<HHII", 1, 0, offset, len(sections))
    return top + struct.pack("<I", zlib.crc32(top + rows)) + rows + b"".join(data for _, data in sections)


def basis(folder, dimensions):
    """Directions in which the teacher's vectors of English vary most; all groups share them, so that their vectors may be compared."""
    path = folder / f"basis{dimensions}.npy"
    if not path.exists():
        lines = open(folder / "train.tsv").read().splitlines()
        english = np.array([line.split("\t")[1] == "en" for line in lines])
        vectors = np.load(folder / "target.npy", mmap_mode="r")[english].astype(np.float32)
        _, directions = np.linalg.eigh(vectors.T @ vectors)
        directions = directions[:, ::-1][:, :dimensions]
        directions *= np.sign(directions[np.abs(directions).argmax(0), np.arange(dimensions)])
        np.save(path, directions.astype(np.float32))
    return np.load(path)


def main():
    args = options()
    directions = basis(args.folder, args.dimensions)
    lines = [line.rstrip("\n").split("\t") for line in open(args.folder / "train.tsv")]
    mine = np.array([line[0] == args.group for line in lines])
    target = np.load(args.folder / "target.npy", mmap_mode="r")[mine].astype(np.float32) @ directions
    target /= np.sqrt((target ** 2).sum(1, keepdims=True)) + 1e-6
    texts = [line[3] for line in lines if line[0] == args.group]
    english = np.array([line[1] == "en" for line in lines])[mine]
    if args.share < 1:
        few = np.sort(np.random.default_rng(3).permutation(len(texts))[: int(len(texts) * args.share)])
        texts, target, english = [texts[i] for i in few], target[few], english[few]
    features, ends = featurise(args.features, texts)
    vocab = vocabulary(features, ends, SHARES[args.group], args.rows, args.without)
    print(f"{args.group}: {len(texts)} texts, {len(features)} features, {len(vocab)} rows", flush=True)
    # English is read twice an epoch: it is what most questions come in, and other languages lean on it.
    order = np.concatenate([np.arange(len(texts)), np.flatnonzero(english)])
    values = train(matrix(features, ends, vocab)[order], target[order], args)
    args.out.write_bytes(pack(args.group, vocab, values, zlib.crc32(directions.tobytes()), args))
    print(f"{args.out}: {args.out.stat().st_size} bytes", flush=True)


main()
