/** A conf of the usual blocks in which nothing is wrong. */
export const CLEAN = `vrrp_script chk_nginx {
    script "/usr/bin/pgrep nginx"
    interval 2
    weight -60
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 150
    authentication {
        auth_type PASS
        auth_pass secret1
    }
    virtual_ipaddress {
        192.0.2.10/24
        192.0.2.11/24
    }
    track_script {
        chk_nginx
    }
}
vrrp_instance VI_2 {
    state BACKUP
    interface eth1
    virtual_router_id 52
    priority 150
    virtual_ipaddress {
        198.51.100.10/24
    }
}
vrrp_sync_group G1 {
    group {
        VI_1
        VI_2
    }
    sync_group_tracking_weight
}
virtual_server 192.0.2.10 80 {
    lb_algo wrr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.1 80 {
        HTTP_GET {
            url {
                path /health
            }
        }
    }
    real_server 10.0.0.2 80 {
        TCP_CHECK {
        }
    }
}
`;
