// node scripts/convert-face-detector.mjs fr_detect.onnx
// Writes the weights of RFB-320 into bot/workers/faces/nets/rfb-320.bin, in the order in which
// describe-detector.ts asks for them: for each convolution its filters (height, width, channels in, channels
// out) and its bias, as 32-bit floats, little end first. Where the file comes from: nets/README.md.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE_SHA256 = '6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854';

const [source] = process.argv.slice(2);
if (!source) throw new Error('usage: node scripts/convert-face-detector.mjs FILE.onnx');
const bytes = readFileSync(source);
if (createHash('sha256').update(bytes).digest('hex') !== SOURCE_SHA256) {
  throw new Error('this is not the file that was converted before');
}

/** The fields of one protobuf message: number and value (number, or bytes). */
function fieldsOf(message) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = message[at++];
      value += (byte & 127) * factor;
      factor *= 128;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    if (type === 0) fields.push([number, varint()]);
    else if (type === 5) at += 4;
    else {
      const length = varint();
      fields.push([number, message.subarray(at, (at += length))]);
    }
  }
  return fields;
}
const all = (fields, number) => fields.filter(([n]) => n === number).map(([, value]) => value);

const graph = fieldsOf(all(fieldsOf(bytes), 7)[0]);
const tensors = new Map(
  all(graph, 5).map((message) => {
    const fields = fieldsOf(message);
    const raw = all(fields, 9)[0] ?? Buffer.alloc(0);
    const numbers = Float32Array.from({ length: raw.length / 4 }, (_, i) => raw.readFloatLE(4 * i));
    return [String(all(fields, 8)[0]), { shape: all(fields, 1), numbers }];
  }),
);

const parts = [];
for (const message of all(graph, 1)) {
  const node = fieldsOf(message);
  if (String(all(node, 4)[0]) !== 'Conv') continue;
  const [, filters, bias] = all(node, 1).map((name) => tensors.get(String(name)));
  const [outs, ins, rows, columns] = filters.shape;
  // One filter per channel is stored as (channels, 1, rows, columns) and wanted as (rows, columns, channels, 1).
  const [a, b] = ins === 1 ? [1, outs] : [ins, outs];
  const turned = new Float32Array(filters.numbers.length);
  for (let o = 0; o < outs; o++) {
    for (let i = 0; i < ins; i++) {
      for (let p = 0; p < rows * columns; p++) {
        turned[(p * a + i) * b + o] = filters.numbers[(o * ins + i) * rows * columns + p];
      }
    }
  }
  parts.push(turned, bias.numbers);
}
const target = path.resolve(import.meta.dirname, '../bot/workers/faces/nets/rfb-320.bin');
const out = Buffer.concat(parts.map((part) => Buffer.from(part.buffer)));
writeFileSync(target, out);
console.log(`${out.length} bytes, sha256 ${createHash('sha256').update(out).digest('hex')}`);
