// The daemon as a handful of files instead of some two hundred: it starts in half the time, and on a
// busy balancer a start is part of an outage.
export default {
  input: "src/main.ts",
  platform: "node",
  // koffi is native code beside its JavaScript; pino-pretty is for terminals alone.
  external: ["koffi", "pino-pretty"],
  output: { dir: "dist", format: "esm", sourcemap: true, cleanDir: true },
};
