// Media files made of frames that tell their number, and readers for what the CLI records.
import { readFileSync, writeFileSync } from 'node:fs';

/** Bytes that differ from frame to frame; the size varies so that frames take 1 to 4 packets. */
function filler(number, size) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = (number * 31 + i * 7) & 0xff;
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

/** A VP8 file: a key frame's header every `every` frames is all that is real about it. */
export function writeIvf(path, { frames = 60, every = 15, fps = 30, width = 320, height = 180 } = {}) {
  const header = Buffer.alloc(32);
  header.write('DKIF', 0);
  header.writeUInt16LE(32, 6);
  header.write('VP80', 8);
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.writeUInt32LE(fps, 16);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(frames, 24);
  const parts = [header];
  const datas = [];
  for (let i = 0; i < frames; i++) {
    const key = i % every === 0;
    const head = Buffer.alloc(10);
    head[0] = key ? 0x10 : 0x11;
    if (key) {
      head.set([0x9d, 0x01, 0x2a], 3);
      head.writeUInt16LE(width, 6);
      head.writeUInt16LE(height, 8);
    }
    const data = Buffer.concat([key ? head : head.subarray(0, 3), filler(i, 200 + (i % 4) * 1000)]);
    const frame = Buffer.alloc(12);
    frame.writeUInt32LE(data.length, 0);
    frame.writeBigUInt64LE(BigInt(i), 4);
    parts.push(frame, data);
    datas.push(data);
  }
  writeFileSync(path, Buffer.concat(parts));
  return datas;
}

/** Frames of an IVF file, with their times in units of its time base. */
export function readIvf(path) {
  const bytes = readFileSync(path);
  const frames = [];
  for (let at = 32; at + 12 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at);
    frames.push({ time: Number(bytes.readBigUInt64LE(at + 4)), data: bytes.subarray(at + 12, at + 12 + size) });
    at += 12 + size;
  }
  return { magic: bytes.toString('latin1', 0, 4), codec: bytes.toString('latin1', 8, 12),
    width: bytes.readUInt16LE(12), height: bytes.readUInt16LE(14), count: bytes.readUInt32LE(24), frames };
}

function crc(bytes) {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

function page(packets, number, granule, type) {
  const lacing = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const head = Buffer.alloc(27);
  head.write('OggS', 0);
  head[5] = type;
  head.writeBigUInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(7, 14);
  head.writeUInt32LE(number, 18);
  head[26] = lacing.length;
  const whole = Buffer.concat([head, Buffer.from(lacing), ...packets]);
  whole.writeUInt32LE(crc(whole), 22);
  return whole;
}

/** An Opus file of packets of 20 ms. */
export function writeOgg(path, packets = 100) {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0);
  head.set([1, 2], 8);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.alloc(16);
  tags.write('OpusTags', 0);
  const datas = Array.from({ length: packets }, (_, i) =>
    Buffer.concat([Buffer.from([0xfc]), filler(i, 60 + (i % 5) * 60)]));
  const pages = [page([head], 0, 0, 2), page([tags], 1, 0, 0)];
  for (let i = 0; i < packets; i += 10) {
    const last = Math.min(i + 10, packets);
    pages.push(page(datas.slice(i, last), 2 + i / 10, last * 960, last === packets ? 4 : 0));
  }
  writeFileSync(path, Buffer.concat(pages));
  return datas;
}

/** Packets of an Ogg file behind its two headers; throws at a wrong checksum. */
export function readOgg(path) {
  const bytes = readFileSync(path);
  const packets = [];
  let open = [];
  for (let at = 0; at < bytes.length; ) {
    const segments = bytes[at + 26];
    let end = at + 27 + segments;
    for (let i = 0; i < segments; i++) {
      const length = bytes[at + 27 + i];
      open.push(bytes.subarray(end, end + length));
      end += length;
      if (length < 255) {
        packets.push(Buffer.concat(open));
        open = [];
      }
    }
    const whole = Buffer.from(bytes.subarray(at, end));
    const written = whole.readUInt32LE(22);
    whole.writeUInt32LE(0, 22);
    if (crc(whole) !== written) throw new Error(`wrong checksum in the page at byte ${at}`);
    at = end;
  }
  return packets.slice(2);
}

/** An H.264 byte stream: parameter sets and a key slice every `every` pictures. */
export function writeH264(path, { frames = 60, every = 15 } = {}) {
  const start = Buffer.from([0, 0, 0, 1]);
  const parts = [];
  const datas = [];
  for (let i = 0; i < frames; i++) {
    const key = i % every === 0;
    // No zero byte may stand in it: three of them in a row would be a start code.
    const slice = Buffer.concat([Buffer.from([key ? 0x65 : 0x41, 0x88]), filler(i, 300 + (i % 4) * 1000).map((b) => b | 1)]);
    const units = key ? [Buffer.from('6742e01f8c8d40501e', 'hex'), Buffer.from('68ce3c80ff', 'hex'), slice] : [slice];
    const data = Buffer.concat(units.flatMap((unit) => [start, unit]));
    parts.push(data);
    datas.push(data);
  }
  writeFileSync(path, Buffer.concat(parts));
  return datas;
}

/** Pictures of an H.264 byte stream in which each slice is a picture's last NAL unit. */
export function readH264(path) {
  const bytes = readFileSync(path);
  const starts = [];
  for (let at = bytes.indexOf('\0\0\0\x01', 0, 'latin1'); at >= 0; at = bytes.indexOf('\0\0\0\x01', at + 4, 'latin1')) {
    starts.push(at);
  }
  const pictures = [];
  let from = 0;
  starts.forEach((start, i) => {
    const type = bytes[start + 4] & 31;
    if (type === 1 || type === 5) {
      const end = starts[i + 1] ?? bytes.length;
      pictures.push(bytes.subarray(from, end));
      from = end;
    }
  });
  return pictures;
}
