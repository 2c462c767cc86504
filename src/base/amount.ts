/** `1 server`, `2 servers`: for messages that count. */
export const amount = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;
