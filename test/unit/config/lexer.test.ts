/** keepalived.conf(5), "Configuration file syntax": comments, quotes, braces. */
import { describe, expect, test } from "vitest";
import { findings, instanceText, readClean } from "./read.ts";

const nameOf = (text: string): string | undefined => readClean(text).instances[0]?.name;
const asIt = instanceText();

describe("comments", () => {
  test.for(["#", "!"])("%s begins one, at the start of a line and behind words", (mark) => {
    const text = `${mark} first\n${asIt.replace("interface eth0", `interface eth0 ${mark} { not a brace`)}`;
    expect(readClean(text).instances[0]?.interface).toBe("eth0");
  });
  test("a quoted mark begins none", () => {
    expect(nameOf(asIt.replace("WEB", '"a#b!c"'))).toBe("a#b!c");
  });
  test("an escaped mark begins none", () => {
    expect(nameOf(asIt.replace("WEB", "a\\#b\\!c"))).toBe("a#b!c");
  });
});

describe("braces", () => {
  test("may open on the next line", () => {
    expect(nameOf(asIt.replace("WEB {", "WEB\n{"))).toBe("WEB");
  });
  test("may open after blank lines and comments", () => {
    expect(nameOf(asIt.replace("WEB {", "WEB\n\n# here\n  {"))).toBe("WEB");
  });
  test("may stand without space", () => {
    expect(nameOf(asIt.replace("WEB {", "WEB{"))).toBe("WEB");
  });
  test("may hold everything on one line", () => {
    expect(readClean(`global_defs { router_id lb1 }\n${asIt}`).global.routerId).toBe("lb1");
  });
  test("that close nothing are told, at their place", () => {
    expect(findings(`${asIt}  }\n`)).toEqual(["8:3 stray-brace"]);
  });
  test("that are never closed are told where they open", () => {
    expect(findings(asIt.replace("    }\n}\n", "    }\n"))).toContain("1:19 unclosed-brace");
  });
});

describe("quotes", () => {
  test("keep blanks together", () => {
    expect(nameOf(asIt.replace("WEB", '"the web"'))).toBe("the web");
  });
  test("that are never closed are told where they open", () => {
    expect(findings(`global_defs {\n    router_id "lb1\n}\n${asIt}`)).toContain(
      "2:15 unclosed-quote",
    );
  });
});

test("Windows line ends and a byte order mark do no harm", () => {
  expect(nameOf(`\ufeff${asIt.replaceAll("\n", "\r\n")}`)).toBe("WEB");
});

test("a line with a NUL byte is left out, and told", () => {
  expect(findings(asIt.replace("eth0", "eth0\0"))).toContain("2:19 binary");
});
