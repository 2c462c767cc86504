/** keepalived.conf(5), "ADVANCED CONFIGURATION": conditions, definitions, sequences and lists. */
import { describe, expect, test } from "vitest";
import { expandText } from "./read.ts";

const lines = (text: string, configId = "main"): readonly string[] => {
  const { lines: read, said } = expandText(text, { configId });
  expect(said).toEqual([]);
  return read;
};

describe("a condition", () => {
  test.for<readonly [string, readonly string[]]>([
    ["@main a b", ["a b"]],
    ["@other a b", []],
    ["@^main a b", []],
    ["@^other a b", ["a b"]],
    ["  @main\ta", ["a"]],
    ["@mainx a", []],
    ["@main", []],
    ["@^other", []],
    ["@main @^other a", ["a"]],
    ["@other a {\nb", ["b"]],
    ["x { @main a }", ["x {", "a", "}"]],
    ["x { @other a }\ny", ["x {", "y"]],
    ["mail a@b", ["mail a@b"]],
    ["$IF=@main\n$IF a\n$IF=@other\n$IF b", ["a"]],
  ])("%j", ([text, expected]) => {
    expect(lines(text)).toEqual(expected);
  });
  test("without an id matches nothing", () => {
    expect(expandText("@main a\n@^main b").lines).toEqual(["b"]);
  });
  test("that drops the first line of a definition drops all of it", () => {
    expect(lines("@other $A= \\\n  a \\\n  b\nc")).toEqual(["c"]);
  });
});

/** What the definition of many lines below says for a number. */
const one = (n: number): readonly string[] => [
  `vrrp_instance VI_${n} {`,
  "priority 130",
  `id ${n}01`,
  `id ${n}02`,
  "}",
];

describe("a definition", () => {
  test.for<readonly [string, readonly string[]]>([
    ["$A=1\nx $A", ["x 1"]],
    ["$A=1\nx ${A}2 a${A}b", ["x 12 a1b"]],
    ["$A=1\nx $A,$A) y", ["x 1,1) y"]],
    ["$A=1\n$A=2\nx $A", ["x 2"]],
    ["$A=\nx ${A}y", ["x y"]],
    ["$A=b  c # comment\nx $A", ["x b c"]],
    ['$A=1\nx "a $A ${A}"', ['x "a 1 1"']],
    ['$A="b c"\nx $A', ['x "b c"']],
    ["$A=x {\n$A\n}", ["x {", "}"]],
    ["$B=10.2.${S}\n$S=0\nx ${B}.100\n$S=10\nx ${B}.100", ["x 10.2.0.100", "x 10.2.10.100"]],
    ["g { $A=1\nx $A }", ["g {", "x 1", "}"]],
    ["$A=a\\#b\nx $A", ["x a#b"]],
    ['p a$b "$c ${d}"', ['p a$b "$c ${d}"']],
    ["X = 1", ["X = 1"]],
  ])("%j", ([text, expected]) => {
    expect(lines(text)).toEqual(expected);
  });

  test("has many lines, with everything that a line may have", () => {
    const text = `$VI= \\
      vrrp_instance VI_\${N} { \\
        # a comment belongs to nobody
        @main priority 130 \\
        @other priority 120 \\
        $M=\${N}0 \\
        ~SEQ(i,2) id \${M}\${i} \\
      }
$N=1
$VI
~SEQ(N,2,3) $VI
last`;
    expect(lines(text)).toEqual([...one(1), ...one(2), ...one(3), "last"]);
  });

  test.for<readonly [string, readonly string[]]>([
    ["$A= \\\n a \\\n\nb\n$A", ["b", "a"]],
    ["$A= \\\n a \\\n   \n b\n$A", ["a", "b"]],
    ["$A=a \\\nb\n$A", ["a", "b"]],
    ["$A= \\\n a \\", []],
    ["$B= \\\n b\n$A= \\\n $B \\\n a\n$A", ["b", "a"]],
  ])("of many lines ends where it ends: %j", ([text, expected]) => {
    const read = expandText(text).lines;
    expect(read).toEqual(expected);
  });
});

