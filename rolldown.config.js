// The daemon as a handful of files instead of some two hundred, and as CommonJS, which Node loads
// without asking its own modules for every name they have: a start is a quarter shorter for it, and
// on a busy balancer a start is part of an outage.

/**
 * commander can start programs that are commands of their own. We have none, and loading
 * node:child_process for them would be a tenth of a short run.
 */
const commanderAlone = {
  name: "commander-alone",
  resolveId: (source, importer) =>
    source === "node:child_process" && importer?.includes("/node_modules/commander/")
      ? "\0no-programs"
      : undefined,
  load: (id) => (id === "\0no-programs" ? "export {};" : undefined),
};

/** What lies in dist/ is CommonJS, whatever the package around it is. */
const commonJs = {
  name: "common-js",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "package.json", source: '{ "type": "commonjs" }\n' });
  },
};

export default {
  input: "src/main.ts",
  platform: "node",
  // The native code of koffi, a package for each platform; pino-pretty is for terminals alone.
  external: [/^@koromix\//, "pino-pretty"],
  plugins: [commanderAlone, commonJs],
  output: {
    dir: "dist",
    format: "cjs",
    strict: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    sourcemap: true,
    cleanDir: true,
  },
};
