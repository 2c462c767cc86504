/** Whether this machine stores the least significant byte first; netlink and socket structures follow the machine. */
export const littleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