describe("a name of keepalived's own", () => {
  const around = { configId: "lb1", env: { SECRET: "a#b!c\nd" }, seed: 7 };
  test.for<readonly [string, readonly string[]]>([
    ["x ${_INSTANCE} ${_PWD}", ["x lb1 ."]],
    ["x a${_HASH}b ${_BANG}c", ["x a#b !c"]],
    ['x "${_HASH}"', ['x "#"']],
    ["x ${_ENV SECRET}", ["x a#b!c d"]],
    ["x ${_RANDOM 5 5}", ["x 5"]],
    ["$_PWD=mine\nx ${_PWD}", ["x mine"]],
  ])("%s", ([text, expected]) => {
    expect(expandText(text, around).lines).toEqual(expected);
  });
  test("_RANDOM stays within its bounds, and one seed gives one conf", () => {
    const text = "~SEQ(i,200) ${_RANDOM 3 9}\n${_RANDOM}";
    const [...all] = expandText(text, around).lines.map(Number);
    const last = all.pop();
    expect(new Set(all)).toEqual(new Set([3, 4, 5, 6, 7, 8, 9]));
    expect(last).toBeLessThanOrEqual(32_767);
    expect(expandText(text, around).lines).toEqual(expandText(text, around).lines);
    const seeded = `random_seed 5\n${text}`;
    expect(expandText(seeded, { seed: 1 }).lines).toEqual(expandText(seeded, { seed: 2 }).lines);
  });
});

describe("a sequence", () => {
  test.for<readonly [string, readonly string[]]>([
    ["~SEQ(i,3) a$i b${i}c", ["a1 b1c", "a2 b2c", "a3 b3c"]],
    ["~SEQ(i,3) ${i}", ["1", "2", "3"]],
    ["~SEQ(i,-2) ${i}", ["-1", "-2"]],
    ["~SEQ(i,0) ${i}", ["1", "0"]],
    ["~SEQ( i , 3 , 1 ) ${i}", ["3", "2", "1"]],
    ["~SEQ(i,0,5,12) ${i}", ["0", "5", "10"]],
    ["~SEQ(i,2,2) ${i}", ["2"]],
    ["~SEQ(i,010,0xA) ${i}", ["8", "9", "10"]],
    ["~SEQx(i,0x8e,0x90) ${i}", ["8e", "8f", "90"]],
    ["$N=2\n~SEQ(i,${N}) ${i}", ["1", "2"]],
    ["$N=2\n~SEQ(i,$N) ${i}", ["1", "2"]],
    ["~SEQ(a,2) ~SEQ(b,2) ${a}${b}", ["11", "12", "21", "22"]],
    ["~SEQ(a,2) x { y ${a} }", ["x {", "y 1", "}", "x {", "y 2", "}"]],
    ["v { ~SEQ(a,2) 10.0.0.${a}\n}", ["v {", "10.0.0.1", "10.0.0.2", "}"]],
    ["~LST(a,x,,z) k${a}", ["kx", "k", "kz"]],
    ["~LST({a,b},{1,2},{3}) ${a}-${b}", ["1-2", "3-"]],
    ["~LST({a, b}, {1, 2}, 3) ${a}-${b}", ["1-2", "3-"]],
    ["~LST(a,1,2) ~SEQ(b,2) ${a}${b}", ["11", "12", "21", "22"]],
    ["~SEQ(a,3)", []],
  ])("%s", ([text, expected]) => {
    expect(lines(text)).toEqual(expected);
  });
});

