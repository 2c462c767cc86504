/** The shipped conf for direct routing, and what its real servers need. */
import { drillShows } from "./verdicts.ts";

drillShows("direct-drill", [
  "lb1 takes the VIP",
  "both real servers answer",
  "the client knows the VIP at lb1",
  "lb2 takes over",
  "clients are served by lb2",
]);
