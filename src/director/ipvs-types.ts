/** The types of the IPVS table and its notices that sinks speak; they may not import desired/. */

export type { IpvsOp } from "../desired/ipvs.ts";
export type { IpvsNotice } from "./notice.ts";
