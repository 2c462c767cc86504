/**
 * RFC 1071: the internet checksum over several pieces as if they were one. Each piece but the last
 * has an even length. The result is 0 over data that carries its own correct checksum.
 */
export function internetChecksum(...pieces: readonly Uint8Array[]): number {
  let sum = 0;
  for (const piece of pieces) {
    for (let i = 0; i + 1 < piece.length; i += 2)
      sum += ((piece[i] ?? 0) << 8) | (piece[i + 1] ?? 0);
    if (piece.length % 2 === 1) sum += (piece[piece.length - 1] ?? 0) << 8;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
