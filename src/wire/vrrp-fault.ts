/** Why bytes are no advert that we can read; the engine counts and tells them by these names. */
export type AdvertFault = "truncated" | "length" | "version" | "type" | "checksum";
