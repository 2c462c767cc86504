/** Every bound in one place; a value without a bound is a value an outsider chooses. */
export const LIMITS = {
  /** VRRP's Count IPvX Addr is one byte. */
  addressesPerAdvert: 255,
  /** Datagrams read from one socket before the engines are stepped. */
  datagramsPerRead: 256,
  /** Bytes of an HTTP response that a check reads. */
  checkResponseBytes: 1_048_576,
  /** The conf text. */
  configBytes: 67_108_864,
  configDepth: 32,
  configLineBytes: 1024,
  diagnostics: 1000,
} as const;
