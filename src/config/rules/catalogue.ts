/** Every rule by its id: what `daruma check` can find, for the reference and for `--silence`. */
import { hostRules } from "./host.ts";
import { confRules } from "./judge.ts";
import { pairRules } from "./peer/compare.ts";
import type { Named } from "./rule.ts";

const rule = (id: string, severity: Named["severity"], meaning: string): Named => ({
  id,
  severity,
  meaning,
});

/** Those by which a conf is read: what they find has been left out or changed. */
export const readingRules: readonly Named[] = [
  rule("bad-number", "error", "a number was expected"),
  rule("bad-reference", "error", "${_ENV} or ${_RANDOM} with parameters that it does not take"),
  rule("bad-sequence", "error", "a ~SEQ or ~LST that cannot be read; its line is left out"),
  rule("bad-value", "error", "one of some words, an address or the like was expected"),
  rule("binary", "error", "a line holds a NUL byte, or the whole is no text; it is left out"),
  rule("changed-number", "warning", "a number that keepalived or daruma makes another one of"),
  rule("deprecated-keyword", "hint", "an old name, which still works"),
  rule("duplicate-address", "warning", "an address stands twice in one instance"),
  rule("duplicate-block", "warning", "a block that can stand once stands twice; the last counts"),
  rule("duplicate-name", "error", "two blocks have one name; the second is left out"),
  rule("duplicate-real-server", "error", "a real server stands twice; the second is left out"),
  rule(
    "duplicate-virtual-server",
    "error",
    "a virtual server stands twice; the second is left out",
  ),
  rule(
    "duplicate-vrid",
    "error",
    "two instances would hear each other as rivals; the second is left out",
  ),
  rule("empty", "error", "nothing of the file can be used"),
  rule("endless-expansion", "error", "definitions of definitions that never come to an end"),
  rule("family", "error", "IPv4 where IPv6 is needed, or the reverse"),
  rule("glued-comment", "hint", "a comment that begins right behind a word, and so ends it"),
  rule("ignored-setting", "warning", "a setting that has no effect beside another"),
  rule(
    "include",
    "warning",
    "an include finds nothing, or what is no conf; an error where it has to",
  ),
  rule("include-loop", "error", "a file that includes itself, or what includes it"),
  rule("line-too-long", "error", "keepalived reads lines of up to 1022 bytes"),
  rule("misplaced-keyword", "error", "a keyword of another block"),
  rule("missing-argument", "error", "a keyword without what belongs behind it"),
  rule("missing-brace", "error", "a block without its {, which is read as if it were there"),
  rule("missing-block", "error", "a keyword without its { }"),
  rule("missing-keyword", "error", "a block lacks what it cannot do without, or says too little"),
  rule(
    "multi-line-reference",
    "error",
    "a definition of several lines is not the last on its line",
  ),
  rule("no-address", "warning", "an instance without virtual_ipaddress"),
  rule("no-peers", "warning", "a unicast source without unicast_peer: adverts go by multicast"),
  rule("odd-blank", "error", "a no-break or full-width space, which separates nothing"),
  rule("odd-quote", "error", "a quote as print has it, which quotes nothing"),
  rule("out-of-range", "error", "a number that is too small or too great"),
  rule("part-of-word", "warning", "a sign in a text that is hardly meant to be in it"),
  rule("password-too-long", "warning", "only 8 characters of auth_pass count"),
  rule("persistence", "warning", "a service of all ports must be persistent"),
  rule("port", "warning", "DR and TUN cannot change the port"),
  rule("quorum", "warning", "a quorum or hysteresis that could never be met"),
  rule("recursive-definition", "error", "a definition that comes to itself"),
  rule("regex", "warning", "words about a regular expression without one, or against each other"),
  rule("reply-length", "warning", "no reply can have the lengths that are asked for"),
  rule("rounded", "warning", "an advert_int that the version cannot carry"),
  rule("script-words", "warning", "words behind a script, which are no arguments of it"),
  rule("server-group", "error", "a virtual_server_group that is of no use"),
  rule(
    "sorry-server",
    "warning",
    "a sorry server that is a real server must be inhibited as that is",
  ),
  rule("stray-brace", "error", "a { or } without its other half"),
  rule("surplus-argument", "warning", "words behind the last argument"),
  rule("sync-group", "error", "a member that is unknown or taken, or too few of them"),
  rule(
    "too-deep",
    "error",
    "blocks, definitions or includes in each other, more than any conf has",
  ),
  rule("too-large", "error", "a file, or what is made of it, too large to be a conf"),
  rule("too-long", "error", "a name of which only the first characters count"),
  rule("too-many-addresses", "warning", "more addresses than an advert carries"),
  rule(
    "trailing-backslash",
    "error",
    "a line that was meant to go on behind a \\, which only definitions do",
  ),
  rule("unclosed-brace", "error", "a block that is never closed"),
  rule("unclosed-quote", "error", "a quote that is never closed"),
  rule(
    "undefined-name",
    "error",
    "a reference to what has not been defined; a warning where it may be meant as it is",
  ),
  rule(
    "undefined-server-group",
    "error",
    "a virtual_server_group that has not been defined, or not to any use",
  ),
  rule("unended-name", "warning", "$NAME runs into what follows it, and is not replaced"),
  rule("unexpected-block", "error", "a { } behind a keyword that takes none"),
  rule("unknown-keyword", "error", "a word that keepalived does not know"),
  rule("unsupported-keyword", "warning", "a keyword that daruma does not act on yet"),
  rule("weight", "warning", "a weight above what ipvsadm takes"),
];

export const allRules: readonly Named[] = [
  ...readingRules,
  ...confRules,
  ...hostRules,
  ...pairRules,
];
