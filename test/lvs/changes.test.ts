/** Reloads, a flushed table and services of others, while a client asks. */
import { drillShows } from "./verdicts.ts";

drillShows("change-drill", [
  "the server is in the table",
  "clients are served",
  "the weight is changed",
  "the second server joins",
  "both answer",
  "no request fails meanwhile",
  "mastership is never lost",
  "it is refused, with its place",
  "what runs goes on",
  "it is put right",
  "the log says so",
  "clients are served again",
  "the other service is left alone",
  "it ends with status 0",
  "only the other service is left",
]);
