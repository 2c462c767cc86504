/** A capture file as it is written: pcap with stamps in micro- or nanoseconds. */

export interface Packet {
  /** Milliseconds since 1970, by the kernel. */
  readonly at: number;
  readonly bytes: Buffer;
}

const FILE_HEADER = 24;
const PACKET_HEADER = 16;
const MAGIC_MICRO = 0xa1b2c3d4;
const MAGIC_NANO = 0xa1b23c4d;

/** Takes the file in pieces, and gives each packet as soon as it is whole. */
export function createPcapReader(found: (packet: Packet) => void): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let fractionsPerMs = 0;
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    if (fractionsPerMs === 0) {
      if (rest.length < FILE_HEADER) return;
      fractionsPerMs = fractionsOf(rest.readUInt32LE(0));
      rest = rest.subarray(FILE_HEADER);
    }
    while (rest.length >= PACKET_HEADER) {
      const end = PACKET_HEADER + rest.readUInt32LE(8);
      if (rest.length < end) return;
      const at = rest.readUInt32LE(0) * 1000 + rest.readUInt32LE(4) / fractionsPerMs;
      found({ at, bytes: rest.subarray(PACKET_HEADER, end) });
      rest = rest.subarray(end);
    }
  };
}

function fractionsOf(magic: number): number {
  if (magic === MAGIC_MICRO) return 1000;
  if (magic === MAGIC_NANO) return 1_000_000;
  throw new Error(`no pcap file: it begins with ${magic.toString(16)}`);
}
