// The daemon as a handful of files instead of some two hundred: it starts in half the time, and on a
// busy balancer a start is part of an outage. What one command or process needs is not loaded for
// another: nearly all of a short run is V8 reading code.

/** commander can run commands that are programs of their own. We have none, and loading
 * node:child_process for them would be a tenth of the start. */
const commanderAlone = {
  name: "commander-alone",
  resolveId: (source, importer) =>
    source === "node:child_process" && importer?.includes("/node_modules/commander/")
      ? "\0no-programs"
      : undefined,
  load: (id) => (id === "\0no-programs" ? "export {};" : undefined),
};

export default {
  input: "src/main.ts",
  platform: "node",
  // koffi is native code beside its JavaScript; pino-pretty is for terminals alone.
  external: ["koffi", "pino-pretty"],
  plugins: [commanderAlone],
  output: { dir: "dist", format: "esm", sourcemap: true, cleanDir: true },
};