describe("what cannot be read is told where it stands", () => {
  test.for<readonly [string, readonly string[]]>([
    ["x ${NOPE} y", ["1:3 undefined-name"]],
    ["x $NOPE y", ["1:3 undefined-name"]],
    ['$NAME=1\nx "${NAMEE}"', ["2:4 undefined-name"]],
    ["x ${_ENV NOPE}", ["1:3 undefined-name"]],
    ["x ${_ENV}", ["1:3 bad-reference"]],
    ["x ${_RANDOM a}", ["1:3 bad-reference"]],
    ["x ${_PWD a}", ["1:3 bad-reference"]],
    ["$A=1\nx ${A 2}", ["2:3 undefined-name"]],
    ["$A=1\n10.0.$A.1", ["2:6 unended-name"]],
    ["$A=${A}:1\nx ${A}", ["2:3 recursive-definition"]],
    ["$A=${B}\n$B=${A}\nx ${A} y", ["3:3 recursive-definition"]],
    ["$A= \\\n a \\\n $A\n$A", ["3:2 recursive-definition"]],
    ["$A= \\\n a\nx $A y", ["3:3 multi-line-reference"]],
    ["~SEQ(i,1,1000000000) a", ["1:1 bad-sequence"]],
    ["~SEQ(i,1,0,3) a", ["1:1 bad-sequence"]],
    ["~SEQ(i,1,-1,3) a", ["1:1 bad-sequence"]],
    ["~SEQ(i,1,2,3,4) a", ["1:1 bad-sequence"]],
    ["~SEQ(i,a) a", ["1:1 bad-sequence"]],
    ["~SEQ(i) a", ["1:1 bad-sequence"]],
    ["~SEQ(1,3) a", ["1:1 bad-sequence"]],
    ["~SEQx(i,-3) a", ["1:1 bad-sequence"]],
    ["~SEQ i", ["1:1 bad-sequence"]],
    ["~SEQ(i,3", ["1:1 bad-sequence"]],
    ["~LST(a)", ["1:1 bad-sequence"]],
    ["~LST({a,b},{1,2,3}) x", ["1:1 bad-sequence"]],
    ["~LST({a,b) x", ["1:1 bad-sequence"]],
    ["~SEQ(a,1000) ~SEQ(b,1000) ~SEQ(c,1000) x", ["1:27 too-large"]],
    ["a \\", ["1:3 trailing-backslash"]],
    ["a b\\  # c", ["1:4 trailing-backslash"]],
    ["auth_pass sec#ret1", ["1:11 glued-comment"]],
    ["auth_pass p@ss!1", ["1:11 glued-comment"]],
    ["auth_pass sec #ret1", []],
    ['auth_pass "sec"#ret1', []],
    ["x { a }#b", []],
    ["a\u00a0b c", ["1:1 odd-blank"]],
    ['a "b\u00a0c"', []],
    ["a\u3000b", ["1:1 odd-blank"]],
    ["\ufeffa", []],
    ["a\n\ufeffb", ["2:1 odd-blank"]],
  ])("%j", ([text, expected]) => {
    expect(expandText(text).said).toEqual(expected);
  });

  test("definitions that double have an end, and so have those that stand in each other", () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `$A${i + 1}=\${A${i}}\${A${i}}`);
    const { said } = expandText(["$A0=", ...doubling, "x ${A40}"].join("\n"));
    expect(said).toEqual(["42:1 endless-expansion"]);
    const deep = Array.from({ length: 200 }, (_, i) => `$A${i + 1}= \\\n $A${i} \\\n x`);
    expect(expandText(["$A0=", ...deep, "$A200"].join("\n")).said.join()).toContain("too-deep");
  });

  test("a mistake in a line that is read often is told a few times", () => {
    expect(expandText("~SEQ(i,500) x ${NOPE}").said).toEqual(["1:15 undefined-name"]);
  });
});

test("lines are measured in bytes", () => {
  expect(expandText("x".repeat(1022)).said).toEqual([]);
  expect(expandText("x".repeat(1023)).said).toEqual(["1:1 line-too-long"]);
  expect(expandText(`"${"ä".repeat(510)}"`).said).toEqual([]);
  expect(expandText(`"${"ä".repeat(511)}"`).said).toEqual(["1:1 line-too-long"]);
  expect(expandText(`"${"😀".repeat(256)}"`).said).toEqual(["1:1 line-too-long"]);
  expect(expandText(`$A=${"x".repeat(600)}\n\${A}\${A}`).said).toEqual(["2:1 line-too-long"]);
});

describe("comments, quotes and escapes", () => {
  test.for<readonly [string, readonly string[]]>([
    ["a#b", ["a"]],
    ["a!b", ["a"]],
    ["a\\#b\\!c", ["a#b!c"]],
    ["a\\\\#b", ["a\\\\"]],
    ['a "b # c" d', ['a "b # c" d']],
    ['a "b \\" # c" d', ['a "b \\" # c" d']],
    ["a\vb\fc", ["a b c"]],
    ["a\r\nb", ["a", "b"]],
  ])("%j", ([text, expected]) => {
    expect(expandText(text).lines).toEqual(expected);
  });
  test("an unclosed quote does not swallow the brace that ends its line", () => {
    const { lines: read, said } = expandText('a "b {\nc }');
    expect(read).toEqual(['a "b" {', "c", "}"]);
    expect(said).toEqual(["1:3 unclosed-quote"]);
  });
});

test("words stand where one has to look", () => {
  const text = `$A=10.0
$L= \\
  addr \${A}.\${N} \\
  done
  x \${A}.1/32 "$A z"
~SEQ(N,1) $L
{ y $A }`;
  expect(expandText(text).placed).toEqual([
    "x@5:3-4",
    "10.0.1/32@5:5-14",
    "10.0 z@5:15-21",
    "addr@3:3-7",
    "10.0.1@3:8-17",
    "done@4:3-7",
    "y@7:3-4",
    "10.0@7:5-7",
  ]);
});
