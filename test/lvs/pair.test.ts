/** Two directors with the shipped conf: the death of a real server, of a balancer, and farewells. */
import { drillShows } from "./verdicts.ts";

drillShows("drill", [
  "lb1 takes the VIP and the gateway",
  "both real servers are in its table",
  "both answer through the VIP",
  "lb1 takes it out of the table",
  "only rs2 answers",
  "it is back in the table",
  "both answer again",
  "lb2 takes over",
  "it does so within Master_Down_Interval + 100 ms",
  "clients are served by lb2",
  "lb1 takes both addresses back",
  "service goes on",
  "lb2 follows at once",
  "it does so within its skew time + 100 ms",
  "lb1 leaves no address and no table behind",
  "clients are served by lb2 again",
]);
