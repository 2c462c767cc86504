#!/bin/sh
# What a real server needs for direct routing (and for tunnelling): the VIP on its loopback
# interface, and silence about it on the network. Run as root at every start of the machine.
#
#   real-server.sh 203.0.113.100          take the VIP
#   real-server.sh -d 203.0.113.100       give it back
set -eu
[ "${1:-}" = -d ] && { ip address del "${2:?VIP}/32" dev lo; exit; }

# Answer ARP only for addresses of the interface that was asked, and never name the VIP as sender:
# else clients would learn that the VIP is here, past the balancers.
sysctl -q -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
ip address add "${1:?VIP}/32" dev lo
