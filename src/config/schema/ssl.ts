/** keepalived.conf(5), "SSL": what SSL_GET shows of itself where a server asks for a certificate. */
import type { Word } from "../pieces.ts";
import { type Block, defineBlock, text } from "./entry.ts";

export interface SslDraft {
  readonly keyword: Word;
  password?: string | undefined;
  ca?: string | undefined;
  certificate?: string | undefined;
  key?: string | undefined;
}

export const ssl: Block<SslDraft> = defineBlock<SslDraft>("SSL", {
  password: text("password", { meaning: "password of the key" }),
  ca: text("ca", { meaning: "file with the authorities' certificates" }),
  certificate: text("certificate", { meaning: "file with the certificate" }),
  key: text("key", { meaning: "file with the certificate's private key" }),
});
