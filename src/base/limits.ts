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
  /** With the newline, and the NUL that ends it in keepalived. */
  configLineBytes: 1024,
  /** ~SEQ in ~SEQ, definitions in definitions. */
  configExpansionDepth: 64,
  /** Values put in for references on one line. */
  configLineExpansions: 1000,
  /** Times that ~SEQ and ~LST of a whole conf repeat their lines: twice 254 instances on 128 interfaces. */
  configRepetitions: 200_000,
  /** Files that include each other. */
  configIncludeDepth: 16,
  /** Files that all patterns of a conf together may name. */
  configFiles: 10_000,
  /** Lines that say something, of all files of a conf. */
  configLines: 1_500_000,
  diagnostics: 1000,
  /** By one rule. */
  diagnosticsAtOnePlace: 3,
} as const;
