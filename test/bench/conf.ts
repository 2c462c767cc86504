/** Conf text that both programs read. */
import { DEVICE } from "./lan.ts";

export interface Instance {
  readonly vrid: number;
  readonly priority: number;
  /** Seconds. */
  readonly interval: number;
}

export function instanceConf({ vrid, priority, interval }: Instance): string {
  return `vrrp_instance VI_${vrid} {
  state BACKUP
  interface ${DEVICE}
  virtual_router_id ${vrid}
  version 3
  priority ${priority}
  advert_int ${interval}
  virtual_ipaddress {
    10.9.0.${100 + (vrid % 100)}/24
  }
}
`;
}

const SERVERS_EACH = 100;
export const CHECK_PORT = 8080;

/** `count` real servers, a hundred to a virtual server; `head` begins a virtual server, up to its real servers. */
const services = (
  count: number,
  head: (service: number) => string,
  real: (service: number, number: number) => string,
): string =>
  Array.from({ length: Math.ceil(count / SERVERS_EACH) }, (_, i) => {
    const length = Math.min(SERVERS_EACH, count - i * SERVERS_EACH);
    const servers = Array.from({ length }, (_each, k) => real(i, k + 1));
    return `${head(i)}${servers.join("")}}\n`;
  }).join("");

/** `count` real servers, addresses of the loopback interface, each checked once a second. */
export const checksConf = (count: number): string =>
  services(
    count,
    (i) => `virtual_server 10.9.1.${i + 1} 80 {
  delay_loop 1
  lb_algo rr
  lb_kind NAT
  protocol TCP
`,
    realServer,
  );

const realServer = (service: number, number: number): string =>
  `  real_server 127.1.${service}.${number} ${CHECK_PORT} {
    weight 1
    TCP_CHECK {
      connect_timeout 3
    }
  }
`;

/** What a real server and its check say. */
export interface Saying {
  readonly weight: number;
  readonly connectTimeout: number;
  readonly retry: number;
}

/** As most do: all the same. */
const ALIKE = (): Saying => ({ weight: 1, connectTimeout: 3, retry: 2 });

/** No two that stand near each other the same. */
export const DIFFERING = (number: number): Saying => ({
  weight: 1 + (number % 97),
  connectTimeout: 1 + (number % 5),
  retry: 1 + (number % 7),
});

/** `count` real servers with a check of several lines each. */
export const longConf = (count: number, say: (number: number) => Saying = ALIKE): string =>
  services(
    count,
    (i) => `virtual_server 10.${100 + (i >> 8)}.${i & 255}.1 80 {
  delay_loop 6
  lb_algo wlc
  lb_kind NAT
  protocol TCP
`,
    (service, number) => checkedServer(service, number, say(number)),
  );

const checkedServer = (
  service: number,
  number: number,
  { weight, connectTimeout, retry }: Saying,
): string =>
  `  real_server 10.${service >> 8}.${service & 255}.${number} ${CHECK_PORT} {
    weight ${weight}
    TCP_CHECK {
      connect_timeout ${connectTimeout}
      retry ${retry}
    }
  }
`;
